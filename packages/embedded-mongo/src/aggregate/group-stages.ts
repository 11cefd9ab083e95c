import { compareValues } from "../bson/compare.ts";
import { encodeKey } from "../bson/key.ts";
import { type Doc, isDoc } from "../bson/values.ts";
import { refuse } from "../errors.ts";
import { sortItems, sortKey } from "../query/sort.ts";
import { type Collector, createCollector, parseAccumulator } from "./accumulators.ts";
import type { Environment, Evaluate, Variables } from "./evaluate.ts";
import { compileExpression } from "./expression.ts";
import type { Stage } from "./stage.ts";

export const GROUPING = new Set(["$group", "$bucket"]);

type Field = { name: string; accumulator: string; evaluate: Evaluate };

export function compileGroup(stage: string, spec: unknown, variables: Variables): Stage {
  if (!isDoc(spec)) refuse(15947, `a ${stage}'s fields must be specified in an object`);
  if (stage === "$bucket") return compileBucket(spec, variables);
  if (!Object.hasOwn(spec, "_id")) refuse(15955, "a group specification must include an _id");
  const { _id: idExpression, ...accumulators } = spec;
  return groupBy(compileExpression(idExpression), accumulators, variables);
}

/** Groups in the order in which their first documents come. */
function groupBy(idOf: Evaluate, accumulators: Doc, variables: Variables): Stage {
  const fields: Field[] = Object.entries(accumulators).map(([name, accumulatorSpec]) => {
    const [accumulator, expression] = parseAccumulator(name, accumulatorSpec);
    return { name, accumulator, evaluate: compileExpression(expression) };
  });
  return function* (input) {
    const groups = new Map<string, { id: unknown; collectors: Collector[] }>();
    for (const doc of input) {
      const environment: Environment = { root: doc, current: doc, variables };
      const id = idOf(environment) ?? null; // missing and null make one group
      const key = encodeKey(id).toString("latin1");
      let group = groups.get(key);
      if (!group) {
        group = { id, collectors: fields.map(({ accumulator }) => createCollector(accumulator)) };
        groups.set(key, group);
      }
      for (const [i, { evaluate }] of fields.entries()) group.collectors[i]?.add(evaluate(environment));
    }
    for (const { id, collectors } of groups.values()) {
      yield { _id: id, ...Object.fromEntries(fields.map(({ name }, i) => [name, collectors[i]?.result()])) };
    }
  };
}

/** Manual: "$sortByCount". */
export function compileSortByCount(spec: unknown, variables: Variables): Stage {
  if (!(typeof spec === "string" && spec.startsWith("$")) && !isDoc(spec))
    refuse(40148, "the sortByCount field must be specified as an expression");
  const group = groupBy(compileExpression(spec), { count: { $sum: 1 } }, variables);
  const fields = [{ path: "count", parts: ["count"], descending: true }];
  return (input) => sortItems(group(input), (doc) => sortKey(doc, fields));
}

/** Manual: "$bucket". */
function compileBucket(spec: Doc, variables: Variables): Stage {
  const { groupBy: expression, boundaries, default: other, output } = spec;
  const odd = Object.keys(spec).find((key) => !["groupBy", "boundaries", "default", "output"].includes(key));
  if (odd) refuse(40197, `Unrecognized option to $bucket: ${odd}.`);
  if (expression === undefined || !Array.isArray(boundaries))
    refuse(40198, "$bucket requires 'groupBy' and 'boundaries' to be specified.");
  if (boundaries.length < 2) refuse(40192, "The $bucket 'boundaries' field must have at least 2 values");
  for (let i = 1; i < boundaries.length; i++) {
    if (compareValues(boundaries[i - 1], boundaries[i]) >= 0)
      refuse(40194, "The 'boundaries' option to $bucket must be sorted");
  }
  const bucketed = compileExpression(expression);
  const bucketOf: Evaluate = (environment) => {
    const value = bucketed(environment);
    const i = boundaries.findLastIndex((boundary) => compareValues(boundary, value) <= 0);
    if (i >= 0 && i < boundaries.length - 1) return boundaries[i];
    return Object.hasOwn(spec, "default")
      ? other
      : refuse(40066, "$switch could not find a matching branch for an input, and no default was specified.");
  };
  const group = groupBy(bucketOf, isDoc(output) ? output : { count: { $sum: 1 } }, variables);
  const fields = [{ path: "_id", parts: ["_id"], descending: false }];
  return (input) => sortItems(group(input), (doc) => sortKey(doc, fields));
}
