import { compilePipeline, parseStage } from "../aggregate/pipeline.ts";
import { parseLimit, parseSkip } from "../aggregate/select-stages.ts";
import type { PipelineContext } from "../aggregate/stage.ts";
import { type Doc, isDoc } from "../bson/values.ts";
import { notBuilt, refuse } from "../errors.ts";
import { findRows, type Query } from "../query/find-rows.ts";
import { parseFilter } from "../query/parse-filter.ts";
import { parseSort } from "../query/sort.ts";
import type { Collection } from "../storage/catalog.ts";
import { checkCollation, countArgument, docArgument, flagArgument, listArgument } from "./arguments.ts";
import type { Command, Context } from "./context.ts";
import { parseHint } from "./hint.ts";
import { parseLet } from "./let.ts";
import { countRows } from "./read-commands.ts";

/** Manual: "aggregate (database command)". */
export const aggregate: Command = {
  options: ["pipeline", "cursor", "explain", "allowDiskUse", "collation", "hint", "let", "bypassDocumentValidation"],
  run(body, db, context) {
    checkCollation(body);
    if (flagArgument(body, "explain")) notBuilt("aggregate with explain");
    const target = body["aggregate"];
    if (typeof target !== "string") notBuilt("aggregate on a whole database");
    const pipeline = listArgument(body, "pipeline");
    if (!isDoc(body["cursor"]))
      refuse(9, "The 'cursor' option is required, except for aggregate with the explain argument");
    const pipelineContext: PipelineContext = {
      variables: parseLet(body["let"]),
      *find(name, condition, variables) {
        const collection = context.catalog.find(db, name);
        if (collection) for (const { doc } of findRows(context.store, collection, { condition, variables })) yield doc;
      },
    };
    const docs = runPipeline(context, context.catalog.find(db, target), pipeline, body["hint"], pipelineContext);
    const cursor = docArgument(body, "cursor");
    const batchSize = cursor["batchSize"] === undefined ? undefined : countArgument(cursor, "batchSize", 0);
    return context.cursors.open(`${db}.${target}`, docs[Symbol.iterator](), { batchSize });
  },
};

function runPipeline(
  context: Context,
  collection: Collection | undefined,
  pipeline: unknown[],
  hint: unknown,
  outer: PipelineContext,
): Iterable<Doc> {
  const { query, rest } = takeQuery(pipeline);
  // All stages are compiled before the first document is read, so that a wrong one is refused at once.
  const run = compilePipeline(pipeline, outer) && compilePipeline(rest, outer);
  if (!collection) return run([]);
  const parsedHint = parseHint(hint, collection);
  const whole: Query = { ...query, variables: outer.variables, ...(parsedHint && { hint: parsedHint }) };
  const counted = countedGroup(rest);
  if (counted && query.sort === undefined) {
    const n = countRows(context, collection, whole);
    return n > 0 ? [{ ...counted(n) }] : [];
  }
  return run(docsOf(context, collection, whole));
}

function* docsOf(context: Context, collection: Collection, query: Query): Generator<Doc> {
  for (const { doc } of findRows(context.store, collection, query)) yield doc;
}

/** The leading `$match`, `$sort`, `$skip` and `$limit`, as one query that indexes can serve. */
function takeQuery(pipeline: unknown[]): { query: Query; rest: unknown[] } {
  const query: Query = { condition: parseFilter({}) };
  const rest = [...pipeline];
  const take = (name: string): unknown => {
    if (rest.length === 0) return undefined;
    const [first, spec] = parseStage(rest[0]);
    if (first !== name) return undefined;
    rest.shift();
    return spec;
  };
  const filter = take("$match");
  if (filter !== undefined)
    query.condition = isDoc(filter)
      ? parseFilter(filter)
      : refuse(15959, "the match filter must be an expression in an object");
  const sort = take("$sort");
  if (sort !== undefined) query.sort = parseSort(sort, 15973);
  const skip = take("$skip");
  if (skip !== undefined) query.skip = parseSkip(skip);
  const limit = take("$limit");
  if (limit !== undefined) query.limit = parseLimit(limit);
  return { query, rest };
}

/** What drivers send for `countDocuments`: `{$group: {_id: <constant>, n: {$sum: 1}}}`, or `$count`. */
function countedGroup(rest: unknown[]): ((n: number) => Doc) | undefined {
  if (rest.length !== 1) return undefined;
  const [name, spec] = parseStage(rest[0]);
  if (name === "$count" && typeof spec === "string") return (n) => ({ [spec]: n });
  if (name !== "$group" || !isDoc(spec) || Object.keys(spec).length !== 2) return undefined;
  const [id, field] = Object.keys(spec);
  const sum = isDoc(spec[field as string]) ? (spec[field as string] as Doc)["$sum"] : undefined;
  const constant = typeof spec["_id"] !== "string" && !isDoc(spec["_id"]) && !Array.isArray(spec["_id"]);
  if (id !== "_id" || !constant || String(sum) !== "1" || Object.keys(spec[field as string] as Doc).length !== 1)
    return undefined;
  return (n) => ({ _id: spec["_id"], [field as string]: n });
}
