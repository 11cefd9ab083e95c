import type { Collection, Index } from "../storage/catalog.ts";
import type { KeyField } from "../storage/index-keys.ts";
import type { Store } from "../storage/store.ts";
import { collectBounds, type PathBounds } from "./bounds.ts";
import { accessIndex, type IndexAccess } from "./index-ranges.ts";
import type { Condition } from "./parse-filter.ts";

/** How the candidates of a query are read. All are checked against the whole filter afterwards. */
export type Plan =
  | { kind: "scan"; reverse: boolean }
  | { kind: "index"; access: IndexAccess; reverse: boolean; sorted: boolean }
  | { kind: "union"; branches: IndexAccess[] };

export type Wish = {
  condition: Condition;
  sort: KeyField[] | undefined;
  limit: number;
  hint?: Index | "natural" | "reverse";
};

/** A sort in memory of so few documents costs less than to walk a sorted index past what does not match. */
const FEW = 200;
const MOST_COUNTED = 16_384;

/** Picks by the real number of entries in each candidate's ranges. */
export function choosePlan(store: Store, collection: Collection, wish: Wish): Plan {
  const { condition, sort, hint } = wish;
  if (hint === "natural" || hint === "reverse") return { kind: "scan", reverse: hint === "reverse" };
  const bounds = collectBounds(condition);
  const indexes = hint ? [hint] : collection.indexes;
  const accesses = indexes
    .map((index) => accessIndex(index, bounds, condition))
    .filter((access) => access !== undefined);
  const narrowing = accesses.filter((access) => access.bounded > 0);
  const single = narrowing.find((access) => access.single);
  if (single) return { kind: "index", access: single, reverse: false, sorted: true };
  const groups: IndexAccess[][] = narrowing.map((access) => [access]);
  const union = hint ? undefined : unionOfBranches(collection, condition);
  if (union) groups.push(union);
  const sorting = sort && bestSorting(accesses, sort);
  if (sorting && groups.every(([access]) => access === sorting.access)) return sorting;
  const best = fewest(store, groups, sorting !== undefined);
  if (!best) return hint && accesses[0] ? toPlan([accesses[0]]) : { kind: "scan", reverse: false };
  return sorting && isCheaper(store, sorting, best, wish.limit) ? sorting : toPlan(best.group);
}

type Counted = { group: IndexAccess[]; count: number };

/**
 * Walking an index in the order wanted can stop at the limit, but meets what does not match: with at most
 * `best.count` matches spread evenly, `limit` of them are found after `limit * entries / best.count`.
 */
function isCheaper(store: Store, sorting: SortingPlan, best: Counted, limit: number): boolean {
  if (best.group[0] === sorting.access) return true;
  if (best.count < FEW) return false;
  const entries = countEntries(store, [sorting.access], MOST_COUNTED);
  return (limit || best.count) * entries < best.count * best.count;
}

function toPlan(group: IndexAccess[]): Plan {
  if (group.length > 1) return { kind: "union", branches: group };
  return { kind: "index", access: group[0] as IndexAccess, reverse: false, sorted: false };
}

/** An `$or` of which every branch has an index of its own. */
function unionOfBranches(collection: Collection, condition: Condition): IndexAccess[] | undefined {
  const conjuncts = condition.kind === "and" ? condition.of : [condition];
  for (const conjunct of conjuncts) {
    if (conjunct.kind !== "or") continue;
    const branches = conjunct.of.map((branch) => bestStatic(collection, branch));
    if (branches.every((branch) => branch !== undefined)) return branches;
  }
  return undefined;
}

function bestStatic(collection: Collection, condition: Condition): IndexAccess | undefined {
  const bounds: PathBounds[] = collectBounds(condition);
  return collection.indexes
    .map((index) => accessIndex(index, bounds, condition))
    .filter((access) => access !== undefined && access.bounded > 0)
    .sort((a, b) => Number(b?.single) - Number(a?.single) || (b?.fixed ?? 0) - (a?.fixed ?? 0))[0];
}

/** The candidate with the fewest entries: all are counted up to a cap, which grows until one stays below it. */
function fewest(store: Store, groups: IndexAccess[][], mustCount: boolean): Counted | undefined {
  const [first] = groups;
  if (!first) return undefined;
  if (groups.length === 1 && !mustCount) return { group: first, count: 0 };
  for (let cap = 64; ; cap *= 16) {
    const counted = groups.map((group) => ({ group, count: countEntries(store, group, cap) }));
    const best = counted.reduce((a, b) => (b.count < a.count ? b : a));
    if (best.count < cap || cap >= MOST_COUNTED) return best;
  }
}

export function countEntries(store: Store, group: IndexAccess[], cap: number): number {
  let count = 0;
  for (const { index, ranges } of group) {
    for (const { from, to } of ranges) {
      const sql = `SELECT count(*) AS n FROM (SELECT 1 FROM ${index.table} WHERE k >= ? AND k < ? LIMIT ?)`;
      count += store.get<{ n: number }>(sql, from, to, cap - count)?.n ?? 0;
      if (count >= cap) return count;
    }
  }
  return count;
}

type SortingPlan = Plan & { kind: "index" };

/** The access whose entries come in the order wanted, forwards or backwards; the narrowest if there are several. */
function bestSorting(accesses: IndexAccess[], sort: KeyField[]): SortingPlan | undefined {
  const plans = accesses
    .map((access) => ({ access, reverse: orderOf(access, sort) }))
    .filter((plan): plan is { access: IndexAccess; reverse: boolean } => plan.reverse !== undefined)
    .sort((a, b) => b.access.bounded - a.access.bounded);
  return plans[0] && { kind: "index", ...plans[0], sorted: true };
}

/** Whether to read backwards so that the entries come as sorted; undefined: they do not. */
function orderOf({ index, fixed }: IndexAccess, sort: KeyField[]): boolean | undefined {
  if (index.multikey) return undefined; // a document's first entry need not be the one it sorts by
  let next = 0;
  let reverse: boolean | undefined;
  for (const [i, field] of index.fields.entries()) {
    const wanted = sort[next];
    if (!wanted) break;
    if (field.path === wanted.path) {
      const opposite = field.descending !== wanted.descending;
      if (reverse !== undefined && reverse !== opposite && i >= fixed) return undefined;
      if (i >= fixed) reverse = opposite;
      next++;
    } else if (i >= fixed) return undefined;
  }
  return next === sort.length ? (reverse ?? false) : undefined;
}
