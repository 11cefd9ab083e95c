import { type Doc, isDoc } from "../bson/values.ts";
import { notBuilt, refuse } from "../errors.ts";
import { compileFilter } from "../query/filter.ts";
import type { Collection } from "../storage/catalog.ts";
import { countArgument, docArgument, flagArgument, stringArgument } from "./arguments.ts";
import type { Command, Context } from "./context.ts";
import { indexSpecs } from "./index-commands.ts";

export const create: Command = {
  options: [
    "capped",
    "size",
    "max",
    "validator",
    "validationLevel",
    "validationAction",
    "timeseries",
    "viewOn",
    "pipeline",
    "collation",
    "clusteredIndex",
    "expireAfterSeconds",
    "storageEngine",
    "indexOptionDefaults",
    "autoIndexId",
    "changeStreamPreAndPostImages",
    "encryptedFields",
  ],
  run(body, db, { store, catalog }) {
    const name = stringArgument(body, "create");
    for (const key of create.options) {
      if (body[key] !== undefined && body[key] !== false && !(isDoc(body[key]) && Object.keys(body[key]).length === 0))
        notBuilt(`create with ${key}`);
    }
    if (catalog.find(db, name)) refuse(48, `Collection ${db}.${name} already exists.`);
    store.write(() => catalog.ensure(db, name));
    return {};
  },
};

export const drop: Command = {
  options: [],
  run(body, db, context) {
    const collection = context.catalog.find(db, stringArgument(body, "drop"));
    if (!collection) return {}; // since MongoDB 7.0
    const nIndexesWas = collection.indexes.length;
    context.store.write(() => context.catalog.drop(collection));
    return { nIndexesWas, ns: `${db}.${collection.name}` };
  },
};

export const renameCollection: Command = {
  options: ["to", "dropTarget"],
  run(body, _db, context) {
    const [fromDb, from] = splitNamespace(stringArgument(body, "renameCollection"));
    const [toDb, to] = splitNamespace(stringArgument(body, "to"));
    const source =
      context.catalog.find(fromDb, from) ?? refuse(26, `Source collection ${fromDb}.${from} does not exist`);
    const target = context.catalog.find(toDb, to);
    if (source === target) refuse(20, "Can't rename a collection to itself");
    if (target && !flagArgument(body, "dropTarget")) refuse(48, "target namespace exists");
    context.store.write(() => {
      if (target) context.catalog.drop(target);
      context.catalog.rename(source, toDb, to);
    });
    return {};
  },
};

function splitNamespace(ns: string): [string, string] {
  const dot = ns.indexOf(".");
  return dot > 0 ? [ns.slice(0, dot), ns.slice(dot + 1)] : refuse(73, `Invalid namespace specified '${ns}'`);
}

export const dropDatabase: Command = {
  options: [],
  run(_body, db, context) {
    const collections = context.catalog.list(db);
    if (collections.length > 0) {
      context.store.write(() => {
        for (const collection of collections) context.catalog.drop(collection);
      });
    }
    return { dropped: db };
  },
};

export const listCollections: Command = {
  options: ["filter", "nameOnly", "cursor", "authorizedCollections"],
  run(body, db, context) {
    const matches = compileFilter(docArgument(body, "filter", {}));
    const nameOnly = flagArgument(body, "nameOnly");
    const infos = context.catalog.list(db).map(({ name, options, indexes }): Doc => {
      const info: Doc = { name, type: "collection" };
      return nameOnly ? info : { ...info, options, info: { readOnly: false }, idIndex: indexes[0]?.spec };
    });
    const rows = infos.filter((info) => matches(info))[Symbol.iterator]();
    return context.cursors.open(`${db}.$cmd.listCollections`, rows, { batchSize: batchSizeOf(body) });
  },
};

export function batchSizeOf(body: Doc): number | undefined {
  const cursor = docArgument(body, "cursor", {});
  return cursor["batchSize"] === undefined ? undefined : countArgument(cursor, "batchSize", 0);
}

export const listDatabases: Command = {
  options: ["filter", "nameOnly", "authorizedDatabases"],
  run(body, _db, { catalog, store }) {
    const matches = compileFilter(docArgument(body, "filter", {}));
    const names = [...new Set(catalog.list().map(({ db }) => db))].sort();
    const databases = names
      .map((name) => ({
        name,
        sizeOnDisk: flagArgument(body, "nameOnly") ? undefined : sizeOf(catalog.list(name), store).storageSize,
        empty: false,
      }))
      .filter((info) => matches(info));
    if (flagArgument(body, "nameOnly")) return { databases: databases.map(({ name }) => ({ name })) };
    return { databases, totalSize: databases.reduce((sum, { sizeOnDisk }) => sum + (sizeOnDisk ?? 0), 0) };
  },
};

type Size = { count: number; size: number; storageSize: number };

function sizeOf(collections: Collection[], store: Context["store"]): Size {
  let [count, size] = [0, 0];
  for (const { table } of collections) {
    const row = store.get<{ n: number; bytes: number | null }>(
      `SELECT count(*) AS n, sum(length(doc)) AS bytes FROM ${table}`,
    );
    count += row?.n ?? 0;
    size += row?.bytes ?? 0;
  }
  return { count, size, storageSize: size };
}

export const collStats: Command = {
  options: ["scale"],
  run(body, db, context) {
    const collection = context.catalog.find(db, stringArgument(body, "collStats"));
    const { count, size, storageSize } = sizeOf(collection ? [collection] : [], context.store);
    const nindexes = collection ? indexSpecs(collection).length : 0;
    return {
      ns: `${db}.${String(body["collStats"])}`,
      count,
      size,
      storageSize,
      nindexes,
      capped: false,
      ...(count > 0 && { avgObjSize: Math.round(size / count) }),
    };
  },
};

export const dbStats: Command = {
  options: ["scale", "freeStorage"],
  run(_body, db, context) {
    const collections = context.catalog.list(db);
    const { count, size, storageSize } = sizeOf(collections, context.store);
    const indexes = collections.reduce((sum, collection) => sum + collection.indexes.length, 0);
    return { db, collections: collections.length, views: 0, objects: count, dataSize: size, storageSize, indexes };
  },
};
