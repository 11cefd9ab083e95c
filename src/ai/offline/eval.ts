import type { ReplyClass } from "../../domain/classification.ts";
import type { Example } from "./fit.ts";
import { loadWeights } from "./load-weights.ts";
import { readExamples } from "./read-examples.ts";
import { CLASSES, scoreText } from "./score.ts";

// Run by `npm run eval`: how often the offline model is right on answers it was never trained on.
const model = loadWeights();
const examples = readExamples("heldout");
const verbose = process.argv.includes("--errors");

const readings = examples.map((example) => ({ example, reading: scoreText(example.text, model) }));
const isRight = ({ example, reading }: (typeof readings)[number]) => reading.replyClass === example.replyClass;
const share = (part: number, whole: number) => (whole === 0 ? 0 : Math.round((part / whole) * 1000) / 1000);

const table = CLASSES.map((truth) =>
  CLASSES.map(
    (guess) =>
      readings.filter(({ example, reading }) => example.replyClass === truth && reading.replyClass === guess).length,
  ),
);
console.log(`${examples.length} held-out answers; rows are the truth, columns the reading\n`);
console.log(["", ...CLASSES].map((name) => name.padStart(10)).join(""));
for (const [row, counts] of table.entries())
  console.log([CLASSES[row] ?? "", ...counts].map((cell) => String(cell).padStart(10)).join(""));

if (verbose) {
  for (const { example, reading } of readings.filter((one) => !isRight(one))) {
    console.log(
      `\n${example.language} ${example.replyClass} read as ${reading.replyClass} (${reading.confidence.toFixed(2)}; ${reading.evidence.join(", ")})\n  ${example.text.replace(/\n/g, " / ")}`,
    );
  }
}

const byLanguage = Object.fromEntries(
  [...new Set(examples.map(({ language }) => language))].map((language) => {
    const own = readings.filter(({ example }) => example.language === language);
    return [language, share(own.filter(isRight).length, own.length)];
  }),
);
const sure = readings.filter(({ reading }) => reading.confidence >= 0.6);
const figures = {
  name: "eval",
  examples: examples.length,
  accuracy: share(readings.filter(isRight).length, readings.length),
  macroF1: macroF1(readings),
  accuracyByLanguage: byLanguage,
  shareConfident: share(sure.length, readings.length),
  accuracyWhenConfident: share(sure.filter(isRight).length, sure.length),
  calibrationError: calibrationError(),
  millisecondsPer100Words: measureSpeed(examples),
};
console.log(`\naccuracy ${(figures.accuracy * 100).toFixed(1)} %, macro-F1 ${figures.macroF1}`);
console.log(JSON.stringify(figures));

function macroF1(all: typeof readings): number {
  const scores = CLASSES.filter((name) => all.some(({ example }) => example.replyClass === name)).map(
    (name: ReplyClass) => {
      const hit = all.filter((one) => one.example.replyClass === name && isRight(one)).length;
      const said = all.filter(({ reading }) => reading.replyClass === name).length;
      const true_ = all.filter(({ example }) => example.replyClass === name).length;
      return said + true_ === 0 ? 0 : (2 * hit) / (said + true_);
    },
  );
  return share(
    scores.reduce((sum, score) => sum + score, 0),
    scores.length,
  );
}

/** Mean distance between confidence and share of right readings, over ten bins. */
function calibrationError(): number {
  let error = 0;
  for (let bin = 0; bin < 10; bin++) {
    const own = readings.filter(({ reading }) => Math.min(9, Math.floor(reading.confidence * 10)) === bin);
    const told = own.reduce((sum, { reading }) => sum + reading.confidence, 0);
    error += Math.abs(told - own.filter(isRight).length);
  }
  return share(error, readings.length);
}

function measureSpeed(all: readonly Example[]): number {
  const words = all
    .map(({ text }) => text)
    .join(" ")
    .split(/\s+/);
  const texts = Array.from({ length: 40 }, (_, index) => words.slice(index * 20, index * 20 + 100).join(" "));
  // Once warm: a worker reads thousands of mails.
  for (let round = 0; round < 20; round++) for (const text of texts) scoreText(text, model);
  const started = performance.now();
  for (let round = 0; round < 10; round++) for (const text of texts) scoreText(text, model);
  return Math.round(((performance.now() - started) / (texts.length * 10)) * 1000) / 1000;
}
