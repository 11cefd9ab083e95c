import { equalValues } from "../bson/compare.ts";
import { type Doc, isDoc, toDouble, toWhole, typeName } from "../bson/values.ts";
import { notBuilt, refuse } from "../errors.ts";
import { type Condition, parseFilter } from "../query/parse-filter.ts";
import type { Collection, Index } from "../storage/catalog.ts";
import { listArgument, stringArgument } from "./arguments.ts";
import type { Command, Context } from "./context.ts";

const KNOWN = [
  "key",
  "name",
  "unique",
  "sparse",
  "partialFilterExpression",
  "expireAfterSeconds",
  "background",
  "v",
  "ns",
  "hidden",
  "collation",
];

/** Manual: "createIndexes". */
export const createIndexes: Command = {
  options: ["indexes", "commitQuorum"],
  run(body, db, context) {
    const name = stringArgument(body, "createIndexes");
    const specs = listArgument(body, "indexes").map(parseSpec);
    if (specs.length === 0) refuse(2, "Must specify at least one index to create");
    const existed = context.catalog.find(db, name) !== undefined;
    return context.store.write(() => {
      const collection = context.catalog.ensure(db, name);
      const numIndexesBefore = collection.indexes.length;
      for (const spec of specs) addIndex(context, collection, spec);
      const note = collection.indexes.length === numIndexesBefore ? { note: "all indexes already exist" } : {};
      return {
        numIndexesBefore,
        numIndexesAfter: collection.indexes.length,
        createdCollectionAutomatically: !existed,
        ...note,
      };
    });
  },
};

function addIndex(context: Context, collection: Collection, spec: Doc): void {
  const sameName = collection.indexes.find((index) => index.name === spec["name"]);
  const sameKey = collection.indexes.find(
    (index) =>
      equalValues(index.spec["key"], spec["key"]) &&
      Object.keys(index.spec["key"] as Doc).join() === Object.keys(spec["key"] as Doc).join() &&
      equalValues(index.spec["partialFilterExpression"], spec["partialFilterExpression"]),
  );
  if (sameKey === collection.indexes[0] && sameKey) return; // the index on _id is always there
  const same = sameName ?? sameKey;
  if (!same) {
    context.documents.fill(collection, context.catalog.addIndex(collection, spec));
    return;
  }
  if (equalValues(comparable(same.spec), comparable(spec))) return;
  const code = sameName && !equalValues(sameName.spec["key"], spec["key"]) ? 86 : 85;
  refuse(
    code,
    `An existing index has the same ${sameName ? "name" : "key"} as the requested index but other options. Requested index: ${String(spec["name"])}, existing index: ${same.name}`,
  );
}

