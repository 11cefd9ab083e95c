import type { ReplyClass } from "../../domain/classification.ts";
import { BUCKETS, type Feature, featuresOf } from "./features.ts";
import { restoreWords } from "./restore-words.ts";

/** Order of the classes in the weights. */
export const CLASSES = ["positive", "negative", "neutral", "auto"] as const satisfies readonly ReplyClass[];

export interface OfflineModel {
  /** One row of BUCKETS weights per class. */
  weights: Int8Array;
  /** What one step of a weight is worth. */
  scale: number;
  /** Divides the scores before they become probabilities, so that 0.8 means right four times in five. */
  temperature: number;
}

export interface OfflineReading {
  replyClass: ReplyClass;
  confidence: number;
  probabilities: Record<ReplyClass, number>;
  /** The words that spoke most for the class, most telling first. */
  evidence: string[];
}

const MAX_EVIDENCE = 5;

/** What a text says, by the weights alone. Pure. */
export function scoreText(text: string, model: OfflineModel): OfflineReading {
  const features = featuresOf(text);
  const sums = CLASSES.map((_, row) => {
    let sum = 0;
    for (const { bucket, value } of features) sum += (model.weights[row * BUCKETS + bucket] ?? 0) * value;
    return (sum * model.scale) / model.temperature;
  });
  const probabilities = softmax(sums);
  const best = probabilities.indexOf(Math.max(...probabilities));
  const byClass = Object.fromEntries(CLASSES.map((name, row) => [name, probabilities[row] ?? 0]));
  return {
    replyClass: CLASSES[best] ?? "neutral",
    confidence: probabilities[best] ?? 0,
    probabilities: byClass as Record<ReplyClass, number>,
    evidence: restoreWords(tellingWords(features, model, best), text),
  };
}

/** The best few, most telling first; more than are shown, since some turn out to be no words. */
function tellingWords(features: readonly Feature[], model: OfflineModel, best: number): string[] {
  const pulls: { word: string; pull: number }[] = [];
  for (const { bucket, value, word } of features) {
    if (word === "") continue;
    let others = 0;
    for (let row = 0; row < CLASSES.length; row++) {
      if (row !== best) others += model.weights[row * BUCKETS + bucket] ?? 0;
    }
    const pull = ((model.weights[best * BUCKETS + bucket] ?? 0) - others / (CLASSES.length - 1)) * value;
    if (pull > 0) pulls.push({ word: word.trim(), pull });
  }
  pulls.sort((one, other) => other.pull - one.pull);
  return [...new Set(pulls.slice(0, MAX_EVIDENCE * 4).map(({ word }) => word))]
    .filter(isTelling)
    .slice(0, MAX_EVIDENCE);
}

function isTelling(word: string): boolean {
  return /\p{L}{2}/u.test(word) && !/[.0?!,;:]|\b(cordialement|regards|bonjour|hello)\b/.test(word);
}

export function softmax(sums: readonly number[]): number[] {
  const top = Math.max(...sums);
  const powers = sums.map((sum) => Math.exp(sum - top));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}
