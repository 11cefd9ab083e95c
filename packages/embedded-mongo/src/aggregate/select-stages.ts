import { type Doc, getField, isDoc, isTruthy, toWhole, typeName } from "../bson/values.ts";
import { refuse } from "../errors.ts";
import { compileFilter } from "../query/filter.ts";
import { parseSort, sortItems, sortKey } from "../query/sort.ts";
import { findPlace, readPlace, writePlace } from "../update/paths.ts";
import type { Variables } from "./evaluate.ts";
import type { Stage } from "./stage.ts";

/** Stages that choose, order, count or multiply documents. */
export const SELECTING = new Set(["$match", "$sort", "$limit", "$skip", "$count", "$unwind", "$sample"]);

export function compileSelect(name: string, spec: unknown, variables: Variables): Stage {
  switch (name) {
    case "$match":
      return compileMatch(spec, variables);
    case "$sort": {
      const fields = parseSort(spec, 15973) ?? refuse(15976, "$sort stage must have at least one sort key");
      return (input) => sortItems(input, (doc) => sortKey(doc, fields));
    }
    case "$limit": {
      const limit = parseLimit(spec);
      return (input) => take(input, limit);
    }
    case "$skip": {
      const skip = parseSkip(spec);
      return function* (input) {
        let seen = 0;
        for (const doc of input) if (seen++ >= skip) yield doc;
      };
    }
    case "$count":
      return compileCount(spec);
    case "$sample":
      return compileSample(spec);
    default:
      return compileUnwind(spec);
  }
}

function compileMatch(spec: unknown, variables: Variables): Stage {
  if (!isDoc(spec)) refuse(15959, "the match filter must be an expression in an object");
  const matches = compileFilter(spec, variables);
  return function* (input) {
    for (const doc of input) if (matches(doc)) yield doc;
  };
}

export function parseLimit(spec: unknown): number {
  const limit = toWhole(spec);
  return limit !== undefined && limit > 0 ? limit : refuse(limit === 0 ? 15958 : 5107201, "the limit must be positive");
}

export function parseSkip(spec: unknown): number {
  const skip = toWhole(spec);
  return skip !== undefined && skip >= 0
    ? skip
    : refuse(5107200, "invalid argument to $skip stage: expected a non-negative number");
}

function* take(input: Iterable<Doc>, limit: number): Generator<Doc> {
  let taken = 0;
  for (const doc of input) {
    yield doc;
    if (++taken >= limit) return;
  }
}

function compileCount(spec: unknown): Stage {
  if (typeof spec !== "string" || spec === "") refuse(40156, "the count field must be a non-empty string");
  if (spec.startsWith("$")) refuse(40158, "the count field cannot be a $-prefixed path");
  if (spec.includes(".")) refuse(40160, "the count field cannot contain '.'");
  return function* (input) {
    let count = 0;
    for (const _doc of input) count++;
    if (count > 0) yield { [spec]: count };
  };
}

function compileSample(spec: unknown): Stage {
  const size = isDoc(spec) ? toWhole(spec["size"]) : undefined;
  if (size === undefined || size <= 0) refuse(28747, "size argument to $sample must be a positive integer");
  return (input) => sortItems(input, () => Buffer.from(crypto.getRandomValues(new Uint8Array(8))), size);
}

/** Manual: "$unwind". */
function compileUnwind(spec: unknown): Stage {
  const options: Doc = isDoc(spec) ? spec : { path: spec };
  const odd = Object.keys(options).find(
    (key) => !["path", "preserveNullAndEmptyArrays", "includeArrayIndex"].includes(key),
  );
  if (odd) refuse(28811, `unrecognized option to $unwind stage: ${odd}`);
  const { path, includeArrayIndex: indexField } = options;
  if (typeof path !== "string") refuse(28808, `expected a string as the path for $unwind stage, got ${typeName(path)}`);
  if (!path.startsWith("$") || path.length < 2)
    refuse(28818, `path option to $unwind stage should be prefixed with a '$': ${path}`);
  const parts = path.slice(1).split(".");
  const keepEmpty = isTruthy(options["preserveNullAndEmptyArrays"]);
  return function* (input) {
    for (const doc of input) {
      const value = parts.reduce<unknown>((held, part) => (isDoc(held) ? getField(held, part) : undefined), doc);
      const items = Array.isArray(value) ? value : value === undefined || value === null ? [] : undefined;
      if (items === undefined) yield withIndex(doc, indexField, null);
      else if (items.length > 0)
        for (const [i, item] of items.entries()) yield withIndex(withValue(doc, parts, item), indexField, i);
      else if (keepEmpty)
        yield withIndex(Array.isArray(value) ? withValue(doc, parts, undefined) : doc, indexField, null);
    }
  };
}

/** A copy with another value at the path; what lies beside it is shared. */
function withValue(doc: Doc, parts: string[], value: unknown): Doc {
  const copy = { ...doc };
  const [name = "", ...rest] = parts;
  if (rest.length > 0) copy[name] = withValue(copy[name] as Doc, rest, value);
  else if (value === undefined) delete copy[name];
  else copy[name] = value;
  return copy;
}

function withIndex(doc: Doc, field: unknown, index: number | null): Doc {
  if (typeof field !== "string") return doc;
  if (!field.includes(".")) return { ...doc, [field]: index };
  const copy = structuredCopy(doc);
  const place = findPlace(copy, field.split("."), true);
  if (place && readPlace(place) !== index) writePlace(place, index);
  return copy;
}

function structuredCopy(doc: Doc): Doc {
  return Object.fromEntries(
    Object.entries(doc).map(([key, value]) => [key, isDoc(value) ? structuredCopy(value) : value]),
  );
}
