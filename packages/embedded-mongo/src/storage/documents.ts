import { ObjectId } from "bson";
import { decode } from "../bson/decode.ts";
import { describe } from "../bson/describe.ts";
import { encode } from "../bson/encode.ts";
import { encodeKey } from "../bson/key.ts";
import { type Doc, getField, isDoc, rankOf, setField } from "../bson/values.ts";
import { CommandError, refuse } from "../errors.ts";
import type { Catalog, Collection, Index } from "./catalog.ts";
import { type Entry, keysOf } from "./index-keys.ts";
import type { Store } from "./store.ts";

const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

/** A stored document. */
export type Row = { rid: number; bytes: Buffer };

/** Writes documents together with their index entries. Every call must run inside `Store.write`. */
export class Documents {
  readonly #store: Store;
  readonly #catalog: Catalog;

  constructor(store: Store, catalog: Catalog) {
    this.#store = store;
    this.#catalog = catalog;
  }

  /** @throws CommandError 11000, 53 (an `_id` of a type that none may have), 10334 (too large). */
  insert(collection: Collection, doc: Doc): Row {
    const stored = withIdFirst(doc);
    const id = getField(stored, "_id");
    checkId(id);
    const bytes = encode(stored);
    checkSize(bytes);
    const key = encodeKey(id);
    if (this.#store.get(`SELECT rid FROM ${collection.table} WHERE k = ?`, key)) {
      throw duplicate(collection, collection.indexes[0] as Index, [id]);
    }
    const plans = collection.indexes.slice(1).map((index) => ({ index, entries: this.#entries(index, stored) }));
    for (const { index, entries } of plans) this.#checkUnique(collection, index, entries, -1);
    const rid = this.#store.run(`INSERT INTO ${collection.table} (k, doc) VALUES (?, ?)`, key, bytes);
    for (const { index, entries } of plans) this.#addEntries(index, entries, rid);
    return { rid, bytes };
  }

  /** Puts a changed document in the place of `before`. Tells whether a single byte differs. */
  replace(collection: Collection, row: Row, before: Doc, after: Doc): Row | undefined {
    const bytes = encode(after);
    if (bytes.equals(row.bytes)) return undefined;
    checkSize(bytes);
    const changes: { index: Index; added: Entry[]; removed: Entry[] }[] = [];
    for (const index of collection.indexes.slice(1)) {
      const [old, now] = [this.#entries(index, before), this.#entries(index, after)];
      const added = except(now, old);
      this.#checkUnique(collection, index, added, row.rid);
      changes.push({ index, added, removed: except(old, now) });
    }
    this.#store.run(`UPDATE ${collection.table} SET doc = ? WHERE rid = ?`, bytes, row.rid);
    for (const { index, added, removed } of changes) {
      for (const { key } of removed)
        this.#store.run(`DELETE FROM ${index.table} WHERE k = ? AND rid = ?`, key, row.rid);
      this.#addEntries(index, added, row.rid);
    }
    return { rid: row.rid, bytes };
  }

  remove(collection: Collection, row: Row): void {
    if (collection.indexes.length > 1) {
      const doc = decode(row.bytes);
      for (const index of collection.indexes.slice(1)) {
        for (const { key } of this.#entries(index, doc)) {
          this.#store.run(`DELETE FROM ${index.table} WHERE k = ? AND rid = ?`, key, row.rid);
        }
      }
    }
    this.#store.run(`DELETE FROM ${collection.table} WHERE rid = ?`, row.rid);
  }

  /** Fills a new index from the documents there are. */
  fill(collection: Collection, index: Index): void {
    let last = 0;
    for (;;) {
      const rows = this.#store.all<{ rid: number; doc: Uint8Array }>(
        `SELECT rid, doc FROM ${collection.table} WHERE rid > ? ORDER BY rid LIMIT 500`,
        last,
      );
      for (const { rid, doc } of rows) {
        const entries = this.#entries(index, decode(Buffer.from(doc)));
        this.#checkUnique(collection, index, entries, rid);
        this.#addEntries(index, entries, rid);
        last = rid;
      }
      if (rows.length < 500) return;
    }
  }

  #entries(index: Index, doc: Doc): Entry[] {
    if (index.partial && !index.partial.matches(doc)) return [];
    const keys = keysOf(doc, index.fields);
    if (index.sparse && keys.allMissing) return [];
    if (keys.multikey) this.#catalog.markMultikey(index);
    return keys.entries;
  }

  #addEntries(index: Index, entries: Entry[], rid: number): void {
    for (const { key } of entries) this.#store.run(`INSERT INTO ${index.table} (k, rid) VALUES (?, ?)`, key, rid);
  }

  #checkUnique(collection: Collection, index: Index, entries: Entry[], rid: number): void {
    if (!index.unique) return;
    for (const { key, values } of entries) {
      const taken = this.#store.get(`SELECT rid FROM ${index.table} WHERE k = ? AND rid <> ? LIMIT 1`, key, rid);
      if (taken) throw duplicate(collection, index, values);
    }
  }
}

function except(entries: Entry[], others: Entry[]): Entry[] {
  return entries.filter(({ key }) => !others.some((other) => other.key.equals(key)));
}

function duplicate(collection: Collection, index: Index, values: unknown[]): CommandError {
  const keyPattern = index.spec["key"] as Doc;
  const keyValue: Doc = {};
  for (const [i, { path }] of index.fields.entries()) keyValue[path] = values[i] ?? null;
  const message = `E11000 duplicate key error collection: ${collection.db}.${collection.name} index: ${index.name} dup key: ${describe(keyValue)}`;
  return new CommandError(11000, message, { keyPattern, keyValue });
}

/** The document with an `_id`, and that first, as MongoDB stores it. */
function withIdFirst(doc: Doc): Doc {
  const [first] = Object.keys(doc);
  if (first === "_id") return doc;
  const { _id: id = new ObjectId(), ...others } = doc;
  const stored: Doc = { _id: id };
  for (const key of Object.keys(others)) setField(stored, key, others[key]);
  return stored;
}

/** Manual: "Documents", the `_id` field: any type but array, regular expression and undefined. */
export function checkId(id: unknown): void {
  if (Array.isArray(id)) refuse(53, "The '_id' value cannot be of type array");
  if (rankOf(id) === 50) refuse(53, "The '_id' value cannot be of type regex");
  if (isDoc(id)) {
    const odd = Object.keys(id).find((key) => key.startsWith("$"));
    if (odd) refuse(52, `_id fields may not contain '$'-prefixed fields: ${odd} is not valid for storage.`);
  }
}

function checkSize(bytes: Buffer): void {
  if (bytes.length <= MAX_DOCUMENT_BYTES) return;
  refuse(10334, `BSONObj size: ${bytes.length} is invalid. Size must be between 0 and ${MAX_DOCUMENT_BYTES}`);
}
