import { simpleParser } from "mailparser";
import type { ReceivedMail } from "./smtp-sink.ts";

/** A mail of ours as its recipient sees it: read apart from the program's own parser. */
export interface ArrivedMail {
  messageId: string;
  from: { address: string; name: string };
  to: { address: string; name: string };
  subject: string;
  text: string;
  inReplyTo: string | undefined;
  references: string[];
  /** The value of any other field; undefined without it. */
  header(name: string): string | undefined;
}

/** @throws Error for a mail that lacks a header every mail has, or has one twice. */
export async function readArrived(received: Pick<ReceivedMail, "raw">): Promise<ArrivedMail> {
  const mail = await simpleParser(received.raw);
  const fields = mail.headerLines.map(({ key, line }) => ({ key, value: line.slice(key.length + 1).trim() }));
  for (const name of ["message-id", "date", "from", "to", "subject", "mime-version"]) {
    const count = fields.filter(({ key }) => key === name).length;
    if (count !== 1) throw new Error(`The header ${name} stands ${count} times`);
  }
  const [from] = mail.from?.value ?? [];
  const [to] = mail.to && !Array.isArray(mail.to) ? mail.to.value : [];
  const { messageId = "", subject = "", text = "", inReplyTo, references = [] } = mail;
  return {
    messageId,
    from: { address: from?.address ?? "", name: from?.name ?? "" },
    to: { address: to?.address ?? "", name: to?.name ?? "" },
    subject,
    text,
    inReplyTo,
    references: typeof references === "string" ? [references] : references,
    header: (name) => fields.find(({ key }) => key === name.toLowerCase())?.value,
  };
}
