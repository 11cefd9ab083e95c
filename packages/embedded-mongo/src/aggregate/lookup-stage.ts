import { type Doc, getField, isDoc } from "../bson/values.ts";
import { refuse } from "../errors.ts";
import { type Condition, parseFilter } from "../query/parse-filter.ts";
import { findPlace, writePlace } from "../update/paths.ts";
import { compileExpression } from "./expression.ts";
import type { PipelineContext, Stage } from "./stage.ts";

const OPTIONS = ["from", "localField", "foreignField", "as", "let", "pipeline"];

/** Manual: "$lookup": by equal fields, by a pipeline with variables, or both. */
export function compileLookup(
  spec: unknown,
  context: PipelineContext,
  compile: (stages: unknown[], context: PipelineContext) => Stage,
): Stage {
  if (!isDoc(spec)) refuse(9, "the $lookup specification must be an object");
  const odd = Object.keys(spec).find((key) => !OPTIONS.includes(key));
  if (odd) refuse(9, `unknown argument to $lookup: ${odd}`);
  const { from, localField, foreignField, as, pipeline } = spec;
  if (typeof from !== "string" || typeof as !== "string") refuse(9, "$lookup needs 'from' and 'as' as strings");
  const byField = typeof localField === "string" && typeof foreignField === "string";
  if (!byField && !Array.isArray(pipeline))
    refuse(9, "$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified");
  if (pipeline !== undefined && !Array.isArray(pipeline)) refuse(9, "$lookup's pipeline must be an array");
  const vars = Object.entries((spec["let"] as Doc | undefined) ?? {}).map(
    ([name, expression]) => [name, compileExpression(expression)] as const,
  );
  // Compiled once so that a wrong pipeline is refused even if no document comes.
  if (pipeline) compile(pipeline, context);
  return function* (input) {
    for (const doc of input) {
      const defined = vars.map(([name, value]) => [
        name,
        value({ root: doc, current: doc, variables: context.variables }),
      ]);
      const variables = { ...context.variables, ...Object.fromEntries(defined) };
      const condition = byField ? equalTo(foreignField, valuesAt(doc, localField.split("."))) : parseFilter({});
      const { first, rest } = splitLeadingMatch((pipeline as unknown[] | undefined) ?? []);
      const all: Condition = first ? { kind: "and", of: [condition, parseFilter(first)] } : condition;
      const found = context.find(from, all, variables);
      const joined = [...compile(rest, { ...context, variables })(found)];
      const copy = { ...doc };
      const place = findPlace(copy, as.split("."), true);
      if (place) writePlace(place, joined);
      yield copy;
    }
  };
}

/** A `$match` that begins the pipeline can use an index of the other collection. */
function splitLeadingMatch(pipeline: unknown[]): { first: Doc | undefined; rest: unknown[] } {
  const [first, ...rest] = pipeline;
  const filter = isDoc(first) ? first["$match"] : undefined;
  return isDoc(filter) ? { first: filter, rest } : { first: undefined, rest: pipeline };
}

/** An array matches by each of its elements; a missing field matches null and missing. */
function equalTo(path: string, values: unknown[]): Condition {
  return { kind: "leaf", path, parts: path.split("."), test: { op: "in", values, patterns: [] } };
}

function valuesAt(value: unknown, parts: string[], from = 0): unknown[] {
  if (Array.isArray(value))
    return value.flatMap((item) => (from === parts.length ? [item] : isDoc(item) ? valuesAt(item, parts, from) : []));
  if (from === parts.length) return [value ?? null];
  return isDoc(value) ? valuesAt(getField(value, parts[from] as string), parts, from + 1) : [null];
}
