import { decode } from "../bson/decode.ts";
import { encode } from "../bson/encode.ts";
import { type Doc, toDouble } from "../bson/values.ts";
import { refuse } from "../errors.ts";
import { compileFilter } from "../query/filter.ts";
import { type Condition, parseFilter } from "../query/parse-filter.ts";
import type { Predicate } from "../query/predicate.ts";
import type { KeyField } from "./index-keys.ts";
import type { Store } from "./store.ts";

/** One index. Its entries lie in `table`, rows `(k, rid)`: an encoded key and the document's row. */
export type Index = {
  id: number;
  name: string;
  table: string;
  fields: KeyField[];
  unique: boolean;
  sparse: boolean;
  partial: { condition: Condition; matches: Predicate } | undefined;
  expireAfterSeconds: number | undefined;
  /** Some document has more than one entry; never turns false again. */
  multikey: boolean;
  /** As `listIndexes` shows it. */
  spec: Doc;
};

/** One collection. Its documents lie in `table`, rows `(rid, k, doc)`: natural order, encoded `_id`, BSON. */
export type Collection = { id: number; db: string; name: string; table: string; options: Doc; indexes: Index[] };

/** The collections and indexes there are: read from SQLite, kept in memory, read anew after an undone write. */
export class Catalog {
  readonly #store: Store;
  #collections = new Map<string, Collection>();
  #changed = false;

  constructor(store: Store) {
    this.#store = store;
    // AUTOINCREMENT: a table's name is never used again, so an open cursor cannot stray into another collection.
    store.exec(`
      CREATE TABLE IF NOT EXISTS collections (id INTEGER PRIMARY KEY AUTOINCREMENT, db TEXT NOT NULL, name TEXT NOT NULL, options BLOB NOT NULL,
        UNIQUE (db, name));
      CREATE TABLE IF NOT EXISTS indexes (id INTEGER PRIMARY KEY AUTOINCREMENT, collection INTEGER NOT NULL, multikey INTEGER NOT NULL,
        spec BLOB NOT NULL);`);
    this.#load();
    store.onUndo = () => {
      if (this.#changed) this.#load();
    };
    store.onCommit = () => {
      this.#changed = false;
    };
  }

  find(db: string, name: string): Collection | undefined {
    return this.#collections.get(`${db}.${name}`);
  }

  list(db?: string): Collection[] {
    return [...this.#collections.values()].filter((collection) => db === undefined || collection.db === db);
  }

  /** Finds the collection or creates it, with its index on `_id`. Must run inside `Store.write`. */
  ensure(db: string, name: string, options: Doc = {}): Collection {
    const found = this.find(db, name);
    if (found) return found;
    checkName(db, name);
    this.#changed = true;
    const row = this.#store.run(
      "INSERT INTO collections (db, name, options) VALUES (?, ?, ?)",
      db,
      name,
      encode(options),
    );
    this.#store.exec(`CREATE TABLE c${row} (rid INTEGER PRIMARY KEY, k BLOB NOT NULL UNIQUE, doc BLOB NOT NULL)`);
    const collection = toCollection(row, db, name, options);
    this.#collections.set(`${db}.${name}`, collection);
    return collection;
  }

  drop(collection: Collection): void {
    this.#changed = true;
    this.#store.forgetStatements();
    for (const index of collection.indexes.slice(1)) this.#store.exec(`DROP TABLE ${index.table}`);
    this.#store.exec(`DROP TABLE ${collection.table}`);
    this.#store.run("DELETE FROM indexes WHERE collection = ?", collection.id);
    this.#store.run("DELETE FROM collections WHERE id = ?", collection.id);
    this.#collections.delete(`${collection.db}.${collection.name}`);
  }

  rename(collection: Collection, db: string, name: string): void {
    checkName(db, name);
    this.#changed = true;
    this.#store.run("UPDATE collections SET db = ?, name = ? WHERE id = ?", db, name, collection.id);
    this.#collections.delete(`${collection.db}.${collection.name}`);
    Object.assign(collection, { db, name });
    this.#collections.set(`${db}.${name}`, collection);
  }

  addIndex(collection: Collection, spec: Doc): Index {
    this.#changed = true;
    const id = this.#store.run(
      "INSERT INTO indexes (collection, multikey, spec) VALUES (?, 0, ?)",
      collection.id,
      encode(spec),
    );
    this.#store.exec(`CREATE TABLE x${id} (k BLOB NOT NULL, rid INTEGER NOT NULL, PRIMARY KEY (k, rid)) WITHOUT ROWID`);
    const index = toIndex(id, spec, false);
    collection.indexes.push(index);
    return index;
  }

