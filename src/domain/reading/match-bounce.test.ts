import { describe, expect, it } from "vitest";
import type { DeliveryStatusRecipient, ParsedMail } from "../parsed-mail.ts";
import { freshMail } from "./example-mail.ts";
import { matchReport } from "./match-bounce.ts";

const daemon = { address: "mailer-daemon@mx.example", name: "Mail Delivery System" };
const block = (fields: Partial<DeliveryStatusRecipient>): DeliveryStatusRecipient => ({
  finalRecipient: "rfc822; nobody@exemple.fr",
  originalRecipient: undefined,
  action: "failed",
  status: "5.1.1",
  diagnosticCode: undefined,
  ...fields,
});
const report = (fields: Partial<DeliveryStatusRecipient>): ParsedMail =>
  freshMail({
    from: daemon,
    subject: "Undelivered Mail Returned to Sender",
    headers: { "content-type": ["multipart/report; report-type=delivery-status"] },
    partTypes: ["text/plain", "message/delivery-status", "text/rfc822-headers"],
    deliveryStatus: [block(fields)],
  });

describe("a report with a status part", () => {
  it.each<[string, Partial<DeliveryStatusRecipient>, object]>([
    [
      "unknown user",
      { diagnosticCode: "smtp; 550 5.1.1 <nobody@exemple.fr>: User unknown" },
      {
        recipient: "nobody@exemple.fr",
        status: "5.1.1",
        permanent: true,
        reason: "550 5.1.1 <nobody@exemple.fr>: User unknown",
      },
    ],
    [
      "a relay's empty code",
      { status: "5.0.0", diagnosticCode: "smtp; 550 5.7.1 Rejected as spam" },
      { status: "5.7.1", permanent: true },
    ],
    [
      "given up after days",
      { status: "4.4.7", diagnosticCode: "smtp; 451 4.4.7 expired" },
      { status: "4.4.7", permanent: false },
    ],
    ["a full mailbox", { status: "4.2.2" }, { permanent: false }],
    [
      "the address we wrote to, not the one behind it",
      { originalRecipient: "rfc822;info@exemple.fr", finalRecipient: "rfc822;box17@host.example" },
      { recipient: "info@exemple.fr" },
    ],
    ["no status", { status: undefined, diagnosticCode: "smtp; 554 No such user" }, { permanent: true }],
  ])("is a bounce: %s", (_case, fields, bounce) => {
    expect(matchReport(report(fields))).toMatchObject({ kind: "bounce", bounce });
  });

  it("is no bounce while delivery goes on", () => {
    expect(matchReport(report({ action: "delayed", status: "4.4.1" }))?.kind).toBe("delayed");
  });

  it("is no bounce when the mail arrived", () => {
    expect(matchReport(report({ action: "delivered", status: "2.0.0" }))?.kind).toBe("delivered");
  });
});

describe("a report in prose", () => {
  it.each<[string, Partial<ParsedMail>, object]>([
    [
      "Gmail",
      {
        subject: "Delivery Status Notification (Failure)",
        text: "** Address not found **\n\nYour message wasn't delivered to nobody@exemple.fr because the address couldn't be found, or is unable to receive mail.\n\nThe response from the remote server was:\n550 5.1.1 User unknown",
      },
      { recipient: "nobody@exemple.fr", status: "5.1.1", permanent: true },
    ],
    [
      "Exim",
      {
        subject: "Mail delivery failed: returning message to sender",
        headers: { "x-failed-recipients": ["nobody@exemple.fr"] },
        text: "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its recipients.\n\n  nobody@exemple.fr\n    host mx.exemple.fr [192.0.2.1]\n    SMTP error from remote mail server after RCPT TO:<nobody@exemple.fr>:\n    550 No such user here\n\n------ This is a copy of the message, including all the headers. ------\nTo: jean@x.fr",
      },
      { recipient: "nobody@exemple.fr", permanent: true, reason: "550 No such user here" },
    ],
    [
      "qmail",
      {
        subject: "failure notice",
        text: "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<nobody@exemple.fr>:\n192.0.2.9 does not like recipient.\nRemote host said: 550 5.1.1 unknown user\nGiving up on 192.0.2.9.\n\n--- Below this line is a copy of the message.\n",
      },
      { recipient: "nobody@exemple.fr", status: "5.1.1", permanent: true },
    ],
    [
      "Postfix",
      {
        subject: "Undelivered Mail Returned to Sender",
        text: "This is the mail system at host mx.example.\n\nI'm sorry to have to inform you that your message could not be delivered.\n\n<nobody@exemple.fr>: host mx.exemple.fr[192.0.2.1] said: 552 5.2.2 Mailbox full (in reply to RCPT TO command)",
      },
      { recipient: "nobody@exemple.fr", status: "5.2.2" },
    ],
    [
      "Exchange, French",
      {
        from: { address: "postmaster@exemple.onmicrosoft.com", name: "" },
        subject: "Non remis : Proposition",
        text: "Échec de la remise à ces destinataires ou groupes :\n\nnobody@exemple.fr (nobody@exemple.fr)\nL'adresse de courrier que vous avez entrée est introuvable.\n\nInformations de diagnostic pour les administrateurs :\n\nnobody@exemple.fr\nRemote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found'",
      },
      { recipient: "nobody@exemple.fr", status: "5.1.10", permanent: true },
    ],
    [
      "German",
      {
        subject: "Unzustellbar: Angebot",
        text: "Ihre Nachricht konnte nicht zugestellt werden: nobody@exemple.fr\n450 4.2.1 Postfach voruebergehend gesperrt",
      },
      { recipient: "nobody@exemple.fr", permanent: false },
    ],
  ])("is a bounce: %s", (_server, parts, bounce) => {
    expect(matchReport(freshMail({ from: daemon, ...parts }))).toMatchObject({ kind: "bounce", bounce });
  });

  it.each([
    [
      "Delivery Status Notification (Delay)",
      "Your message has not yet been delivered. Delivery will be retried for 2 more days.",
    ],
    [
      "Warning: message delayed 4 hours",
      "A message that you sent has not yet been delivered to one or more recipients after more than 4 hours. No action is required on your part.",
    ],
    [
      "Remise différée : Proposition",
      "La remise à ces destinataires est retardée. De nouvelles tentatives auront lieu.",
    ],
  ])("is no bounce while delivery goes on: %s", (subject, text) => {
    expect(matchReport(freshMail({ from: daemon, subject, text }))?.kind).toBe("delayed");
  });

  it("is not a person who speaks of an address", () => {
    expect(
      matchReport(
        freshMail({ text: "Bonjour, mon adresse bob@exemple.fr ne marche plus, mail non remis. Écrivez-moi ici." }),
      ),
    ).toBeUndefined();
  });
});
