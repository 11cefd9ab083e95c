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

const words = (list: string) => new Set(list.split(" "));
/** Negate what follows them: French `ne` and `n'` stand before the verb they negate. */
const NEGATORS = words(
  "ne n pas plus jamais aucun aucune aucunement nullement sans ni guere not no never none nor neither without hardly nunca jamas sin ningun ninguna nicht kein keine keinen keinem keiner nie niemals nao nem sem nenhum nenhuma non mai senza nessun nessuna niet geen nooit zonder",
);
/** Also negate the verb before them: `ça m'intéresse pas`, `das passt uns nicht`. */
const BACKWARD = words("pas nullement jamais nicht niet");
const SCOPE_WORDS = 4;
const BACKWARD_WORDS = 2;
const STOPS = /^[.!?;:,\n]$/;
const BREAKERS = words("mais but however cependant toutefois pero sondern aber mas ma maar although though");

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
    const found = pattern.exec(folded);
    if (found === null) continue;
    marks.push(token);
    shown.set(token, found[0]);
  }
  for (const [pattern, plain] of CONTRACTIONS) folded = folded.replace(pattern, plain);
  const raw = folded.match(/[\p{L}']{1,30}|[.!?;:,\n]|0|[\p{Emoji_Presentation}]|[:;]-?[()]/gu) ?? [];
  return { words: [...markNegation(raw), "|", ...marks], shown };
}

function markNegation(raw: readonly string[]): string[] {
  const marked: string[] = [];
  let left = 0;
  for (const word of raw) {
    if (STOPS.test(word) || BREAKERS.has(word)) left = 0;
    if (STOPS.test(word)) {
      marked.push(word === "?" || word === "!" ? word : ".");
    } else if (NEGATORS.has(word)) {
      if (BACKWARD.has(word)) markBackward(marked);
      marked.push(word);
      left = SCOPE_WORDS;
    } else {
      marked.push(left > 0 ? `!${word}` : word);
      left--;
    }
  }
  return marked;
}

/** Up to two words back, but not past a stop or another negation. */
function markBackward(marked: string[]): void {
  for (let at = marked.length - 1; at >= Math.max(0, marked.length - BACKWARD_WORDS); at--) {
    const word = marked[at] ?? "";
    if (/^[.?!|]$/.test(word) || NEGATORS.has(word) || word.startsWith("!")) return;
    marked[at] = `!${word}`;
  }
}
