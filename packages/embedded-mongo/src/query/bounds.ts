import { encodeKey, flip, successor } from "../bson/key.ts";
import { isDoc, rankOf } from "../bson/values.ts";
import { CommandError } from "../errors.ts";
import { isPosition } from "../storage/index-keys.ts";
import type { Condition, Test } from "./parse-filter.ts";
import { literalPrefix } from "./regex.ts";

/** Keys from `from` up to, not including, `to`. `point`: all are the key of one value. */
export type Interval = { from: Buffer; to: Buffer; point: boolean };
/** What a filter says of one path: each entry alone holds for all matches, as a union of intervals. */
export type PathBounds = { path: string; intervals: Interval[]; matchesNull: boolean };

const TOP = Buffer.from([0xff]); // above every key

/** All bounds that the filter's conjuncts set, whether or not there is an index for them. */
export function collectBounds(condition: Condition, prefix = ""): PathBounds[] {
  if (condition.kind === "and") return condition.of.flatMap((part) => collectBounds(part, prefix));
  if (condition.kind !== "leaf") return [];
  const path = prefix + condition.path;
  const { test } = condition;
  // An element that is an array itself may match by number, which no index on the outer path knows.
  if (test.op === "elemMatch")
    return collectBounds(test.condition, `${path}.`).filter((bound) => !isNumbered(bound.path, path));
  const intervals = intervalsOf(test);
  const orNull = matchesNull(test);
  // `a.0` is missing also in the documents of an array `a`, beside the element that an index on it holds.
  if (!intervals || (orNull && path.split(".").some(isPosition))) return [];
  return [{ path, intervals, matchesNull: orNull }];
}

function isNumbered(path: string, parent: string): boolean {
  return isPosition(path.slice(parent.length + 1).split(".", 1)[0] as string);
}

function matchesNull(test: Test): boolean {
  if (test.op === "in") return test.values.includes(null);
  return "value" in test && test.value === null;
}

/** A superset of the keys that pass, as sorted and disjoint intervals; undefined: no bound. */
export function intervalsOf(test: Test): Interval[] | undefined {
  try {
    switch (test.op) {
      case "eq":
        return normalise(equalTo(test.value));
      case "in":
        return test.patterns.length > 0 ? undefined : normalise(test.values.flatMap(equalTo));
      case "gt":
      case "gte":
      case "lt":
      case "lte":
        return rangeOf(test.op, test.value);
      case "regex": {
        const prefix = literalPrefix(test.regex.pattern, test.regex.options);
        if (prefix === undefined || prefix.includes("\0")) return undefined;
        const from = Buffer.from([15, ...Buffer.from(prefix)]);
        return normalise([{ from, to: successor(from) ?? TOP, point: false }, point(test.regex)]);
      }
      case "elemMatchValue": {
        // One element passes all tests, hence one entry lies in the intersection.
        const parts = collectBounds(withoutDeeper(test.condition));
        return parts.length === 0 ? undefined : parts.map((part) => part.intervals).reduce(intersect);
      }
      default:
        return undefined;
    }
  } catch (error) {
    if (error instanceof CommandError && error.code === 238) return undefined; // a value that has no key
    throw error;
  }
}

/** Elements of elements have no entries of their own. */
function withoutDeeper(condition: Condition): Condition {
  const of = condition.kind === "and" ? condition.of : [condition];
  return { kind: "and", of: of.filter((part) => part.kind === "leaf" && !part.test.op.startsWith("elemMatch")) };
}

function point(value: unknown): Interval {
  const from = encodeKey(value);
  return { from, to: successor(from) ?? TOP, point: true };
}

/** An array equals a stored array (found by its first element) or an element that is such an array. */
function equalTo(value: unknown): Interval[] {
  return Array.isArray(value) ? [point(value[0]), point(value)] : [point(value)];
}

function rangeOf(op: string, value: unknown): Interval[] | undefined {
  const rank = rankOf(value);
  if (value === null) return op === "gte" || op === "lte" ? [point(null)] : [];
  // Arrays are stored by element, and against MinKey and MaxKey every class compares.
  if (Array.isArray(value) || isDoc(value) || rank === 1 || rank === 127) return undefined;
  const [{ from, to }] = [point(value)];
  if (op === "gt") return [{ from: to, to: Buffer.from([rank + 1]), point: false }];
  if (op === "gte") return [{ from, to: Buffer.from([rank + 1]), point: false }];
  return [{ from: Buffer.from([rank]), to: op === "lt" ? from : to, point: false }];
}

function normalise(intervals: Interval[]): Interval[] {
  const sorted = intervals.toSorted((a, b) => Buffer.compare(a.from, b.from));
  const merged: Interval[] = [];
  for (const interval of sorted) {
    const last = merged.at(-1);
    if (!last || Buffer.compare(interval.from, last.to) >= 0) merged.push(interval);
    else if (Buffer.compare(interval.to, last.to) > 0)
      merged[merged.length - 1] = { ...last, to: interval.to, point: false };
  }
  return merged;
}

export function intersect(a: Interval[], b: Interval[]): Interval[] {
  const both: Interval[] = [];
  for (const left of a) {
    for (const right of b) {
      const from = Buffer.compare(left.from, right.from) >= 0 ? left.from : right.from;
      const to = Buffer.compare(left.to, right.to) <= 0 ? left.to : right.to;
      if (Buffer.compare(from, to) < 0) both.push({ from, to, point: left.point || right.point });
    }
  }
  return normalise(both);
}

/** The intervals as they lie in a descending field, still sorted. */
export function flipIntervals(intervals: Interval[]): Interval[] {
  return intervals
    .map(({ from, to, point: isPoint }) => ({
      from: successor(flip(to)) ?? TOP,
      to: successor(flip(from)) ?? TOP,
      point: isPoint,
    }))
    .reverse();
}
