import { decodeBytes } from "./decode-bytes.ts";

const MAX_HEADERS = 500;
const MAX_VALUE_CHARS = 20_000;
const ENCODED_WORD = /=\?([\w.:*+-]{1,60})\?([bq])\?([^?\s]{0,4000})\?=/gi;

/** Every header by lower-case name, unfolded and decoded, in order of appearance. */
export function readHeaders(lines: readonly { key: string; line: string }[]): Record<string, string[]> {
  const headers: Record<string, string[]> = Object.create(null) as Record<string, string[]>;
  for (const { key, line } of lines.slice(0, MAX_HEADERS)) {
    const colon = line.indexOf(":");
    if (colon <= 0 || !/^[\x21-\x39\x3b-\x7e]{1,100}$/.test(key)) continue;
    const value = decodeHeader(line.slice(colon + 1, colon + 1 + MAX_VALUE_CHARS));
    const known = headers[key];
    if (known === undefined) headers[key] = [value];
    else known.push(value);
  }
  return { ...headers };
}

/** One value: raw bytes as Latin-1 characters, folded, maybe with encoded words (RFC 2047). */
export function decodeHeader(binary: string): string {
  const raw = decodeBytes(Buffer.from(binary, "latin1"), "utf-8");
  const unfolded = raw.replace(/\r?\n[ \t]?/g, " ").trim();
  if (!unfolded.includes("=?")) return unfolded;
  const joined = joinSplitWords(unfolded.replace(/\?=[ \t]{1,20}=\?/g, "?==?"));
  return joined.replace(ENCODED_WORD, (_word, charset: string, encoding: string, data: string) =>
    decodeBytes(decodeData(encoding, data), charset.split("*")[0] ?? ""),
  );
}

/** Some senders cut a character between two encoded words: neighbours of one kind are decoded together. */
function joinSplitWords(value: string): string {
  return value.replace(/\?==\?([\w.:*+-]{1,60})\?q\?/gi, (seam, charset: string, offset: number) => {
    const before = value.slice(Math.max(0, offset - 4000), offset);
    const opening = before.lastIndexOf("=?");
    const previous = /^=\?([\w.:*+-]{1,60})\?q\?/i.exec(before.slice(opening));
    return previous?.[1]?.toLowerCase() === charset.toLowerCase() ? "" : seam;
  });
}

function decodeData(encoding: string, data: string): Buffer {
  if (encoding.toLowerCase() === "b") return Buffer.from(data, "base64");
  const bytes = data
    .replaceAll("_", " ")
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1");
}

/** Message-IDs of a header, with angle brackets, each once. */
export function readMessageIds(values: readonly string[] | undefined): string[] {
  const ids: string[] = [];
  for (const value of values ?? []) {
    const bracketed = value.match(/<[^<>\s]{1,998}>/g);
    if (bracketed) ids.push(...bracketed);
    else if (/^[^<>\s]{1,998}$/.test(value.trim())) ids.push(`<${value.trim()}>`);
  }
  return [...new Set(ids)];
}
