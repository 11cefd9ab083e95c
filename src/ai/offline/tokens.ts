import { fold, withoutLinks } from "../../domain/reading/plain-text.ts";
import { PHRASES } from "./phrases.ts";

/** Only this much of a text counts: the sense of an answer stands early. */
const MAX_CHARS = 3_000;

const CONTRACTIONS: readonly (readonly [RegExp, string])[] = [
  [/\bcan'?t\b|\bcannot\b/g, "can not"],
  [/\bwon'?t\b/g, "will not"],
  [/\b(do|does|did|is|are|was|were|would|could|should|has|have|had|wo)n'?t\b/g, "$1 not"],
  [/\b(i|we|you|they|it|that|he|she|there|let)'(m|ll|re|ve|d|s)\b/g, "$1 '$2"],
  [/\b([ldjcnmtsq]|qu|jusqu|lorsqu)'(?=\p{L})/gu, "$1' "],
];

const NEGATORS = new Set(
  "pas plus jamais aucun aucune aucunement nullement sans ni guere not no never none nor neither without hardly nunca jamas sin ningun ninguna nicht kein keine keinen keinem keiner nie niemals nao nem sem nenhum nenhuma non mai senza nessun nessuna niet geen nooit zonder".split(
    " ",
  ),
);
/** `no` and `non` standing alone are an answer; before a word they negate it. */
const SCOPE_WORDS = 4;
const STOPS = /^[.!?;:,\n]$/;
const BREAKERS = new Set(
  "mais but however cependant toutefois pero sondern aber mas ma maar although though".split(" "),
);

export interface Tokens {
  /** Words in order, negated ones marked with `!`, phrases as `_name`, stops as `.`. */
  words: string[];
  /** The words of the mail behind each phrase token, for the evidence. */
  shown: Map<string, string>;
}

/** Text as the model sees it. Pure, and linear in the text's length. */
export function tokenise(text: string): Tokens {
  const shown = new Map<string, string>();
  let folded = fold(withoutLinks(text.slice(0, MAX_CHARS)))
    .replace(/\S{1,64}@\S{1,128}/g, " ")
    .replace(/\d[\d .,:h/-]{0,20}/g, " 0 ");
  const marks: string[] = [];
  for (const [token, pattern] of PHRASES) {
    for (const [found] of folded.matchAll(pattern)) {
      marks.push(token);
      if (!shown.has(token)) shown.set(token, found);
    }
  }
  for (const [pattern, plain] of CONTRACTIONS) folded = folded.replace(pattern, plain);
  const raw = folded.match(/[\p{L}']{1,30}|[.!?;:,\n]|0|[\p{Emoji_Presentation}]|[:;]-?[()]/gu) ?? [];
  return { words: [...markNegation(raw), "|", ...new Set(marks)], shown };
}

function markNegation(raw: readonly string[]): string[] {
  const words: string[] = [];
  let left = 0;
  for (const word of raw) {
    if (STOPS.test(word) || BREAKERS.has(word)) left = 0;
    if (STOPS.test(word)) {
      words.push(word === "?" || word === "!" ? word : ".");
    } else if (NEGATORS.has(word)) {
      words.push(word);
      left = SCOPE_WORDS;
    } else {
      words.push(left > 0 ? `!${word}` : word);
      left--;
    }
  }
  return words;
}
