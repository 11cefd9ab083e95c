import type { Index } from "../storage/catalog.ts";
import { flipIntervals, type Interval, intersect, type PathBounds } from "./bounds.ts";
import { implies } from "./implies.ts";
import type { Condition } from "./parse-filter.ts";

export type Range = { from: Buffer; to: Buffer };

/** What an index can do for a filter: the key ranges to read, in key order. */
export type IndexAccess = {
  index: Index;
  ranges: Range[];
  /** How many leading fields the ranges narrow. */
  bounded: number;
  /** Leading fields that are fixed to one value. */
  fixed: number;
  /** The filter names one value for every field of a unique index. */
  single: boolean;
};

const MAX_RANGES = 20_000;
const EVERYTHING: Range = { from: Buffer.alloc(0), to: Buffer.from([0xff]) };

/**
 * The ranges of an index that hold all matches; undefined if the index may lack some (sparse, partial).
 */
export function accessIndex(index: Index, bounds: PathBounds[], condition: Condition): IndexAccess | undefined {
  if (index.spec["hidden"] === true) return undefined;
  if (index.partial && !implies(condition, index.partial.condition)) return undefined;
  if (
    index.sparse &&
    !bounds.some((bound) => !bound.matchesNull && index.fields.some(({ path }) => path === bound.path))
  ) {
    return undefined;
  }
  let ranges: Range[] = [{ from: Buffer.alloc(0), to: Buffer.alloc(0) }];
  let bounded = 0;
  let fixed = 0;
  let onlyPoints = true;
  for (const field of index.fields) {
    const usable = bounds.filter(({ path }) => path === field.path);
    if (!onlyPoints || usable.length === 0 || (index.multikey && sharesArray(index, bounded))) break;
    const ascending = narrow(usable, index.multikey);
    if (ranges.length * ascending.length > MAX_RANGES) break;
    const intervals = field.descending ? flipIntervals(ascending) : ascending;
    ranges = ranges.flatMap((range) => intervals.map((interval) => join(range.from, interval)));
    onlyPoints = intervals.every((interval) => interval.point);
    if (fixed === bounded && onlyPoints && intervals.length === 1) fixed++;
    bounded++;
  }
  const single = index.unique && !index.multikey && fixed === index.fields.length;
  return { index, ranges: bounded === 0 ? [EVERYTHING] : ranges, bounded, fixed, single };
}

/**
 * Several conditions on a path hold together for a plain value, but perhaps by different elements of an array:
 * then the narrowest-looking one must do.
 */
function narrow(bounds: PathBounds[], multikey: boolean): Interval[] {
  const lists = bounds.map((bound) => bound.intervals);
  if (!multikey) return lists.reduce(intersect);
  const points = lists.find((intervals) => intervals.every((interval) => interval.point));
  return points ?? (lists[0] as Interval[]);
}

/** Whether the next field may run through an array that an earlier one ran through, by another element. */
function sharesArray(index: Index, next: number): boolean {
  const root = index.fields[next]?.parts[0];
  return index.fields.slice(0, next).some(({ parts }) => parts[0] === root);
}

function join(prefix: Buffer, { from, to }: Interval): Range {
  if (prefix.length === 0) return { from, to };
  return { from: Buffer.concat([prefix, from]), to: Buffer.concat([prefix, to]) };
}