  dropIndex(collection: Collection, index: Index): void {
    this.#changed = true;
    this.#store.forgetStatements();
    this.#store.exec(`DROP TABLE ${index.table}`);
    this.#store.run("DELETE FROM indexes WHERE id = ?", index.id);
    collection.indexes = collection.indexes.filter((other) => other !== index);
  }

  /** The planner must know before it trusts a single entry per document. */
  markMultikey(index: Index): void {
    if (index.multikey) return;
    this.#changed = true;
    this.#store.run("UPDATE indexes SET multikey = 1 WHERE id = ?", index.id);
    index.multikey = true;
  }

  #load(): void {
    this.#store.forgetStatements();
    this.#changed = false;
    this.#collections = new Map();
    const byId = new Map<number, Collection>();
    type Row = { id: number; db: string; name: string; options: Uint8Array };
    for (const { id, db, name, options } of this.#store.all<Row>("SELECT * FROM collections ORDER BY id")) {
      const collection = toCollection(id, db, name, decode(Buffer.from(options)));
      byId.set(id, collection);
      this.#collections.set(`${db}.${name}`, collection);
    }
    type IndexRow = { id: number; collection: number; multikey: number; spec: Uint8Array };
    for (const row of this.#store.all<IndexRow>("SELECT * FROM indexes ORDER BY id")) {
      byId.get(row.collection)?.indexes.push(toIndex(row.id, decode(Buffer.from(row.spec)), row.multikey === 1));
    }
  }
}

function toCollection(id: number, db: string, name: string, options: Doc): Collection {
  const idIndex = toIndex(0, { v: 2, key: { _id: 1 }, name: "_id_" }, false);
  // The documents' own table serves as the index on `_id`: it has the same two columns.
  return { id, db, name, table: `c${id}`, options, indexes: [{ ...idIndex, table: `c${id}`, unique: true }] };
}

function toIndex(id: number, spec: Doc, multikey: boolean): Index {
  const filter = spec["partialFilterExpression"] as Doc | undefined;
  const expire = spec["expireAfterSeconds"];
  return {
    id,
    name: String(spec["name"]),
    table: `x${id}`,
    fields: Object.entries(spec["key"] as Doc).map(([path, direction]) => ({
      path,
      parts: path.split("."),
      descending: (toDouble(direction) as number) < 0,
    })),
    unique: spec["unique"] === true,
    sparse: spec["sparse"] === true,
    partial: filter && { condition: parseFilter(filter), matches: compileFilter(filter) },
    expireAfterSeconds: expire === undefined ? undefined : toDouble(expire),
    multikey,
    spec,
  };
}

/** Manual: "Naming Restrictions". */
function checkName(db: string, name: string): void {
  if (db === "" || db.length > 63 || /[/\\. "$*<>:|?\0]/.test(db)) refuse(73, `Invalid database name: '${db}'`);
  if (name === "" || name.includes("\0") || name.includes("$") || name.startsWith(".") || name.endsWith(".")) {
    refuse(73, `Invalid namespace specified '${db}.${name}'`);
  }
  if (name.startsWith("system.")) refuse(73, `Invalid system namespace: ${db}.${name}`);
  if (`${db}.${name}`.length > 255) refuse(73, "Fully qualified namespace is too long");
}
