import { compareValues, equalValues } from "../bson/compare.ts";
import { bsonType, NUMBER_RANK, rankOf, TYPE } from "../bson/values.ts";
import { compileTest } from "./filter.ts";
import type { Condition, Test } from "./parse-filter.ts";

/**
 * Whether every document that matches `filter` surely matches `partial` (manual: "Partial Indexes", query
 * coverage). "No" may be over-careful, "yes" never is.
 */
export function implies(filter: Condition, partial: Condition): boolean {
  if (partial.kind === "and") return partial.of.every((part) => implies(filter, part));
  if (partial.kind === "or") return partial.of.some((part) => implies(filter, part));
  if (partial.kind !== "leaf") return false;
  if (filter.kind === "and") return filter.of.some((part) => implies(part, partial));
  if (filter.kind === "or") return filter.of.every((part) => implies(part, partial));
  if (filter.kind !== "leaf" || filter.path !== partial.path) return false;
  return testImplies(filter.test, partial.test);
}

function testImplies(test: Test, wanted: Test): boolean {
  if (test.op === "exists") return wanted.op === "exists";
  if (test.op === "eq") return valueImplies(test.value, wanted);
  if (test.op === "in") return test.patterns.length === 0 && test.values.every((value) => valueImplies(value, wanted));
  if (test.op === "regex") return wanted.op === "exists";
  if (!("value" in test) || test.value === null || Array.isArray(test.value)) return false;
  const rank = rankOf(test.value);
  if (rank === 1 || rank === 127) return false;
  if (wanted.op === "exists") return true;
  if (wanted.op === "type")
    return rank === NUMBER_RANK
      ? [1, 16, 18, 19].every((type) => wanted.types.has(type))
      : isOnlyType(test.value, wanted.types);
  return rangeImplies(test, wanted);
}

/** Classes that hold a single type. */
function isOnlyType(value: unknown, types: Set<number>): boolean {
  const type = bsonType(value);
  return type !== TYPE.string && type !== TYPE.symbol
    ? types.has(type)
    : types.has(TYPE.string) && types.has(TYPE.symbol);
}

/** The field holds `value` (itself or as an element), so a test on one value that it passes is passed. */
function valueImplies(value: unknown, wanted: Test): boolean {
  if (value === null || Array.isArray(value)) return wanted.op === "eq" && equalValues(value, wanted.value);
  if (wanted.op === "size" || wanted.op === "elemMatch" || wanted.op === "elemMatchValue") return false;
  // Equal numbers may have different types.
  if (wanted.op === "type" && rankOf(value) === NUMBER_RANK)
    return [1, 16, 18, 19].every((type) => wanted.types.has(type));
  return compileTest(wanted)(value);
}

function rangeImplies(test: Test & { value: unknown }, wanted: Test): boolean {
  if (!("value" in wanted) || rankOf(wanted.value) !== rankOf(test.value)) return false;
  const order = compareValues(test.value, wanted.value);
  if (wanted.op === "gt") return (test.op === "gt" && order >= 0) || (test.op === "gte" && order > 0);
  if (wanted.op === "gte") return (test.op === "gt" || test.op === "gte") && order >= 0;
  if (wanted.op === "lt") return (test.op === "lt" && order <= 0) || (test.op === "lte" && order < 0);
  if (wanted.op === "lte") return (test.op === "lt" || test.op === "lte") && order <= 0;
  return false;
}
