import { Double, Int32 } from "bson";
import { equalValues } from "../bson/compare.ts";
import { type Doc, isDoc, isNumber, setField, toDouble } from "../bson/values.ts";
import { notBuilt, refuse } from "../errors.ts";
import { averageOf, extremeOf, sumOf } from "./arithmetic-operators.ts";
import { isNullish } from "./evaluate.ts";

/** Makes one value of all the values of a group, in their order (manual: "$group", accumulators). */
const ACCUMULATORS: Record<string, (values: unknown[]) => unknown> = {
  $sum: sumOf,
  $avg: averageOf,
  $min: (values) => extremeOf(values, -1),
  $max: (values) => extremeOf(values, 1),
  $first: (values) => values[0] ?? null,
  $last: (values) => values.at(-1) ?? null,
  $push: (values) => values.filter((value) => value !== undefined),
  $addToSet: (values) => {
    const set: unknown[] = [];
    for (const value of values)
      if (value !== undefined && !set.some((item) => equalValues(item, value))) set.push(value);
    return set;
  },
  $mergeObjects: (values) => {
    const merged: Doc = {};
    for (const value of values) {
      if (isNullish(value)) continue;
      if (!isDoc(value)) refuse(40400, "$mergeObjects requires object inputs");
      for (const key of Object.keys(value)) setField(merged, key, value[key]);
    }
    return merged;
  },
  $stdDevPop: (values) => deviation(values, 0),
  $stdDevSamp: (values) => deviation(values, 1),
};

const NOT_BUILT = new Set([
  "$accumulator",
  "$bottom",
  "$bottomN",
  "$firstN",
  "$lastN",
  "$maxN",
  "$median",
  "$minN",
  "$percentile",
  "$top",
  "$topN",
]);

/** One field of a group: collects values and says what they come to. Sums keep no list. */
export type Collector = { add(value: unknown): void; result(): unknown };

export function createCollector(name: string): Collector {
  const finish = ACCUMULATORS[name];
  if (!finish)
    return NOT_BUILT.has(name)
      ? notBuilt(`The accumulator ${name}`)
      : refuse(15952, `unknown group operator '${name}'`);
  const keepsAll = ["$push", "$addToSet", "$stdDevPop", "$stdDevSamp", "$mergeObjects"].includes(name);
  let values: unknown[] = [];
  if (keepsAll) return { add: (value) => void values.push(value), result: () => finish(values) };
  if (name === "$avg") return averageCollector();
  // The others fold: of first, last, least, greatest and sum, one value stands for all before it.
  return {
    add(value) {
      if (values.length === 0) values = [value];
      else
        values =
          name === "$sum"
            ? [sumOf([values[0], value])]
            : [finish([values[0], value]) ?? (name === "$last" ? value : values[0])];
    },
    result: () => finish(values),
  };
}

function averageCollector(): Collector {
  let count = 0;
  let sum: unknown = new Int32(0);
  return {
    add(value) {
      if (!isNumber(value)) return;
      count++;
      sum = sumOf([sum, value]);
    },
    result: () => (count === 0 ? null : new Double((toDouble(sum) as number) / count)),
  };
}

function deviation(values: unknown[], less: 0 | 1): unknown {
  const numbers = values.filter(isNumber).map((value) => toDouble(value) as number);
  if (numbers.length <= less) return null;
  const mean = numbers.reduce((a, b) => a + b, 0) / numbers.length;
  const squares = numbers.reduce((sum, number) => sum + (number - mean) ** 2, 0);
  return new Double(Math.sqrt(squares / (numbers.length - less)));
}

/** `{$op: expression}` as name and expression. */
export function parseAccumulator(field: string, spec: unknown): [string, unknown] {
  if (field.includes(".")) refuse(40235, `The field name '${field}' cannot contain '.'`);
  if (!isDoc(spec)) refuse(40234, `The field '${field}' must be an accumulator object`);
  const [name, ...others] = Object.keys(spec);
  if (name === undefined || others.length > 0) refuse(40238, `The field '${field}' must specify one accumulator`);
  if (name === "$count") {
    if (!isDoc(spec[name]) || Object.keys(spec[name]).length > 0)
      refuse(9, "$count takes no arguments, i.e. $count:{}");
    return ["$sum", new Int32(1)];
  }
  createCollector(name); // refuses an unknown name before any document is read
  return [name, spec[name]];
}
