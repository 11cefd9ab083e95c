import { encodeKey } from "../bson/key.ts";
import { type Doc, getField, isDoc, isNumber, toWhole } from "../bson/values.ts";
import { notBuilt, refuse } from "../errors.ts";
import { findRows, type Match, type Query } from "../query/find-rows.ts";
import { parseFilter } from "../query/parse-filter.ts";
import { choosePlan } from "../query/plan.ts";
import { compileProjection } from "../query/projection.ts";
import { parseSort } from "../query/sort.ts";
import type { Collection } from "../storage/catalog.ts";
import { checkCollation, countArgument, docArgument, flagArgument, stringArgument } from "./arguments.ts";
import type { Command, Context } from "./context.ts";
import type { Output } from "./cursors.ts";
import { parseHint } from "./hint.ts";
import { parseLet } from "./let.ts";

/** Options of `find` that change nothing here: there is one copy of the data and nothing to spill. */
const HARMLESS = ["allowDiskUse", "allowPartialResults", "oplogReplay"];

export const find: Command = {
  options: [
    "filter",
    "sort",
    "projection",
    "hint",
    "skip",
    "limit",
    "batchSize",
    "singleBatch",
    "collation",
    "noCursorTimeout",
    "let",
    "returnKey",
    "showRecordId",
    "tailable",
    "awaitData",
    "min",
    "max",
    ...HARMLESS,
  ],
  run(body, db, context) {
    for (const key of ["returnKey", "showRecordId", "tailable", "awaitData", "min", "max"]) {
      if (body[key] !== undefined && body[key] !== false) notBuilt(`find with ${key}`);
    }
    const name = stringArgument(body, "find");
    const collection = context.catalog.find(db, name);
    const rows = collection ? outputRows(context, collection, body) : checkOnly(body);
    const batchSize = body["batchSize"] === undefined ? undefined : countArgument(body, "batchSize", 0);
    return context.cursors.open(`${db}.${name}`, rows, {
      batchSize,
      single: flagArgument(body, "singleBatch") || toWhole(body["limit"]) === 1,
      idles: !flagArgument(body, "noCursorTimeout"),
    });
  },
};

/** A wrong query is refused also where there is no collection. */
function checkOnly(body: Doc): Iterator<Output> {
  parseQuery(body, undefined);
  compileProjection(docArgument(body, "projection", {}), "find");
  return [][Symbol.iterator]();
}

export function parseQuery(body: Doc, collection: Collection | undefined): Query {
  checkCollation(body);
  const natural = isDoc(body["sort"]) && Object.keys(body["sort"]).join() === "$natural";
  const hint = collection && parseHint(natural ? body["sort"] : body["hint"], collection);
  return {
    condition: parseFilter(docArgument(body, "filter", {})),
    sort: natural ? undefined : parseSort(body["sort"]),
    skip: countArgument(body, "skip", 0),
    limit: countArgument(body, "limit", 0),
    variables: parseLet(body["let"]),
    ...(hint && { hint }),
  };
}

function outputRows(context: Context, collection: Collection, body: Doc): Iterator<Output> {
  const rows = findRows(context.store, collection, parseQuery(body, collection));
  const spec = docArgument(body, "projection", {});
  const project = Object.keys(spec).length > 0 ? compileProjection(spec, "find", parseLet(body["let"])) : undefined;
  return toOutput(rows, project && ((match) => project(match.doc, match.details)));
}

function* toOutput(rows: Iterable<Match>, project: ((match: Match) => Doc) | undefined): Generator<Output> {
  for (const match of rows) yield project ? project(match) : match.bytes;
}

export const count: Command = {
  options: ["query", "limit", "skip", "hint", "collation", "fields"],
  run(body, db, context) {
    const collection = context.catalog.find(db, stringArgument(body, "count"));
    const limit = body["limit"];
    const query = {
      ...body,
      filter: docArgument(body, "query", {}),
      limit: isNumber(limit) ? Math.abs(toWhole(limit) ?? 0) : limit,
    };
    const parsed = parseQuery(query, collection);
    if (!collection) return { n: 0 };
    return { n: countRows(context, collection, parsed) };
  },
};

