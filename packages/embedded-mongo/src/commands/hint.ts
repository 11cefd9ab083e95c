import { equalValues } from "../bson/compare.ts";
import { isDoc, toWhole } from "../bson/values.ts";
import { refuse } from "../errors.ts";
import type { Wish } from "../query/plan.ts";
import type { Collection } from "../storage/catalog.ts";

/** An index by its name or key, or the natural order (manual: "cursor.hint()"). */
export function parseHint(hint: unknown, collection: Collection): Wish["hint"] | undefined {
  if (hint === undefined || hint === null || (isDoc(hint) && Object.keys(hint).length === 0)) return undefined;
  if (isDoc(hint) && Object.hasOwn(hint, "$natural")) return toWhole(hint["$natural"]) === -1 ? "reverse" : "natural";
  const found = collection.indexes.find(({ name, spec }) =>
    typeof hint === "string" ? name === hint : equalValues(spec["key"], hint),
  );
  return (
    found ??
    refuse(2, "error processing query: planner returned error: hint provided does not correspond to an existing index")
  );
}
