import type { ReplyClass } from "../../domain/classification.ts";
import { BUCKETS, type Feature, featuresOf } from "./features.ts";
import { CLASSES, type OfflineModel, scoreText, softmax } from "./score.ts";
import { createRandom, varyText } from "./vary.ts";

export interface Example {
  text: string;
  language: string;
  replyClass: ReplyClass;
}

const EPOCHS = 12;
const STEP = 0.2;
/** Pull towards zero per visit of a weight: rare words must not be trusted. */
const DECAY = 2e-5;
/** Nobody is always right: the target of the true class. */
const TARGET = 0.95;

/** Multinomial logistic regression by AdaGrad over hashed features. Deterministic for a seed. */
export function fitModel(examples: readonly Example[], seed = 7): OfflineModel {
  const random = createRandom(seed);
  const rows = examples.flatMap((example) =>
    [...varyText(example.text, example.language, random), joinSentences(example, examples, random)].map((variant) => ({
      features: featuresOf(variant),
      truth: CLASSES.indexOf(example.replyClass as (typeof CLASSES)[number]),
    })),
  );
  const share = CLASSES.map((_, index) => rows.filter(({ truth }) => truth === index).length / rows.length);
  const weights = new Float32Array(CLASSES.length * BUCKETS);
  const squares = new Float32Array(CLASSES.length * BUCKETS).fill(1e-4);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(rows, random);
    for (const { features, truth } of rows) {
      // Rare classes weigh more, but not so much that they swallow the others.
      const importance = (1 / CLASSES.length / (share[truth] || 1)) ** 0.5;
      step(weights, squares, features, truth, importance);
    }
  }
  return quantise(weights);
}

/** A yes or a no among other sentences stays one: the answer beside something that only informs. */
function joinSentences({ text, language, replyClass }: Example, all: readonly Example[], random: () => number): string {
  if (replyClass === "auto") return text;
  const others = all.filter(
    (other) => other.language === language && (other.replyClass === "neutral" || other.replyClass === replyClass),
  );
  const other = others[Math.floor(random() * others.length)]?.text ?? "";
  return random() < 0.5 ? `${text}\n${other}` : `${other}\n${text}`;
}

function step(
  weights: Float32Array,
  squares: Float32Array,
  features: readonly Feature[],
  truth: number,
  importance: number,
): void {
  const sums = CLASSES.map((_, row) => {
    let sum = 0;
    for (const { bucket, value } of features) sum += (weights[row * BUCKETS + bucket] ?? 0) * value;
    return sum;
  });
  const guesses = softmax(sums);
  for (let row = 0; row < CLASSES.length; row++) {
    const target = row === truth ? TARGET : (1 - TARGET) / (CLASSES.length - 1);
    const error = ((guesses[row] ?? 0) - target) * importance;
    for (const { bucket, value } of features) {
      const at = row * BUCKETS + bucket;
      const slope = error * value + DECAY * (weights[at] ?? 0);
      const square = (squares[at] ?? 0) + slope * slope;
      squares[at] = square;
      weights[at] = (weights[at] ?? 0) - (STEP * slope) / Math.sqrt(square);
    }
  }
}

function quantise(weights: Float32Array): OfflineModel {
  let top = 0;
  for (const weight of weights) top = Math.max(top, Math.abs(weight));
  const scale = top / 127;
  return { weights: Int8Array.from(weights, (weight) => Math.round(weight / scale)), scale, temperature: 1 };
}

/** The temperature under which examples unseen in training got the best log-likelihood (five folds). */
export function fitTemperature(examples: readonly Example[]): { temperature: number; accuracy: number } {
  const folds = 5;
  const order = [...examples];
  shuffle(order, createRandom(11));
  const outcomes: { logits: number[]; truth: number }[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const model = fitModel(
      order.filter((_, index) => index % folds !== fold),
      13 + fold,
    );
    for (const { text, replyClass } of order.filter((_, index) => index % folds === fold)) {
      const { probabilities } = scoreText(text, model);
      const logits = CLASSES.map((name) => Math.log(probabilities[name] + 1e-12));
      outcomes.push({ logits, truth: CLASSES.indexOf(replyClass as (typeof CLASSES)[number]) });
    }
  }
  let best = { temperature: 1, loss: Number.POSITIVE_INFINITY };
  for (let temperature = 0.4; temperature <= 4; temperature += 0.05) {
    const loss = outcomes.reduce(
      (sum, { logits, truth }) =>
        sum - Math.log((softmax(logits.map((logit) => logit / temperature))[truth] ?? 0) + 1e-12),
      0,
    );
    if (loss < best.loss) best = { temperature, loss };
  }
  const right = outcomes.filter(({ logits, truth }) => logits.indexOf(Math.max(...logits)) === truth).length;
  return { temperature: Math.round(best.temperature * 100) / 100, accuracy: right / outcomes.length };
}

function shuffle<Item>(items: Item[], random: () => number): void {
  for (let at = items.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [items[at], items[other]] = [items[other] as Item, items[at] as Item];
  }
}
