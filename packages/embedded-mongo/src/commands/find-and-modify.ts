import { decode } from "../bson/decode.ts";
import { type Doc, isDoc } from "../bson/values.ts";
import { refuse } from "../errors.ts";
import { compileProjection } from "../query/projection.ts";
import type { Row } from "../storage/documents.ts";
import { compileUpdate } from "../update/update.ts";
import { docArgument, flagArgument } from "./arguments.ts";
import type { Command } from "./context.ts";
import { parseLet } from "./let.ts";
import { findTargets, insertUpsert, type Target, updateRow } from "./modify.ts";
import { parseQuery } from "./read-commands.ts";

/** Manual: "findAndModify". Atomic: the server runs one command at a time. */
export const findAndModify: Command = {
  options: [
    "query",
    "sort",
    "remove",
    "update",
    "new",
    "fields",
    "upsert",
    "bypassDocumentValidation",
    "collation",
    "arrayFilters",
    "hint",
    "let",
  ],
  run(body, db, context, commandName) {
    const name = String(body[commandName]);
    const remove = flagArgument(body, "remove");
    const [isNew, upsert] = [flagArgument(body, "new"), flagArgument(body, "upsert")];
    if (remove && body["update"] !== undefined) refuse(9, "Cannot specify both an update and remove=true");
    if (remove && upsert) refuse(9, "Cannot specify both upsert=true and remove=true");
    if (remove && isNew)
      refuse(9, "Cannot specify both new=true and remove=true; 'remove' always returns the deleted document");
    if (!remove && body["update"] === undefined) refuse(9, "Either an update or remove=true must be specified");

    const variables = parseLet(body["let"]);
    const found = context.catalog.find(db, name);
    const query = { ...parseQuery({ ...body, filter: docArgument(body, "query", {}) }, found), limit: 1, variables };
    const spec = isDoc(body["fields"]) ? body["fields"] : {};
    const project = Object.keys(spec).length > 0 ? compileProjection(spec, "find", variables) : undefined;
    const show = (row: Row, target?: Target) => (project ? project(decode(row.bytes), target?.details) : row.bytes);
    const updater = remove
      ? undefined
      : compileUpdate(body["update"], { arrayFilters: body["arrayFilters"], variables });
    const [target] = found ? findTargets(context, found, query) : [];

    if (!updater) return removeOne(target);
    if (target) {
      const changed = context.store.write(() => updateRow(context, context.catalog.ensure(db, name), target, updater));
      const shown = isNew ? (changed ?? target.row) : target.row;
      return { lastErrorObject: { n: 1, updatedExisting: true }, value: show(shown, target) };
    }
    if (!upsert) return { lastErrorObject: { n: 0, updatedExisting: false }, value: null };
    const { row, id } = context.store.write(() =>
      insertUpsert(context, context.catalog.ensure(db, name), query, updater),
    );
    return { lastErrorObject: { n: 1, updatedExisting: false, upserted: id }, value: isNew ? show(row) : null };

    function removeOne(removed: Target | undefined): Doc {
      if (!removed) return { lastErrorObject: { n: 0 }, value: null };
      context.store.write(() => context.documents.remove(context.catalog.ensure(db, name), removed.row));
      return { lastErrorObject: { n: 1 }, value: show(removed.row, removed) };
    }
  },
};
