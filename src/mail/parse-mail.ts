import type { MailAddress, ParsedMail, ParseResult } from "../domain/parsed-mail.ts";
import { readCalendar } from "./calendar-part.ts";
import { readHeaders, readMessageIds } from "./header-lines.ts";
import { htmlToText } from "./html-text.ts";
import { type MailPart, walkMail } from "./mime-walk.ts";
import { readDeliveryStatus, readEnclosedIds } from "./report-parts.ts";

/** Of a longer mail only this much is read: text comes first, attachments last. */
const MAX_MAIL_BYTES = 25 * 1024 * 1024;
const MAX_TEXT_CHARS = 500_000;
const MAX_READ_MS = 8_000;
const MAX_LIST = 200;

/**
 * Takes a raw mail apart. Never throws and never takes long: what goes past a limit is left out, and a mail that
 * breaks off midway gives what was read before.
 */
export async function parseMail(raw: Buffer): Promise<ParseResult> {
  const reason = whyNoMail(raw);
  if (reason !== undefined) return { kind: "unparsable", reason };
  try {
    const walked = await walkMail(raw.subarray(0, MAX_MAIL_BYTES), MAX_READ_MS);
    const headers = readHeaders(walked.headerLines);
    if (Object.keys(headers).length === 0) {
      return {
        kind: "unparsable",
        reason: `The mail has no readable headers${walked.fault ? `: ${walked.fault}` : ""}`,
      };
    }
    return { kind: "parsed", mail: compose(headers, walked.headers, walked.parts) };
  } catch (error) {
    return { kind: "unparsable", reason: `The mail could not be read: ${String(error)}` };
  }
}

/** A mail starts with at least one header line within its first lines; anything else is some other file. */
function whyNoMail(raw: Buffer): string | undefined {
  if (raw.length === 0) return "The file is empty";
  const start = raw.subarray(0, 64 * 1024).toString("latin1");
  if (start.trim() === "") return "The file holds only blanks";
  const lines = start.replace(/^\uFEFF|^\u00ef\u00bb\u00bf|^\s{1,1000}/, "").split(/\r?\n/, 20);
  const hasHeader = lines.some((line) => /^[A-Za-z][A-Za-z0-9-]{1,60}[ \t]{0,4}:/.test(line));
  return hasHeader ? undefined : "This is not a mail: it has no header lines";
}

function compose(
  headers: Record<string, string[]>,
  values: Map<string, unknown>,
  parts: readonly MailPart[],
): ParsedMail {
  const own = parts.filter((part) => !part.enclosed);
  const { text, html } = readBody(own);
  return {
    messageId: readMessageIds(headers["message-id"]).at(0),
    inReplyTo: readMessageIds(headers["in-reply-to"]),
    references: readMessageIds(headers["references"]).slice(-MAX_LIST),
    from: readAddresses(values, "from")[0],
    to: readAddresses(values, "to"),
    cc: readAddresses(values, "cc"),
    replyTo: readAddresses(values, "reply-to"),
    subject: (headers["subject"]?.[0] ?? "").replace(/\s+/g, " ").trim(),
    sentAt: readDate(headers["date"]?.[0]),
    text,
    html,
    headers,
    partTypes: own.map((part) => part.contentType),
    deliveryStatus: own.flatMap((part) => readDeliveryStatus(part)).slice(0, MAX_LIST),
    enclosedMessageIds: readEnclosedIds(parts).slice(0, MAX_LIST),
    attachments: own
      .filter(isListed)
      .slice(0, MAX_LIST)
      .map(({ filename, contentType, sizeBytes }) => ({
        filename,
        contentType,
        sizeBytes,
      })),
    calendar: readCalendar(own),
  };
}

function isListed(part: MailPart): boolean {
  return (
    part.isAttachment && !/^message\/(delivery-status|feedback-report|disposition-notification)$/.test(part.contentType)
  );
}

/** The text parts joined; an HTML part counts only where no text part stands for it. */
function readBody(parts: readonly MailPart[]): { text: string; html: string | undefined } {
  const inline = parts.filter((part) => part.text !== undefined && !part.isAttachment);
  const htmlParts = inline.filter((part) => part.contentType === "text/html");
  const plain = inline.filter((part) => part.contentType !== "text/html" && part.text?.trim() !== "");
  const html = htmlParts.map((part) => part.text).join("\n");
  const shown =
    plain.length > 0 ? plain.map((part) => part.text ?? "") : htmlParts.map((part) => htmlToText(part.text ?? ""));
  const text = clean(shown.join("\n"));
  return { text, html: htmlParts.length === 0 ? undefined : html.slice(0, MAX_TEXT_CHARS * 2) };
}

function clean(text: string): string {
  return text.slice(0, MAX_TEXT_CHARS).replace(/\r\n?/g, "\n").replace(/\0/g, "");
}

interface ParsedAddress {
  address?: string;
  name?: string;
  group?: ParsedAddress[];
}

function readAddresses(values: Map<string, unknown>, header: string): MailAddress[] {
  const found = values.get(header);
  const objects = (Array.isArray(found) ? found : [found]) as ({ value?: ParsedAddress[] } | undefined)[];
  const entries = objects.flatMap((object) => object?.value ?? []).flatMap((entry) => entry.group ?? [entry]);
  return entries
    .filter((entry) => entry.address?.includes("@"))
    .slice(0, MAX_LIST)
    .map((entry) => ({ address: (entry.address ?? "").trim().toLowerCase(), name: (entry.name ?? "").trim() }));
}

function readDate(value: string | undefined): Date | undefined {
  if (value === undefined) return undefined;
  const date = new Date(value.replace(/\([^()]{0,100}\)/g, "").trim());
  return Number.isNaN(date.getTime()) ? undefined : date;
}
