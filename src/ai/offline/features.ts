import { conceptsOf } from "./concepts.ts";
import { FUNCTION_WORDS } from "./function-words.ts";
import { leaningsOf } from "./lexicon.ts";
import { tokenise } from "./tokens.ts";

/** Number of weights per class; a power of two. */
export const BUCKETS = 1 << 16;

export interface Feature {
  bucket: number;
  value: number;
  /** What to show when this feature decided; empty for those that mean nothing to a person. */
  word: string;
}

const PHRASE_WEIGHT = 3;
const PAIR_WEIGHT = 0.7;
const FUNCTION_WEIGHT = 0.25;
const LEANING_WEIGHT = 1.5;
const CONCEPT_WEIGHT = 1.5;
const CONCEPT_PAIR_WEIGHT = 0.7;
const PIECE_WEIGHT = 0.15;

const TURNS = new Set(
  "mais but however cependant toutefois neanmoins pero aber mas maar sin-embargo though".split(" "),
);

/** A text as weighted features, of Euclidean length one: words, pairs, phrases, pieces of words. */
export function featuresOf(text: string): Feature[] {
  const { words, shown } = tokenise(text);
  const split = words.lastIndexOf("|");
  const plain = words.slice(0, split);
  const phrases = words.slice(split + 1);
  const found = new Map<string, { count: number; weight: number; word: string }>();
  const add = (key: string, weight: number, word: string) => {
    const known = found.get(key);
    if (known === undefined) found.set(key, { count: 1, weight, word });
    else known.count++;
  };
  for (const phrase of phrases) add(`p:${phrase}`, PHRASE_WEIGHT, shown.get(phrase) ?? "");
  for (let one = 0; one < phrases.length; one++) {
    for (let other = one + 1; other < phrases.length; other++) {
      add(`pp:${[phrases[one], phrases[other]].sort().join("+")}`, 0.7, "");
    }
  }
  addConcepts(plain, add);
  let before = "^";
  for (const word of plain) {
    const isFunction = FUNCTION_WORDS.has(word);
    add(`w:${word}`, isFunction ? FUNCTION_WEIGHT : 1, isFunction ? "" : word.replace("!", ""));
    add(
      `b:${before} ${word}`,
      isFunction && FUNCTION_WORDS.has(before) ? FUNCTION_WEIGHT : PAIR_WEIGHT,
      before === "^" || before === "." ? "" : `${before} ${word}`.replaceAll("!", ""),
    );
    for (const leaning of leaningsOf(word.replace("!", ""))) {
      add(`l:${word.startsWith("!") ? "!" : ""}${leaning}`, LEANING_WEIGHT, "");
    }
    if (word.length >= 4 && !isFunction) addPieces(word, add);
    before = word;
  }
  add(`len:${Math.min(6, Math.floor(Math.log2(plain.length + 1)))}`, 0.5, "");
  add(plain.includes("?") ? "asks" : "states", 0.7, "");
  add("bias", 1, "");
  return normalise(found);
}

/** Concepts, negated or not, and which follow which within a sentence, whatever stands between them. */
function addConcepts(words: readonly string[], add: (key: string, weight: number, word: string) => void): void {
  let before = "^";
  // What follows "but" is what was meant.
  const turn = words.findLastIndex((word) => TURNS.has(word));
  for (const [at, word] of words.entries()) {
    if (word === "." || word === "?" || word === "!") {
      before = "^";
      continue;
    }
    const mark = word.startsWith("!") ? "!" : "";
    for (const name of conceptsOf(word.replace("!", ""))) {
      const concept = `${mark}${name}`;
      add(`k:${concept}`, CONCEPT_WEIGHT, "");
      if (turn > 0 && at > turn) add(`t:${concept}`, CONCEPT_WEIGHT, "");
      add(`kk:${before} ${concept}`, CONCEPT_PAIR_WEIGHT, "");
      before = concept;
    }
  }
}

/** Pieces of four letters: a typo or an ending costs some of them, not all; related languages share them. */
function addPieces(word: string, add: (key: string, weight: number, word: string) => void): void {
  const mark = word.startsWith("!") ? "!" : "";
  const padded = `<${word.replace("!", "")}>`;
  for (let at = 0; at + 4 <= padded.length; at++) add(`c:${mark}${padded.slice(at, at + 4)}`, PIECE_WEIGHT, "");
}

function normalise(found: Map<string, { count: number; weight: number; word: string }>): Feature[] {
  const features: Feature[] = [];
  let squares = 0;
  for (const [key, { count, weight, word }] of found) {
    const value = weight * (1 + Math.log(count));
    squares += value * value;
    features.push({ bucket: hash(key) & (BUCKETS - 1), value, word });
  }
  const length = Math.sqrt(squares) || 1;
  for (const feature of features) feature.value /= length;
  return features;
}

/** FNV-1a with a final mix: fast, and the same everywhere. */
function hash(key: string): number {
  let state = 0x811c9dc5;
  for (let at = 0; at < key.length; at++) {
    state = Math.imul(state ^ key.charCodeAt(at), 0x01000193);
  }
  state ^= state >>> 15;
  state = Math.imul(state, 0x85ebca6b);
  return (state ^ (state >>> 13)) >>> 0;
}
