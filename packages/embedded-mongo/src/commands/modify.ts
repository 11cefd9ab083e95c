import { decode } from "../bson/decode.ts";
import type { Doc } from "../bson/values.ts";
import { findRows, type Query } from "../query/find-rows.ts";
import type { MatchDetails } from "../query/predicate.ts";
import type { Collection } from "../storage/catalog.ts";
import type { Row } from "../storage/documents.ts";
import type { Updater } from "../update/update.ts";
import { docFromFilter } from "../update/upsert.ts";
import type { Context } from "./context.ts";

/** A row to be written, and where its array matched, for `$`. */
export type Target = { row: Row; details: MatchDetails };

/** The rows a write is about: all found before the first is changed, so that none is met twice. */
export function findTargets(context: Context, collection: Collection, query: Query): Target[] {
  return Array.from(findRows(context.store, collection, query), ({ rid, bytes, details }) => ({
    row: { rid, bytes },
    details,
  }));
}

/** Updates one row; undefined when nothing changed. */
export function updateRow(context: Context, collection: Collection, target: Target, updater: Updater): Row | undefined {
  const before = decode(target.row.bytes);
  const after = updater.apply(decode(target.row.bytes), target.details.position, false);
  return context.documents.replace(collection, target.row, before, after);
}

/** Inserts what an upsert makes of its filter and update. */
export function insertUpsert(
  context: Context,
  collection: Collection,
  query: Query,
  updater: Updater,
): { row: Row; id: unknown } {
  const start = docFromFilter(query.condition);
  const base: Doc = updater.operators ? start : start["_id"] === undefined ? {} : { _id: start["_id"] };
  const row = context.documents.insert(collection, updater.apply(base, undefined, true));
  return { row, id: decode(row.bytes)["_id"] };
}
