import type { Variables } from "../aggregate/expression.ts";
import { decode } from "../bson/decode.ts";
import type { Doc } from "../bson/values.ts";
import type { Collection } from "../storage/catalog.ts";
import type { Row } from "../storage/documents.ts";
import type { KeyField } from "../storage/index-keys.ts";
import type { Store } from "../storage/store.ts";
import { compileCondition } from "./filter.ts";
import type { Condition } from "./parse-filter.ts";
import { choosePlan, type Wish } from "./plan.ts";
import type { MatchDetails } from "./predicate.ts";
import { readPlan } from "./scan.ts";
import { sortItems, sortKey } from "./sort.ts";

export type Query = {
  condition: Condition;
  sort?: KeyField[] | undefined;
  skip?: number;
  /** 0: all. */
  limit?: number;
  hint?: Wish["hint"];
  variables?: Variables;
};

/** A document that matched, and where in an array it did. */
export type Match = Row & { doc: Doc; details: MatchDetails };

/** Runs a query lazily, unless it must sort in memory. */
export function* findRows(store: Store, collection: Collection, query: Query): Generator<Match> {
  const { condition, sort, skip = 0, limit = 0 } = query;
  const plan = choosePlan(store, collection, { condition, sort, limit, ...(query.hint && { hint: query.hint }) });
  const matches = compileCondition(condition, query.variables);
  const found = filterRows(readPlan(store, collection, plan), matches);
  const inOrder = !sort || (plan.kind === "index" && plan.sorted);
  const ordered = inOrder
    ? found
    : sortItems(found, ({ doc }) => sortKey(doc, sort), limit === 0 ? undefined : skip + limit);
  let position = 0;
  for (const match of ordered) {
    if (position++ < skip) continue;
    yield match;
    if (limit !== 0 && position >= skip + limit) return;
  }
}

function* filterRows(rows: Iterable<Row>, matches: ReturnType<typeof compileCondition>): Generator<Match> {
  for (const { rid, bytes } of rows) {
    const doc = decode(bytes);
    const details: MatchDetails = {};
    if (matches(doc, details)) yield { rid, bytes, doc, details };
  }
}
