import { equalValues } from "../bson/compare.ts";
import type { Doc } from "../bson/values.ts";
import { refuse } from "../errors.ts";
import type { Condition } from "../query/parse-filter.ts";
import { findPlace, readPlace, writePlace } from "./paths.ts";

/** The document an upsert starts from: the fields that the filter fixes to one value (manual: "update", upsert). */
export function docFromFilter(condition: Condition): Doc {
  const doc: Doc = {};
  for (const [path, parts, value] of equalities(condition)) {
    const place = findPlace(doc, parts, true);
    if (!place) continue;
    const there = readPlace(place);
    if (there !== undefined && !equalValues(there, value))
      refuse(54, `cannot infer query fields to set, path '${path}' is matched twice`);
    writePlace(place, value);
  }
  return doc;
}

function* equalities(condition: Condition): Generator<[string, string[], unknown]> {
  if (condition.kind === "and" || (condition.kind === "or" && condition.of.length === 1)) {
    for (const part of condition.of) yield* equalities(part);
  }
  if (condition.kind !== "leaf") return;
  const { path, parts, test } = condition;
  if (test.op === "eq") yield [path, parts, test.value];
  // One value in a list is as good as an equality.
  if (test.op === "in" && test.values.length === 1 && test.patterns.length === 0) yield [path, parts, test.values[0]];
}
