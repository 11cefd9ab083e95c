import type { Collection } from "../storage/catalog.ts";
import type { Row } from "../storage/documents.ts";
import type { Store } from "../storage/store.ts";
import type { IndexAccess, Range } from "./index-ranges.ts";
import type { Plan } from "./plan.ts";

type Found = { k: Uint8Array; rid: number; doc: Uint8Array };

const MOST_ROWS = 256;
const MANY_BYTES = 4 << 20;

/**
 * The candidates of a plan, each once. Reads in chunks and holds no SQLite statement open between two of them,
 * so it may be left for other commands at any time and goes on behind the last row it gave.
 */
export function* readPlan(store: Store, collection: Collection, plan: Plan): Generator<Row> {
  if (plan.kind === "scan") return yield* readTable(store, collection, plan.reverse);
  if (plan.kind === "index") return yield* readAccess(store, collection, plan.access, plan.reverse, new Set());
  const seen = new Set<number>();
  for (const branch of plan.branches) yield* readAccess(store, collection, branch, false, seen, true);
}

function* readTable(store: Store, { table }: Collection, reverse: boolean): Generator<Row> {
  const sql = reverse
    ? `SELECT rid, doc FROM ${table} WHERE rid < ? ORDER BY rid DESC LIMIT ?`
    : `SELECT rid, doc FROM ${table} WHERE rid > ? ORDER BY rid LIMIT ?`;
  let last = reverse ? Number.MAX_SAFE_INTEGER : -1;
  yield* inChunks((size) => {
    const rows = store.all<Found>(sql, last, size);
    last = rows.at(-1)?.rid ?? last;
    return rows;
  });
}

function* readAccess(
  store: Store,
  collection: Collection,
  { index, ranges }: IndexAccess,
  reverse: boolean,
  seen: Set<number>,
  several = false,
): Generator<Row> {
  const documents = collection.table;
  const from =
    index.table === documents ? documents : `${index.table} AS x CROSS JOIN ${documents} AS c ON c.rid = x.rid`;
  const columns = index.table === documents ? "k, rid, doc" : "x.k AS k, x.rid AS rid, c.doc AS doc";
  const [k, rid] = index.table === documents ? ["k", "rid"] : ["x.k", "x.rid"];
  const sql = reverse
    ? `SELECT ${columns} FROM ${from} WHERE (${k}, ${rid}) < (?, ?) AND ${k} >= ? ORDER BY ${k} DESC, ${rid} DESC LIMIT ?`
    : `SELECT ${columns} FROM ${from} WHERE (${k}, ${rid}) > (?, ?) AND ${k} < ? ORDER BY ${k}, ${rid} LIMIT ?`;
  for (const range of reverse ? ranges.toReversed() : ranges) {
    for (const row of readRange(store, sql, range, reverse)) {
      if (index.multikey || several) {
        if (seen.has(row.rid)) continue;
        seen.add(row.rid);
      }
      yield row;
    }
  }
}

function* readRange(store: Store, sql: string, range: Range, reverse: boolean): Generator<Row> {
  let last: [Uint8Array, number] = reverse ? [range.to, -1] : [range.from, -1];
  const end = reverse ? range.from : range.to;
  yield* inChunks((size) => {
    const rows = store.all<Found>(sql, last[0], last[1], end, size);
    const final = rows.at(-1);
    if (final) last = [final.k, final.rid];
    return rows;
  });
}

/** Small chunks first, for the many queries that want one document; fewer rows where they are large. */
function* inChunks(read: (size: number) => Found[]): Generator<Row> {
  for (let size = 4; ; ) {
    const rows = read(size);
    let total = 0;
    for (const { rid, doc } of rows) {
      total += doc.length;
      yield { rid, bytes: Buffer.from(doc.buffer, doc.byteOffset, doc.length) };
    }
    if (rows.length < size) return;
    size = total > MANY_BYTES ? Math.max(4, size >> 2) : Math.min(MOST_ROWS, size * 4);
  }
}
