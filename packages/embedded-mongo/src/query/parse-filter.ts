import { BSONRegExp } from "bson";
import { toBigInt } from "../bson/numbers.ts";
import { type Doc, isDoc, isNumber, isTruthy, TYPE_NAMES, toWhole } from "../bson/values.ts";
import { notBuilt, refuse } from "../errors.ts";
import { parseBits } from "./bits.ts";
import { isRegex, toRegExp } from "./regex.ts";

export type Comparison = "eq" | "gt" | "gte" | "lt" | "lte";
export type Test =
  | { op: Comparison; value: unknown }
  | { op: "in"; values: unknown[]; patterns: BSONRegExp[] }
  | { op: "regex"; regex: BSONRegExp }
  | { op: "exists" }
  | { op: "type"; types: Set<number> }
  | { op: "size"; size: number }
  | { op: "mod"; divisor: bigint; remainder: bigint }
  | { op: "bits"; test: (value: unknown) => boolean }
  /** Each element a document of its own. */
  | { op: "elemMatch"; condition: Condition }
  /** Each element a bare value; the leaves of `condition` have an empty path. */
  | { op: "elemMatchValue"; condition: Condition };

/** A parsed filter. `$ne`, `$nin` and `$exists: false` are `not` around their opposites. */
export type Condition =
  | { kind: "and" | "or" | "nor"; of: Condition[] }
  | { kind: "not"; of: Condition }
  | { kind: "leaf"; path: string; parts: string[]; test: Test }
  | { kind: "expr"; expression: unknown };

const COMPARISONS: Record<string, Comparison> = { $eq: "eq", $gt: "gt", $gte: "gte", $lt: "lt", $lte: "lte" };

/**
 * Parses a filter (manual: "Query Predicates").
 *
 * @throws CommandError 2 for what is malformed, 238 for operators that are not built
 */
