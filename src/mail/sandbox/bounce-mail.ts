import type { HeardMail } from "./heard-mail.ts";
import { headerAddress, headerDate, headerIds, headerText, type RawHeaders, writeRawMail } from "./write-raw-mail.ts";

const HOST = "mx.sandbox.example";

/** The report of a server that knows no such mailbox (RFC 3464): it names our mail by what it encloses of it. */
export function bounceMail({ mail, messageId, at }: { mail: HeardMail; messageId: string; at: Date }): Buffer {
  const to = mail.to.address;
  const reason = `550 5.1.1 <${to}>: Recipient address rejected: User unknown in virtual mailbox table`;
  const notice = [
    `The mail server ${HOST} could not deliver your message, and will not try again.`,
    "The address below does not exist here. The headers of your message follow.",
    "",
    `<${to}>: ${reason}`,
  ];
  const ofMail = [`Reporting-MTA: dns; ${HOST}`, `Arrival-Date: ${headerDate(at)}`];
  const ofRecipient = [
    `Final-Recipient: rfc822; ${to}`,
    `Original-Recipient: rfc822;${to}`,
    "Action: failed",
    "Status: 5.1.1",
    `Remote-MTA: dns; ${HOST}`,
    `Diagnostic-Code: smtp; ${reason}`,
  ];
  const headers: RawHeaders = [
    ["Return-Path", "<>"],
    ["Message-ID", messageId],
    ["Date", headerDate(at)],
    ["From", headerAddress({ name: "Mail Delivery System", address: `MAILER-DAEMON@${HOST}` })],
    ["To", headerAddress({ name: "", address: mail.from.address })],
    ["Subject", "Undelivered Mail Returned to Sender"],
    ["Auto-Submitted", "auto-replied"],
  ];
  return writeRawMail(headers, {
    kind: "multipart",
    type: "multipart/report; report-type=delivery-status",
    parts: [
      { kind: "text", type: "text/plain; charset=us-ascii", text: notice.join("\n") },
      { kind: "text", type: "message/delivery-status", text: [...ofMail, "", ...ofRecipient].join("\n") },
      { kind: "text", type: "text/rfc822-headers", text: ourHeaders(mail) },
    ],
  });
}

function ourHeaders(mail: HeardMail): string {
  const lines = [
    `From: ${headerAddress(mail.from)}`,
    `To: ${headerAddress(mail.to)}`,
    `Subject: ${headerText(mail.subject)}`,
    `Message-ID: ${headerIds([mail.messageId])}`,
  ];
  return lines.join("\n");
}
