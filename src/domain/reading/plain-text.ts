/** Zero-width and bidi marks, soft hyphens, tag characters: they show nothing and serve to hide words. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

/** The text as a person sees it: no invisible characters, plain blanks, `\n` at line ends. */
export function visibleText(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(INVISIBLE, "")
    .replace(/[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g, " ");
}

/** For comparing: lower case, no accents, straight quotes, single blanks. Line ends stay. */
export function fold(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[’‘ʼ´`]/g, "'")
    .replace(/[“”«»„]/g, '"')
    .replace(/[‐‑‒–—−]/g, "-")
    .replace(/œ/g, "oe")
    .replace(/æ/g, "ae")
    .replace(/ß/g, "ss")
    .replace(/[\t\u00a0\u202f ]+/g, " ");
}

/** Letters and digits only, folded: two texts that differ in wrapping or punctuation become equal. */
export function bareLetters(text: string): string {
  return fold(text).replace(/[^\p{L}\p{N}]+/gu, "");
}

const LINK = /(?:https?:\/\/|www\.)[^\s<>"')\]]{1,2000}/gi;

/** One line without links, images in Markdown or HTML tags. */
export function withoutLinks(text: string): string {
  return text
    .replace(/!?\[([^[\]]{0,200})\]\([^()\s]{1,2000}\)/g, "$1")
    .replace(/<[^<>]{0,500}>/g, " ")
    .replace(/\[(?:cid:|image|https?:|mailto:)[^[\]]{0,500}\]/gi, " ")
    .replace(LINK, " ")
    .replace(/[ \t]{2,}/g, " ")
    .trim();
}

/** Cuts at a word's end and says so with an ellipsis. */
export function shorten(text: string, maxChars: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  if (line.length <= maxChars) return line;
  const cut = line.slice(0, maxChars - 1);
  const blank = cut.lastIndexOf(" ");
  return `${(blank > maxChars * 0.6 ? cut.slice(0, blank) : cut).replace(/[\s,;:.(-]+$/, "")}…`;
}
