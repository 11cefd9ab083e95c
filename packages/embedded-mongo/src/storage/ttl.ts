import { encodeKey, flip, successor } from "../bson/key.ts";
import type { Catalog, Collection, Index } from "./catalog.ts";
import type { Documents } from "./documents.ts";
import type { Store } from "./store.ts";

const DATE_CLASS = Buffer.from([45]);
const MOST_AT_ONCE = 1000;

/** Deletes what has expired (manual: "TTL Indexes"); a document whose field holds no date never does. */
export function deleteExpired(store: Store, catalog: Catalog, documents: Documents, now: Date): number {
  let deleted = 0;
  for (const collection of catalog.list()) {
    for (const index of collection.indexes) {
      if (index.expireAfterSeconds !== undefined) deleted += sweep(store, documents, collection, index, now);
    }
  }
  return deleted;
}

function sweep(store: Store, documents: Documents, collection: Collection, index: Index, now: Date): number {
  const deadline = encodeKey(new Date(now.getTime() - (index.expireAfterSeconds as number) * 1000));
  const descending = index.fields[0]?.descending;
  const [from, to] = descending ? [flip(deadline), successor(flip(DATE_CLASS))] : [DATE_CLASS, successor(deadline)];
  const sql = `SELECT DISTINCT c.rid AS rid, c.doc AS doc FROM ${index.table} AS x CROSS JOIN ${collection.table} AS c ON c.rid = x.rid
    WHERE x.k >= ? AND x.k < ? LIMIT ${MOST_AT_ONCE}`;
  const rows = store.all<{ rid: number; doc: Uint8Array }>(sql, from as Buffer, to as Buffer);
  if (rows.length === 0) return 0;
  store.write(() => {
    for (const { rid, doc } of rows) documents.remove(collection, { rid, bytes: Buffer.from(doc) });
  });
  return rows.length;
}