function comparable(spec: Doc): Doc {
  return Object.fromEntries(Object.entries(spec).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Checks one index and gives it as it is stored: only options that say something. */
function parseSpec(spec: unknown): Doc {
  if (!isDoc(spec)) refuse(14, "createIndexes.indexes must hold objects");
  const odd = Object.keys(spec).find((option) => !KNOWN.includes(option));
  if (odd) {
    if (
      [
        "weights",
        "default_language",
        "textIndexVersion",
        "2dsphereIndexVersion",
        "bits",
        "min",
        "max",
        "wildcardProjection",
      ].includes(odd)
    )
      notBuilt(`The index option ${odd}`);
    refuse(197, `The field '${odd}' is not valid for an index specification.`);
  }
  if (!isDoc(spec["key"]) || Object.keys(spec["key"]).length === 0) refuse(67, "Index keys cannot be empty.");
  if (typeof spec["name"] !== "string" || spec["name"] === "")
    refuse(9, "The 'name' field is a required property of an index specification");
  if (spec["collation"] !== undefined && !(isDoc(spec["collation"]) && spec["collation"]["locale"] === "simple"))
    notBuilt("An index with a collation");
  for (const [path, direction] of Object.entries(spec["key"])) checkKey(path, direction);
  const stored: Doc = { v: 2, key: spec["key"], name: spec["name"] };
  for (const option of ["unique", "sparse", "hidden"])
    if (spec[option] === true || toWhole(spec[option]) === 1) stored[option] = true;
  const { partialFilterExpression: partial, expireAfterSeconds: expire } = spec;
  if (partial !== undefined) {
    if (!isDoc(partial)) refuse(14, "The field 'partialFilterExpression' must be an object");
    if (stored["sparse"]) refuse(67, "cannot mix 'partialFilterExpression' and 'sparse' options");
    checkPartial(parseFilter(partial));
    stored["partialFilterExpression"] = partial;
  }
  if (expire !== undefined) {
    const seconds = toDouble(expire);
    if (seconds === undefined || seconds < 0 || seconds > 2 ** 31)
      refuse(
        67,
        `TTL index 'expireAfterSeconds' option must be numeric and within an acceptable range, but received a type of ${typeName(expire)}`,
      );
    if (Object.keys(spec["key"]).length > 1)
      refuse(67, "TTL indexes are single-field indexes, compound indexes do not support TTL");
    stored["expireAfterSeconds"] = expire;
  }
  return stored;
}

function checkKey(path: string, direction: unknown): void {
  if (typeof direction === "string") notBuilt(`A '${direction}' index`);
  const sign = toDouble(direction);
  if (sign === undefined || sign === 0 || Number.isNaN(sign))
    refuse(67, `Values in v:2 index key pattern must be numbers other than 0, found ${typeName(direction)}`);
  if (path.includes("$**")) notBuilt("A wildcard index");
  if (path === "" || path.split(".").some((part) => part === "" || part.startsWith("$")))
    refuse(67, `Index keys cannot contain an empty field or one that starts with '$': ${path}`);
}

/** Manual: "Partial Indexes": which conditions their filter may hold. */
function checkPartial(condition: Condition): void {
  if (condition.kind === "and" || condition.kind === "or") {
    condition.of.forEach(checkPartial);
    return;
  }
  const allowed =
    condition.kind === "leaf" && ["eq", "gt", "gte", "lt", "lte", "in", "exists", "type"].includes(condition.test.op);
  if (!allowed) refuse(67, "Expression not supported in partial index");
}

export function indexSpecs(collection: Collection): Doc[] {
  return collection.indexes.map(({ spec }) => spec);
}

export const listIndexes: Command = {
  options: ["cursor", "includeBuildUUIDs", "includeIndexBuildInfo"],
  run(body, db, context) {
    const name = stringArgument(body, "listIndexes");
    const collection = context.catalog.find(db, name) ?? refuse(26, `ns does not exist: ${db}.${name}`);
    return context.cursors.open(`${db}.${name}`, indexSpecs(collection)[Symbol.iterator](), { batchSize: undefined });
  },
};

/** Manual: "dropIndexes": by name, by key, several names, or `*` for all but that on `_id`. */
export const dropIndexes: Command = {
  options: ["index"],
  run(body, db, context) {
    const name = stringArgument(body, "dropIndexes");
    const collection = context.catalog.find(db, name) ?? refuse(26, `ns not found ${db}.${name}`);
    const nIndexesWas = collection.indexes.length;
    const chosen = chooseIndexes(collection, body["index"]);
    context.store.write(() => {
      for (const index of chosen) context.catalog.dropIndex(collection, index);
    });
    return { nIndexesWas };
  },
};

function chooseIndexes(collection: Collection, wanted: unknown): Index[] {
  if (wanted === "*") return collection.indexes.slice(1);
  const list = Array.isArray(wanted) ? wanted : [wanted];
  return list.map((item) => {
    const found = collection.indexes.find((index) =>
      isDoc(item) ? equalValues(index.spec["key"], item) : index.name === item,
    );
    if (!found)
      refuse(27, isDoc(item) ? "can't find index with the key given" : `index not found with name [${String(item)}]`);
    return found === collection.indexes[0] ? refuse(72, "cannot drop _id index") : found;
  });
}
