import { fold } from "../../domain/reading/plain-text.ts";

/** Words as the mail wrote them, for words as the model sees them: with accents, capitals and apostrophes. */
export function restoreWords(words: readonly string[], text: string): string[] {
  const sample = text.slice(0, 3_000);
  let folded = "";
  const origins: number[] = [];
  for (let at = 0; at < sample.length; at++) {
    const char = sample[at] ?? "";
    const plain = char < "\u0080" ? char.toLowerCase() : fold(char);
    for (let part = 0; part < plain.length; part++) origins.push(at);
    folded += plain;
  }
  const found = words.map((word) => {
    const pieces = word.split(/[^\p{L}\p{N}]+/u).filter((piece) => piece !== "");
    const match = pieces.length === 0 ? null : new RegExp(pieces.join("[^\\p{L}\\p{N}]{1,3}"), "u").exec(folded);
    if (match === null) return "";
    const end = origins[match.index + match[0].length - 1] ?? sample.length - 1;
    return sample.slice(origins[match.index] ?? 0, end + 1).replace(/\s+/g, " ");
  });
  return [...new Set(found.filter((word) => word !== ""))];
}
