/** Labels that mail uses and the WHATWG list lacks. */
const ALIASES: Readonly<Record<string, string>> = {
  ascii: "utf-8",
  "us-ascii": "utf-8",
  "": "utf-8",
  utf8: "utf-8",
  "utf-7": "utf-8",
  "unknown-8bit": "utf-8",
  "iso-8859-8-i": "iso-8859-8",
  cp850: "windows-1252",
  "ansi_x3.4-1968": "utf-8",
};

/**
 * Text from bytes and the charset a mail claims for them. A claim is only a claim: bytes that are not valid UTF-8 are
 * read as windows-1252, and valid UTF-8 with letters beyond ASCII wins over a Latin label.
 */
export function decodeBytes(bytes: Buffer, claimed: string): string {
  const marked = markedUtf16(bytes);
  if (marked !== undefined) return new TextDecoder(marked).decode(bytes);
  const name = claimed.trim().toLowerCase().replace(/["']/g, "");
  const label = ALIASES[name] ?? name;
  if (/^utf-?16/.test(label) || (label === "utf-8" && looksLikeUtf16(bytes))) {
    return new TextDecoder(utf16Order(bytes, label)).decode(bytes);
  }
  const isLatin = /^(iso-8859-1|iso-8859-15|latin-?1|windows-1252|cp1252)$/.test(label);
  if (label === "utf-8" || isLatin) {
    const utf8 = decodeStrictly(bytes);
    if (utf8 !== undefined && (label === "utf-8" || hasMultibyte(bytes))) return utf8;
    return new TextDecoder("windows-1252").decode(bytes);
  }
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return decodeStrictly(bytes) ?? new TextDecoder("windows-1252").decode(bytes);
  }
}

function decodeStrictly(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return onlyLastCharCut(bytes);
  }
}

/** A cap on size may cut the last character in two: that alone is no sign of another charset. */
function onlyLastCharCut(bytes: Buffer): string | undefined {
  for (let cut = 1; cut <= 3 && cut < bytes.length; cut++) {
    const head = bytes.subarray(0, bytes.length - cut);
    if ((bytes[head.length] ?? 0) < 0xc2) continue;
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(head);
    } catch {}
  }
  return undefined;
}

function hasMultibyte(bytes: Buffer): boolean {
  return bytes.some((byte) => byte >= 0x80);
}

function markedUtf16(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return undefined;
}

function utf16Order(bytes: Buffer, label: string): string {
  if (label === "utf-16le" || label === "utf-16be") return label;
  return zeroShare(bytes, 0) > zeroShare(bytes, 1) ? "utf-16be" : "utf-16le";
}

/** Latin text in UTF-16 has a zero in every second byte. */
function looksLikeUtf16(bytes: Buffer): boolean {
  return bytes.length >= 8 && Math.max(zeroShare(bytes, 0), zeroShare(bytes, 1)) > 0.7;
}

function zeroShare(bytes: Buffer, offset: number): number {
  const end = Math.min(bytes.length, 400);
  let zeros = 0;
  for (let at = offset; at < end; at += 2) if (bytes[at] === 0) zeros++;
  return zeros / Math.max(1, Math.ceil((end - offset) / 2));
}
