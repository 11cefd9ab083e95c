import MailComposer from "nodemailer/lib/mail-composer";
import type { MailAddress } from "../domain/parsed-mail.ts";
import type { OutgoingMail } from "../ports/mail-sender.ts";

/** The mail as it goes over the wire: RFC 5322, CRLF lines, 7-bit parts. Its headers cannot be split by user data. */
export async function composeMail(mail: OutgoingMail): Promise<Buffer> {
  const composer = new MailComposer({
    messageId: oneLine(mail.messageId),
    date: mail.sentAt,
    from: headerAddress(mail.from),
    to: headerAddress(mail.to),
    subject: oneLine(mail.subject),
    ...(mail.inReplyTo === undefined ? {} : { inReplyTo: oneLine(mail.inReplyTo) }),
    ...(mail.references.length === 0 ? {} : { references: mail.references.map(oneLine) }),
    text: mail.text,
    ...(mail.html === undefined ? {} : { html: mail.html }),
    headers: automationHeaders(mail),
    newline: "win",
    // The text of a mail is text: it never names a file or an address to load.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return await composer.compile().build();
}

function automationHeaders(
  mail: OutgoingMail,
): { key: string; value: { prepared: true; foldLines: true; value: string } }[] {
  const headers: [string, string][] = [];
  if (mail.listUnsubscribe.length > 0) {
    // One header with all values, preferred first (RFC 2369, section 2).
    headers.push(["List-Unsubscribe", mail.listUnsubscribe.map((url) => `<${urlText(url)}>`).join(", ")]);
  }
  if (mail.oneClickUnsubscribe) headers.push(["List-Unsubscribe-Post", "List-Unsubscribe=One-Click"]);
  if (mail.autoSubmitted) headers.push(["Auto-Submitted", "auto-replied"]);
  return headers.map(([key, value]) => ({ key, value: { prepared: true, foldLines: true, value } }));
}

function headerAddress({ address, name }: MailAddress): MailAddress {
  return { address: oneLine(address), name: oneLine(name) };
}

function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not reach a header
  return text.replace(/[\u0000-\u001f\u007f]+/g, " ");
}

function urlText(url: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: as above; brackets and spaces would end the value
  return url.replace(/[\u0000-\u0020<>\u007f]+/g, "");
}
