import { compileExpression, type Evaluate, type Variables } from "../aggregate/expression.ts";
import { type Doc, getField, isDoc, isNumber, isTruthy, toWhole } from "../bson/values.ts";
import { notBuilt, refuse } from "../errors.ts";
import { compileFilter } from "./filter.ts";
import type { MatchDetails } from "./predicate.ts";
import { type Action, addToTree, exclude, include, type Tree } from "./projection-tree.ts";

export type Projection = (doc: Doc, details?: MatchDetails) => Doc;
type Kind = "find" | "stage";
type Mode = "include" | "exclude";
type Entry = { path: string; action: Action; mode: Mode | undefined };

/**
 * Compiles a projection (manual: "Project Fields to Return from Query", "$project").
 *
 * @throws CommandError 31253, 31254 when kept and left-out fields are mixed, 31249 for colliding paths
 */
export function compileProjection(spec: Doc, kind: Kind, variables: Variables = {}): Projection {
  const positional = kind === "find" ? Object.keys(spec).find((path) => path.endsWith(".$")) : undefined;
  const entries = flatten(spec, "").map(([path, value]) => parseEntry(path, value, kind));
  const mode = modeOf(entries, spec);
  const tree: Tree = new Map();
  if (mode === "include" && !entries.some(({ path }) => path === "_id" || path.startsWith("_id.")))
    tree.set("_id", { kind: "keep" });
  for (const { path, action } of entries) {
    if (!(mode === "include" && path === "_id" && action.kind === "leave")) addToTree(tree, path, action);
  }
  const run = mode === "include" ? include : exclude;
  return (doc, details) => {
    const source = positional ? keepMatched(doc, positional, details) : doc;
    return run(tree, source, { root: doc, current: source, variables }) as Doc;
  };
}

/** `{a: {b: 1}}` says the same as `{"a.b": 1}`. */
function flatten(spec: Doc, prefix: string): [string, unknown][] {
  return Object.entries(spec).flatMap(([key, value]): [string, unknown][] => {
    const path = prefix + key;
    const nested = isDoc(value) && Object.keys(value).length > 0 && !Object.keys(value)[0]?.startsWith("$");
    if (isDoc(value) && Object.keys(value).length === 0)
      refuse(51270, "An empty sub-projection is not a valid value. Found empty object at path");
    return nested ? flatten(value, `${path}.`) : [[path, value]];
  });
}

function parseEntry(path: string, value: unknown, kind: Kind): Entry {
  if (path.startsWith("$") || path.includes(".$")) {
    if (kind !== "find" || !path.endsWith(".$")) refuse(16410, `FieldPath field names may not start with '$': ${path}`);
    if (!isTruthy(value)) refuse(31395, "positional projection cannot be used with exclusion");
    return { path: path.slice(0, -2), action: { kind: "keep" }, mode: "include" };
  }
  if (typeof value === "boolean" || isNumber(value)) {
    return isTruthy(value)
      ? { path, action: { kind: "keep" }, mode: "include" }
      : { path, action: { kind: "leave" }, mode: "exclude" };
  }
  const operator = isDoc(value) ? Object.keys(value)[0] : undefined;
  if (kind === "find" && isDoc(value)) {
    if (operator === "$slice" && !(Array.isArray(value["$slice"]) && !isNumber(value["$slice"][0]))) {
      return { path, action: { kind: "change", change: slicer(value["$slice"]) }, mode: undefined };
    }
    if (operator === "$elemMatch")
      return { path, action: { kind: "compute", evaluate: firstMatch(path, value["$elemMatch"]) }, mode: "include" };
  }
  if (operator === "$meta") notBuilt("$meta");
  return { path, action: { kind: "compute", evaluate: compileExpression(value) }, mode: "include" };
}

/** What the fields other than `_id` say; `_id` alone decides only if there are no others. */
function modeOf(entries: Entry[], spec: Doc): Mode {
  const others = entries.filter(({ path, mode }) => path !== "_id" && mode !== undefined);
  const mode = others[0]?.mode ?? (entries.some((entry) => entry.mode === "include") ? "include" : "exclude");
  const odd = others.find((entry) => entry.mode !== mode);
  if (odd && mode === "include") refuse(31254, `Cannot do exclusion on field ${odd.path} in inclusion projection`);
  if (odd) refuse(31253, `Cannot do inclusion on field ${odd.path} in exclusion projection`);
  if (
    mode === "exclude" &&
    isTruthy(spec["_id"]) &&
    others.length > 0 &&
    entries.some((entry) => entry.path === "_id" && entry.action.kind === "compute")
  ) {
    refuse(31252, "Cannot compute _id in an exclusion projection");
  }
  return mode;
}

/** `{$slice: n}` or `{$slice: [skip, n]}` (manual: "$slice (projection)"). */
function slicer(argument: unknown): (value: unknown) => unknown {
  const numbers = Array.isArray(argument) ? argument.map(toWhole) : [toWhole(argument)];
  const [first, count] = numbers;
  if (first === undefined || numbers.length > 2 || (numbers.length === 2 && (count === undefined || count <= 0))) {
    refuse(28667, "Invalid $slice syntax: it takes a whole number, or an array of a skip and a positive limit");
  }
  return (value) => {
    if (!Array.isArray(value)) return value;
    if (count === undefined) return first < 0 ? value.slice(first) : value.slice(0, first);
    const from = first < 0 ? Math.max(0, value.length + first) : first;
    return value.slice(from, from + count);
  };
}

/** Manual: "$elemMatch (projection)": the first element that matches, or no field. */
function firstMatch(path: string, filter: unknown): Evaluate {
  if (!isDoc(filter)) refuse(31274, "elemMatch: Invalid argument, object required");
  if (path.includes(".")) refuse(31275, "Cannot use $elemMatch projection on a nested field");
  const matches = compileFilter({ list: { $elemMatch: filter } });
  return ({ root }) => {
    const list = getField(root, path);
    const details: MatchDetails = {};
    return Array.isArray(list) && matches({ list }, details) ? [list[details.position as number]] : undefined;
  };
}

/** The document with one element in the array that `path` ("a.b.$") ends in. */
function keepMatched(doc: Doc, path: string, details: MatchDetails | undefined): Doc {
  const parts = path.split(".").slice(0, -1);
  const reduce = (value: unknown, from: number): unknown => {
    if (Array.isArray(value)) {
      if (details?.position === undefined)
        refuse(
          51246,
          "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array",
        );
      return value.length > details.position
        ? [value[details.position]]
        : refuse(51247, "positional operator '.$' element mismatch");
    }
    const name = parts[from];
    if (!isDoc(value) || name === undefined || !Object.hasOwn(value, name)) return value;
    return { ...value, [name]: reduce(value[name], from + 1) };
  };
  return reduce(doc, 0) as Doc;
}