export function parseFilter(filter: Doc): Condition {
  const of: Condition[] = [];
  for (const [key, value] of Object.entries(filter)) {
    if (!key.startsWith("$")) of.push(...parseField(key, value));
    else if (key === "$and" || key === "$or" || key === "$nor") {
      of.push({ kind: key.slice(1) as "and", of: parseList(key, value) });
    } else if (key === "$expr") of.push({ kind: "expr", expression: value });
    else if (["$where", "$text", "$jsonSchema", "$sampleRate"].includes(key)) notBuilt(key);
    else if (key !== "$comment")
      refuse(
        2,
        `unknown top level operator: ${key}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
      );
  }
  return of.length === 1 ? (of[0] as Condition) : { kind: "and", of };
}

function parseList(key: string, value: unknown): Condition[] {
  if (!Array.isArray(value)) refuse(2, `${key} must be an array`);
  if (value.length === 0) refuse(2, `${key} argument must be a non-empty array`);
  return value.map((item) =>
    isDoc(item) ? parseFilter(item) : refuse(2, `${key} argument's entries must be objects`),
  );
}

function leaf(path: string, test: Test): Condition {
  return { kind: "leaf", path, parts: path === "" ? [] : path.split("."), test };
}

function parseField(path: string, value: unknown): Condition[] {
  if (isRegex(value)) return [leaf(path, regexTest(value.pattern, value.options))];
  if (!isOperatorDoc(value)) return [leaf(path, { op: "eq", value })];
  return parseOperators(path, value);
}

/** `{$gt: 1}` holds operators; `{$ref, $id}` is a reference, hence a value. */
function isOperatorDoc(value: unknown): value is Doc {
  if (!isDoc(value)) return false;
  const first = Object.keys(value)[0];
  return first?.startsWith("$") === true && !["$ref", "$id", "$db"].includes(first);
}

function parseOperators(path: string, operators: Doc): Condition[] {
  const of: Condition[] = [];
  for (const [name, value] of Object.entries(operators)) {
    if (name === "$options") {
      if (!Object.hasOwn(operators, "$regex")) refuse(2, "$options needs a $regex");
    } else of.push(parseOperator(path, name, value, operators));
  }
  return of;
}

function parseOperator(path: string, name: string, value: unknown, siblings: Doc): Condition {
  const comparison = COMPARISONS[name];
  if (comparison) {
    if (isRegex(value) && comparison !== "eq") refuse(2, `Can't have RegEx as arg to predicate over field '${path}'.`);
    return leaf(path, { op: comparison, value });
  }
  switch (name) {
    case "$ne":
      if (isRegex(value)) refuse(2, "Can't have regex as arg to $ne.");
      return { kind: "not", of: leaf(path, { op: "eq", value }) };
    case "$in":
      return leaf(path, inTest(name, value));
    case "$nin":
      return { kind: "not", of: leaf(path, inTest(name, value)) };
    case "$not":
      return { kind: "not", of: parseNot(path, value) };
    case "$exists": {
      const exists = leaf(path, { op: "exists" });
      return isTruthy(value) ? exists : { kind: "not", of: exists };
    }
    case "$type":
      return leaf(path, { op: "type", types: parseTypes(value) });
    case "$regex":
      return leaf(path, parseRegex(value, siblings["$options"]));
    case "$size":
      return leaf(path, { op: "size", size: parseSize(value) });
    case "$mod":
      return leaf(path, parseMod(value));
    case "$all":
      return parseAll(path, value);
    case "$elemMatch":
      return parseElemMatch(path, value);
    case "$bitsAllSet":
    case "$bitsAnySet":
    case "$bitsAllClear":
    case "$bitsAnyClear":
      return leaf(path, { op: "bits", test: parseBits(name, value) });
    case "$geoWithin":
    case "$geoIntersects":
    case "$near":
    case "$nearSphere":
    case "$within":
      return notBuilt(name);
    default:
      return refuse(2, `unknown operator: ${name}`);
  }
}

function regexTest(pattern: string, options: string): Test {
  toRegExp(pattern, options); // refuses now what could not be run later
  return { op: "regex", regex: new BSONRegExp(pattern, options) };
}

function parseRegex(value: unknown, options: unknown): Test {
  if (options !== undefined && typeof options !== "string") refuse(2, "$options has to be a string");
  if (isRegex(value)) {
    if (options !== undefined && value.options !== "") refuse(51075, "options set in both $regex and $options");
    return regexTest(value.pattern, (options as string | undefined) ?? value.options);
  }
  if (typeof value !== "string") refuse(2, "$regex has to be a string");
  return regexTest(value, (options as string | undefined) ?? "");
}

function inTest(name: string, value: unknown): Test {
  if (!Array.isArray(value)) refuse(2, `${name} needs an array`);
  if (value.some(isOperatorDoc)) refuse(2, `cannot nest $ under ${name}`);
  const patterns = value.filter(isRegex);
  for (const pattern of patterns) toRegExp(pattern.pattern, pattern.options);
  return { op: "in", values: value.filter((item) => !isRegex(item)), patterns };
}

function parseNot(path: string, value: unknown): Condition {
  if (isRegex(value)) return leaf(path, regexTest(value.pattern, value.options));
  if (!isDoc(value)) refuse(2, "$not needs a regex or a document");
  if (!isOperatorDoc(value)) refuse(2, "$not cannot be empty or hold anything but operators");
  return { kind: "and", of: parseOperators(path, value) };
}

/** A type's number or alias, or several of them (manual: "$type"). */
function parseTypes(value: unknown): Set<number> {
  const types = new Set<number>();
  const wanted = Array.isArray(value) ? value : [value];
  if (wanted.length === 0) refuse(9, "$type must match at least one type");
  for (const item of wanted) {
    if (item === "number") for (const number of [1, 16, 18, 19]) types.add(number);
    else if (typeof item === "string") {
      const found = Object.entries(TYPE_NAMES).find(([number, name]) => name === item && number !== "0");
      types.add(found ? Number(found[0]) : refuse(2, `Unknown type name alias: ${item}`));
    } else {
      const number = toWhole(item);
      if (number === undefined || number === 0 || TYPE_NAMES[number] === undefined)
        refuse(2, `Invalid numerical type code: ${item}`);
      types.add(number);
    }
  }
  return types;
}

function parseSize(value: unknown): number {
  const size = toWhole(value);
  if (size === undefined || size < 0) refuse(9, "Failed to parse $size. Expected a non-negative whole number");
  return size;
}

function parseMod(value: unknown): Test {
  if (!Array.isArray(value)) refuse(2, "malformed mod, needs to be an array");
  if (value.length !== 2) refuse(2, `malformed mod, ${value.length < 2 ? "not enough" : "too many"} elements`);
  if (!isNumber(value[0]) || !isNumber(value[1])) refuse(2, "malformed mod, divisor and remainder must be numbers");
  const divisor = toBigInt(value[0], "$mod");
  if (divisor === 0n) refuse(2, "divisor cannot be 0");
  return { op: "mod", divisor, remainder: toBigInt(value[1], "$mod") };
}

function parseAll(path: string, value: unknown): Condition {
  if (!Array.isArray(value)) refuse(2, "$all needs an array");
  if (value.length === 0) return { kind: "nor", of: [{ kind: "and", of: [] }] }; // matches nothing
  const of = value.map((item) => {
    if (isDoc(item) && Object.hasOwn(item, "$elemMatch")) return parseElemMatch(path, item["$elemMatch"]);
    if (isOperatorDoc(item)) refuse(2, "no $ expressions in $all");
    return isRegex(item) ? leaf(path, regexTest(item.pattern, item.options)) : leaf(path, { op: "eq", value: item });
  });
  return { kind: "and", of };
}

function parseElemMatch(path: string, value: unknown): Condition {
  if (!isDoc(value)) refuse(2, "$elemMatch needs an Object");
  const first = Object.keys(value)[0];
  const bare = first?.startsWith("$") && !["$and", "$or", "$nor", "$expr", "$where"].includes(first);
  if (!bare) return leaf(path, { op: "elemMatch", condition: parseFilter(value) });
  return leaf(path, { op: "elemMatchValue", condition: { kind: "and", of: parseOperators("", value) } });
}
