import type { Doc } from "../bson/values.ts";
import type { Catalog } from "../storage/catalog.ts";
import type { Documents } from "../storage/documents.ts";
import type { Store } from "../storage/store.ts";
import type { Cursors } from "./cursors.ts";

/** What every command may use. */
export type Context = { store: Store; catalog: Catalog; documents: Documents; cursors: Cursors };

/** Runs one command of the database `db`; gives the answer's fields, without `ok`. */
export type Command = {
  /** Options beside the command's own name and those of every command; others are refused. */
  options: string[];
  run(body: Doc, db: string, context: Context, name: string): Doc;
};
