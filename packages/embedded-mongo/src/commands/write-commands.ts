import { type Doc, isDoc, typeName } from "../bson/values.ts";
import { refuse } from "../errors.ts";
import { compileUpdate } from "../update/update.ts";
import { checkOptions, docArgument, flagArgument, listArgument, stringArgument } from "./arguments.ts";
import type { Command } from "./context.ts";
import { parseLet } from "./let.ts";
import { findTargets, insertUpsert, updateRow } from "./modify.ts";
import { parseQuery } from "./read-commands.ts";
import { runBatch } from "./write-batch.ts";

function needDoc(value: unknown, what: string): Doc {
  return isDoc(value)
    ? value
    : refuse(14, `BSON field '${what}' is the wrong type '${typeName(value)}', expected type 'object'`);
}

/** Manual: "insert". */
export const insert: Command = {
  options: ["documents", "ordered", "bypassDocumentValidation"],
  run(body, db, { store, catalog, documents }) {
    const name = stringArgument(body, "insert");
    let n = 0;
    const result = runBatch(body, listArgument(body, "documents"), (doc) => {
      store.write(() => documents.insert(catalog.ensure(db, name), needDoc(doc, "insert.documents")));
      n++;
    });
    return { n, ...result };
  },
};

/** Manual: "update". */
export const update: Command = {
  options: ["updates", "ordered", "let", "bypassDocumentValidation"],
  run(body, db, context) {
    const name = stringArgument(body, "update");
    const variables = parseLet(body["let"]);
    const upserted: Doc[] = [];
    let n = 0;
    let nModified = 0;
    const result = runBatch(body, listArgument(body, "updates"), (item, index) => {
      const statement = needDoc(item, "update.updates");
      checkOptions("q", statement, ["q", "u", "c", "multi", "upsert", "arrayFilters", "collation", "hint", "sort"]);
      const multi = flagArgument(statement, "multi");
      const updater = compileUpdate(statement["u"], {
        arrayFilters: statement["arrayFilters"],
        variables: { ...variables, ...constants(statement) },
      });
      if (multi && !updater.operators) refuse(9, "multi update is not supported for replacement-style update");
      if (multi && statement["sort"] !== undefined) refuse(9, "Cannot specify sort with multi=true");
      const found = context.catalog.find(db, name);
      const query = {
        ...parseQuery({ ...statement, filter: docArgument(statement, "q") }, found),
        limit: multi ? 0 : 1,
        variables,
      };
      const targets = found ? findTargets(context, found, query) : [];
      if (targets.length > 0 || !flagArgument(statement, "upsert")) {
        if (targets.length === 0) return;
        context.store.write(() => {
          const collection = context.catalog.ensure(db, name);
          const changed = targets.map((target) => updateRow(context, collection, target, updater) !== undefined);
          nModified += changed.filter(Boolean).length;
        });
        n += targets.length;
        return;
      }
      const { id } = context.store.write(() => insertUpsert(context, context.catalog.ensure(db, name), query, updater));
      upserted.push({ index, _id: id });
      n++;
    });
    return { n, nModified, ...(upserted.length > 0 && { upserted }), ...result };
  },
};

/** `c` holds constants for a pipeline. */
function constants(statement: Doc): Doc {
  const c = statement["c"];
  if (c !== undefined && !Array.isArray(statement["u"]))
    refuse(51198, "Constant values may only be specified for pipeline updates");
  return isDoc(c) ? c : {};
}

/** Manual: "delete". */
export const deleteCommand: Command = {
  options: ["deletes", "ordered", "let"],
  run(body, db, context) {
    const name = stringArgument(body, "delete");
    const variables = parseLet(body["let"]);
    let n = 0;
    const result = runBatch(body, listArgument(body, "deletes"), (item) => {
      const statement = needDoc(item, "delete.deletes");
      checkOptions("q", statement, ["q", "limit", "collation", "hint"]);
      if (Number(statement["limit"]) !== 0 && Number(statement["limit"]) !== 1)
        refuse(9, "The limit field in delete objects must be 0 or 1.");
      const found = context.catalog.find(db, name);
      const query = parseQuery({ ...statement, filter: docArgument(statement, "q") }, found);
      const targets = found ? findTargets(context, found, { ...query, variables }) : [];
      if (targets.length === 0) return;
      context.store.write(() => {
        const collection = context.catalog.ensure(db, name);
        for (const { row } of targets) context.documents.remove(collection, row);
      });
      n += targets.length;
    });
    return { n, ...result };
  },
};