export function countRows(context: Context, collection: Collection, query: Query): number {
  const { skip = 0, limit = 0 } = query;
  if (query.condition.kind === "and" && query.condition.of.length === 0) {
    const all = context.store.get<{ n: number }>(`SELECT count(*) AS n FROM ${collection.table}`)?.n ?? 0;
    const rest = Math.max(0, all - skip);
    return limit > 0 ? Math.min(rest, limit) : rest;
  }
  let n = 0;
  for (const _row of findRows(context.store, collection, query)) n++;
  return n;
}

export const distinct: Command = {
  options: ["key", "query", "collation", "hint"],
  run(body, db, context) {
    const collection = context.catalog.find(db, stringArgument(body, "distinct"));
    const parts = stringArgument(body, "key").split(".");
    const query = parseQuery({ ...body, filter: docArgument(body, "query", {}) }, collection);
    const values = new Map<string, unknown>();
    if (collection) {
      for (const { doc } of findRows(context.store, collection, query)) {
        for (const value of leaves(doc, parts)) {
          const key = encodeKey(value).toString("latin1");
          if (!values.has(key)) values.set(key, value);
        }
      }
    }
    return { values: [...values.values()] };
  },
};

/** What a path holds, each element of an array by itself. */
function leaves(value: unknown, parts: string[], from = 0): unknown[] {
  if (from === parts.length) return Array.isArray(value) ? value : value === undefined ? [] : [value];
  const name = parts[from] as string;
  if (Array.isArray(value)) {
    const numbered =
      /^\d+$/.test(name) && Number(name) < value.length ? leaves(value[Number(name)], parts, from + 1) : [];
    return [...value.flatMap((item) => (isDoc(item) ? leaves(item, parts, from) : [])), ...numbered];
  }
  return isDoc(value) ? leaves(getField(value, name), parts, from + 1) : [];
}

/** Tells which index a `find` would use, in the few fields of MongoDB's answer that this server can give. */
export const explain: Command = {
  options: ["verbosity"],
  run(body, db, context) {
    const inner = docArgument(body, "explain");
    const name = Object.keys(inner)[0] ?? "";
    if (!["find", "count", "distinct", "aggregate"].includes(name)) notBuilt(`explain of ${name}`);
    const collection = context.catalog.find(db, String(inner[name]));
    const first = name === "aggregate" && Array.isArray(inner["pipeline"]) ? inner["pipeline"][0] : undefined;
    const filter =
      name === "aggregate"
        ? isDoc(first) && isDoc(first["$match"])
          ? first["$match"]
          : {}
        : inner[name === "find" ? "filter" : "query"];
    const query = parseQuery({ ...(name === "find" ? inner : {}), filter }, collection);
    const plan =
      collection &&
      choosePlan(context.store, collection, { condition: query.condition, sort: query.sort, limit: query.limit ?? 0 });
    const names =
      plan?.kind === "index"
        ? [plan.access.index.name]
        : plan?.kind === "union"
          ? plan.branches.map(({ index }) => index.name)
          : [];
    const stage = !plan ? "EOF" : plan.kind === "scan" ? "COLLSCAN" : "IXSCAN";
    const sorts = query.sort && !(plan?.kind === "index" && plan.sorted);
    const winningPlan = {
      stage: sorts ? "SORT" : stage,
      ...(sorts ? { inputStage: { stage, indexName: names.join(", ") } } : { indexName: names.join(", ") }),
    };
    return {
      explainVersion: "1",
      queryPlanner: { namespace: `${db}.${String(inner[name])}`, winningPlan, rejectedPlans: [] },
      command: { ...inner, $db: db },
    };
  },
};

export const getMore: Command = {
  options: ["collection", "batchSize"],
  run(body, db, context) {
    const id = toWhole(body["getMore"]) ?? refuse(14, "getMore needs a cursor id");
    const batchSize = countArgument(body, "batchSize", 0);
    return context.cursors.next(
      id,
      `${db}.${stringArgument(body, "collection")}`,
      batchSize === 0 ? undefined : batchSize,
    );
  },
};

export const killCursors: Command = {
  options: ["cursors"],
  run(body, db, context) {
    const ids = Array.isArray(body["cursors"]) ? body["cursors"].map((id) => toWhole(id) ?? -1) : [];
    const { killed, notFound } = context.cursors.kill(ids, `${db}.${stringArgument(body, "killCursors")}`);
    const longs = (list: number[]) => list.map((id) => BigInt(id));
    return { cursorsKilled: longs(killed), cursorsNotFound: longs(notFound), cursorsAlive: [], cursorsUnknown: [] };
  },
};
