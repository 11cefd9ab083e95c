import { randomUUID } from "node:crypto";
import MailComposer from "nodemailer/lib/mail-composer";
import type { ArrivedMail } from "./arrived-mail.ts";

export interface Answer {
  messageId: string;
  raw: Buffer;
}

type Client = "gmail" | "outlook" | "phone";

/** An answer as a mail program writes it: below the words our mail is quoted, and the headers name it. */
export async function writeAnswer(
  mail: ArrivedMail,
  words: string,
  { client = "gmail", language = "en" }: { client?: Client; language?: "fr" | "en" } = {},
): Promise<Answer> {
  const { to, from } = mail;
  const messageId = `<${randomUUID()}@${to.address.split("@")[1]}>`;
  const prefix = client === "outlook" && language === "fr" ? "RE :" : "Re:";
  const { text, html } = bodies[client](mail, words, language);
  const raw = await compose({
    messageId,
    from: to,
    to: from,
    subject: `${prefix} ${mail.subject.replace(/^re\s?:\s*/i, "")}`,
    inReplyTo: mail.messageId,
    references: [...mail.references, mail.messageId],
    text,
    ...(html && { html }),
    textEncoding: language === "fr" ? "quoted-printable" : "base64",
  });
  return { messageId, raw };
}

/** What a server sends for somebody who is away (RFC 3834). */
export async function writeAutoReply(mail: ArrivedMail, words: string): Promise<Answer> {
  const { to, from } = mail;
  const messageId = `<${randomUUID()}@${to.address.split("@")[1]}>`;
  const raw = await compose({
    messageId,
    from: to,
    to: from,
    subject: `Réponse automatique : ${mail.subject}`,
    inReplyTo: mail.messageId,
    references: mail.messageId,
    text: words,
    headers: { "Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All" },
  });
  return { messageId, raw };
}

/** The report of a server that knows no such address (RFC 3464), with our mail's headers enclosed. */
export function writeBounce({ messageId: ours, from, to }: ArrivedMail): Answer {
  const messageId = `<${randomUUID()}@mx.example.net>`;
  const reason = `550 5.1.1 <${to.address}>: Recipient address rejected: User unknown`;
  const lines = [
    "Return-Path: <>",
    `Message-ID: ${messageId}`,
    `Date: ${mailDate()}`,
    "From: Mail Delivery System <MAILER-DAEMON@mx.example.net>",
    `To: ${from.address}`,
    "Subject: Undelivered Mail Returned to Sender",
    "Auto-Submitted: auto-replied",
    "MIME-Version: 1.0",
    'Content-Type: multipart/report; report-type=delivery-status; boundary="=_report"',
    "",
    "--=_report",
    "Content-Type: text/plain; charset=us-ascii",
    "",
    "This is the mail system at host mx.example.net.",
    "",
    "I'm sorry to have to inform you that your message could not",
    "be delivered to one or more recipients.",
    "",
    `<${to.address}>: host mx.example.net said: ${reason}`,
    "",
    "--=_report",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mx.example.net",
    "",
    `Final-Recipient: rfc822; ${to.address}`,
    "Action: failed",
    "Status: 5.1.1",
    `Diagnostic-Code: smtp; ${reason}`,
    "",
    "--=_report",
    "Content-Type: text/rfc822-headers",
    "",
    `Message-ID: ${ours}`,
    `From: ${from.address}`,
    `To: ${to.address}`,
    "Subject: (the subject)",
    "",
    "--=_report--",
    "",
  ];
  return { messageId, raw: Buffer.from(lines.join("\r\n")) };
}

const bodies: Record<
  Client,
  (mail: ArrivedMail, words: string, language: "fr" | "en") => { text: string; html?: string }
> = {
  gmail(mail, words, language) {
    const who = `Léa Moreau <${mail.from.address}>`;
    const said =
      language === "fr"
        ? `Le ven. 20 nov. 2026 à 09:12, ${who} a écrit :`
        : `On Fri, 20 Nov 2026 at 09:12, ${who} wrote:`;
    const html = `<div dir="ltr">${htmlOf(words)}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">${htmlOf(said)}<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex">${htmlOf(mail.text)}</blockquote></div>`;
    return { text: `${words}\n\n${said}\n\n${quoted(mail.text)}\n`, html };
  },
  outlook(mail, words, language) {
    const [from, sent, to, subject] =
      language === "fr" ? ["De :", "Envoyé :", "À :", "Objet :"] : ["From:", "Sent:", "To:", "Subject:"];
    const date = language === "fr" ? "vendredi 20 novembre 2026 09:12" : "Friday, November 20, 2026 9:12 AM";
    const block = [
      "________________________________",
      `${from} Léa Moreau <${mail.from.address}>`,
      `${sent} ${date}`,
      `${to} ${mail.to.name} <${mail.to.address}>`,
      `${subject} ${mail.subject}`,
    ];
    return { text: `${words}\n\n${block.join("\n")}\n\n${mail.text}` };
  },
  phone(mail, words, language) {
    const who = `Léa Moreau <${mail.from.address}>`;
    const foot = language === "fr" ? "Envoyé de mon iPhone" : "Sent from my iPhone";
    const said =
      language === "fr" ? `Le 20 nov. 2026 à 09:12, ${who} a écrit :` : `On 20 Nov 2026, at 09:12, ${who} wrote:`;
    return { text: `${words}\n\n${foot}\n\n${said}\n\n${quoted(mail.text)}\n` };
  },
};

async function compose(options: ConstructorParameters<typeof MailComposer>[0]): Promise<Buffer> {
  return await new MailComposer({ ...options, date: new Date(), newline: "win" }).compile().build();
}

function quoted(text: string): string {
  return text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => `> ${line}`.trimEnd())
    .join("\n");
}

function htmlOf(text: string): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return escaped.replace(/\r?\n/g, "<br>");
}

function mailDate(): string {
  return new Date().toUTCString().replace("GMT", "+0000");
}
