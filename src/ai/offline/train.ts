import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { fitModel, fitTemperature } from "./fit.ts";
import { WEIGHTS_FILE } from "./load-weights.ts";
import { readExamples } from "./read-examples.ts";

// Run by `npm run train`: examples/*.ts in, weights.bin.gz out. The held-out folder is never read here.
const started = performance.now();
const examples = readExamples("examples");
const { temperature, accuracy } = fitTemperature(examples);
const model = fitModel(examples);
const head = Buffer.alloc(8);
head.writeFloatLE(model.scale, 0);
head.writeFloatLE(temperature, 4);
const packed = gzipSync(Buffer.concat([head, Buffer.from(model.weights.buffer)]), { level: 9 });
writeFileSync(WEIGHTS_FILE, packed);
const seconds = Math.round(performance.now() - started) / 1000;
console.log(
  `${examples.length} examples, cross-validated accuracy ${(accuracy * 100).toFixed(1)} %, ${packed.length} bytes, ${seconds} s`,
);
console.log(
  JSON.stringify({
    name: "train",
    examples: examples.length,
    crossValidatedAccuracy: accuracy,
    temperature,
    bytes: packed.length,
    seconds,
  }),
);
