import type { MailAddress } from "../../domain/parsed-mail.ts";

/** One part of a mail: words, or parts in a row. */
export type RawPart =
  | { kind: "text"; type: string; text: string }
  | { kind: "multipart"; type: string; parts: readonly RawPart[] };

/** Header fields in order; an undefined value leaves the field out. */
export type RawHeaders = readonly (readonly [name: string, value: string | undefined])[];

const LINE_BYTES = 76;
/** Bytes of one encoded word: 75 characters with its frame (RFC 2047, section 2). */
const WORD_BYTES = 45;

/**
 * A mail as it comes off the wire: CRLF lines, ASCII only. Text beyond ASCII is written in base64.
 *
 * @param headers values are written as they are: build them with `headerText`, `headerAddress` and `headerIds`
 */
export function writeRawMail(headers: RawHeaders, body: RawPart): Buffer {
  const lines = headers.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  return Buffer.from([...lines, "MIME-Version: 1.0", ...writePart(body, 0)].join("\r\n"), "ascii");
}

/** Text for a header: one line, in encoded words where it is not ASCII. */
export function headerText(text: string): string {
  const line = oneLine(text).slice(0, 900);
  if (isAscii(line)) return line;
  const words: string[] = [""];
  for (const letter of line) {
    if (Buffer.byteLength(`${words.at(-1)}${letter}`) > WORD_BYTES) words.push("");
    words[words.length - 1] += letter;
  }
  return words.map((word) => `=?utf-8?B?${Buffer.from(word).toString("base64")}?=`).join("\r\n ");
}

export function headerAddress({ name, address }: MailAddress): string {
  const bare = `<${address.replace(/[^\x21-\x7e]|[<>]/g, "")}>`;
  const shown = oneLine(name);
  if (shown === "") return bare;
  return `${isAscii(shown) ? `"${shown.replace(/["\\]/g, "\\$&")}"` : headerText(shown)} ${bare}`;
}

/** Message-IDs, one a line. */
export function headerIds(ids: readonly string[]): string | undefined {
  const known = ids.map((id) => id.replace(/[^\x21-\x7e]/g, "")).filter((id) => id !== "");
  return known.length === 0 ? undefined : known.join("\r\n ");
}

/** The date as mail writes it, in UTC (RFC 5322, section 3.3). */
export function headerDate(date: Date): string {
  return date.toUTCString().replace("GMT", "+0000");
}

function writePart(part: RawPart, depth: number): string[] {
  if (part.kind === "text") return writeText(part.type, part.text);
  const boundary = `=_part-${depth}-of-this-mail`;
  const inner = part.parts.flatMap((each) => [`--${boundary}`, ...writePart(each, depth + 1)]);
  return [`Content-Type: ${part.type}; boundary="${boundary}"`, "", ...inner, `--${boundary}--`, ""];
}

function writeText(type: string, text: string): string[] {
  const lines = text.split(/\r?\n/);
  // Reports are read as they stand: 7-bit wherever the text allows it (RFC 3464, section 2).
  if (isAscii(text.replaceAll(/\s/g, " ")) && lines.every((line) => line.length < 990)) {
    return [`Content-Type: ${type}`, "Content-Transfer-Encoding: 7bit", "", ...lines, ""];
  }
  const encoded = Buffer.from(lines.join("\r\n")).toString("base64");
  const wrapped = encoded.match(new RegExp(`.{1,${LINE_BYTES}}`, "g")) ?? [];
  return [`Content-Type: ${type}`, "Content-Transfer-Encoding: base64", "", ...wrapped, ""];
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

function oneLine(text: string): string {
  return text.replace(/\s+|\p{Cc}+/gu, " ").trim();
}
