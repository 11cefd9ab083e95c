import { compareValues, equalValues } from "../bson/compare.ts";
import { type Doc, isDoc, isTruthy, setField, toWhole, typeName } from "../bson/values.ts";
import { refuse } from "../errors.ts";
import { parseSort, sortItems, sortKey } from "../query/sort.ts";
import { eager, isNullish, named, type OperatorCompiler, strict } from "./evaluate.ts";

function needArray(value: unknown, name: string, code = 28689): unknown[] {
  return Array.isArray(value) ? value : refuse(code, `${name} needs an array, but was given ${typeName(value)}`);
}

function needWhole(value: unknown, name: string, code: number): number {
  return toWhole(value) ?? refuse(code, `${name} needs a whole number, found ${typeName(value)}`);
}

function elementAt(list: unknown[], index: number): unknown {
  return list.at(index);
}

function slice([value, a, b]: unknown[], name: string): unknown {
  const list = needArray(value, name, 28724);
  const first = needWhole(a, name, 28725);
  if (b === undefined) return first < 0 ? list.slice(first) : list.slice(0, first);
  const count = needWhole(b, name, 28727);
  if (count <= 0) refuse(28729, "Third argument to $slice must be positive");
  const from = first < 0 ? Math.max(0, list.length + first) : first;
  return list.slice(from, from + count);
}

/** Sets as arrays without repetitions, in order. */
function distinct(list: unknown[]): unknown[] {
  return list.toSorted(compareValues).filter((value, i, sorted) => i === 0 || !equalValues(value, sorted[i - 1]));
}

function has(list: unknown[], value: unknown): boolean {
  return list.some((item) => equalValues(item, value));
}

/** `$map`, `$filter` and their like: runs `in` for each element, with the element as a variable. */
function perElement(
  body: string,
  known: string[],
  run: (list: unknown[], each: (item: unknown) => unknown, limit: unknown) => unknown,
): OperatorCompiler {
  return (operand, compile, name) => {
    if (!isDoc(operand)) refuse(28646, `${name} only supports an object as its argument`);
    const odd = Object.keys(operand).find((key) => !known.includes(key));
    if (odd) refuse(28647, `Unrecognized parameter to ${name}: ${odd}`);
    for (const key of ["input", body])
      if (!Object.hasOwn(operand, key)) refuse(28648, `Missing '${key}' parameter to ${name}`);
    const input = compile(operand["input"]);
    const each = compile(operand[body]);
    const limit = Object.hasOwn(operand, "limit") ? compile(operand["limit"]) : undefined;
    const as = String(operand["as"] ?? "this");
    return (environment) => {
      const list = input(environment);
      if (isNullish(list)) return null;
      const evaluate = (item: unknown) => each({ ...environment, variables: { ...environment.variables, [as]: item } });
      return run(needArray(list, name, 28651), evaluate, limit?.(environment));
    };
  };
}

const reduce: OperatorCompiler = (operand, compile, name) => {
  if (!isDoc(operand)) refuse(40075, `${name} requires an object as an argument`);
  for (const key of ["input", "initialValue", "in"])
    if (!Object.hasOwn(operand, key)) refuse(40077, `${name} requires '${key}'`);
  const [input, initial, body] = [compile(operand["input"]), compile(operand["initialValue"]), compile(operand["in"])];
  return (environment) => {
    const list = input(environment);
    if (isNullish(list)) return null;
    const step = (value: unknown, item: unknown) =>
      body({ ...environment, variables: { ...environment.variables, this: item, value } });
    return needArray(list, name, 40080).reduce(step, initial(environment));
  };
};

function range([start, end, step]: unknown[], name: string): unknown[] {
  const [from, to, by] = [
    needWhole(start, name, 34443),
    needWhole(end, name, 34444),
    needWhole(step ?? 1, name, 34446),
  ];
  if (by === 0) refuse(34449, "$range requires a non-zero step value");
  const count = Math.max(0, Math.ceil((to - from) / by));
  if (count > 1_000_000) refuse(146, "$range would use too much memory");
  return Array.from({ length: count }, (_, i) => from + i * by);
}

function arrayToObject([value]: unknown[], name: string): Doc {
  const doc: Doc = {};
  for (const item of needArray(value, name, 40386)) {
    const [key, field] = Array.isArray(item) ? item : isDoc(item) ? [item["k"], item["v"]] : [];
    if (typeof key !== "string") refuse(40394, "$arrayToObject requires pairs whose keys are strings");
    setField(doc, key, field);
  }
  return doc;
}

function mergeObjects(values: unknown[]): Doc {
  const docs = values.length === 1 && Array.isArray(values[0]) ? values[0] : values;
  const merged: Doc = {};
  for (const doc of docs) {
    if (isNullish(doc)) continue;
    if (!isDoc(doc)) refuse(40400, `$mergeObjects requires object inputs, but input is of type ${typeName(doc)}`);
    for (const key of Object.keys(doc)) setField(merged, key, doc[key]);
  }
  return merged;
}

function sortArray({ input, sortBy }: Doc, name: string): unknown {
  if (isNullish(input)) return null;
  const list = needArray(input, name, 2942504);
  const direction = toWhole(sortBy);
  if (direction === 1 || direction === -1) return list.toSorted((a, b) => direction * compareValues(a, b));
  const fields = parseSort(sortBy) ?? refuse(2942502, "$sortArray needs a sort specification");
  return sortItems(list, (item) => sortKey(item, fields));
}

/** Manual: "Array", "Set" and "Object Expression Operators". */
export const arrayOperators: Record<string, OperatorCompiler> = {
  $size: eager(1, 1, ([value], name) => needArray(value, name, 17124).length),
  $isArray: eager(1, 1, ([value]) => Array.isArray(value)),
  $arrayElemAt: strict(2, 2, ([list, index], name) => elementAt(needArray(list, name), needWhole(index, name, 28690))),
  $first: strict(1, 1, ([list], name) => elementAt(needArray(list, name), 0)),
  $last: strict(1, 1, ([list], name) => elementAt(needArray(list, name), -1)),
  $in: eager(2, 2, ([value, list], name) => has(needArray(list, name, 40081), value)),
  $slice: strict(2, 3, slice),
  $concatArrays: strict(0, Number.POSITIVE_INFINITY, (lists, name) =>
    lists.flatMap((list) => needArray(list, name, 28664)),
  ),
  $reverseArray: strict(1, 1, ([list], name) => needArray(list, name, 34435).toReversed()),
  $range: eager(2, 3, range),
  $indexOfArray: eager(2, 4, ([list, value, start, end], name) => {
    if (isNullish(list)) return null;
    const items = needArray(list, name, 40090);
    const to = Math.min(items.length, toWhole(end) ?? items.length);
    for (let i = toWhole(start) ?? 0; i < to; i++) if (equalValues(items[i], value)) return i;
    return -1;
  }),
  $map: perElement("in", ["input", "as", "in"], (list, each) => list.map((item) => each(item) ?? null)),
  $filter: perElement("cond", ["input", "as", "cond", "limit"], (list, each, limit) =>
    list.filter((item) => isTruthy(each(item))).slice(0, toWhole(limit) ?? undefined),
  ),
  $reduce: reduce,
  $sortArray: named(["input", "sortBy"], ["input", "sortBy"], sortArray),
  $arrayToObject: strict(1, 1, arrayToObject),
  $objectToArray: strict(1, 1, ([doc]) => {
    if (!isDoc(doc)) refuse(40390, "$objectToArray requires a document input");
    return Object.entries(doc).map(([k, v]) => ({ k, v }));
  }),
  $mergeObjects: eager(0, Number.POSITIVE_INFINITY, mergeObjects),
  $getField: (operand, compile) => {
    const spec = isDoc(operand) && Object.hasOwn(operand, "field") ? operand : { field: operand, input: "$$CURRENT" };
    const [field, input] = [compile(spec["field"]), compile(spec["input"] ?? "$$CURRENT")];
    return (environment) => {
      const doc = input(environment);
      const key = field(environment);
      if (typeof key !== "string") refuse(5654602, "$getField requires 'field' to evaluate to a string");
      return isDoc(doc) && Object.hasOwn(doc, key) ? doc[key] : doc === null ? null : undefined;
    };
  },
  $setUnion: strict(0, Number.POSITIVE_INFINITY, (lists, name) =>
    distinct(lists.flatMap((list) => needArray(list, name, 17043))),
  ),
  $setIntersection: strict(0, Number.POSITIVE_INFINITY, (lists, name) => {
    const [first = [], ...others] = lists.map((list) => needArray(list, name, 17047));
    return distinct(first.filter((value) => others.every((other) => has(other, value))));
  }),
  $setDifference: strict(2, 2, ([a, b], name) =>
    distinct(needArray(a, name, 17048).filter((value) => !has(needArray(b, name, 17049), value))),
  ),
  $setIsSubset: eager(2, 2, ([a, b], name) =>
    needArray(a, name, 17046).every((value) => has(needArray(b, name, 17042), value)),
  ),
  $setEquals: eager(2, Number.POSITIVE_INFINITY, (lists, name) => {
    const [first = [], ...others] = lists.map((list) => distinct(needArray(list, name, 17044)));
    return others.every((other) => equalValues(first, other));
  }),
  $anyElementTrue: eager(1, 1, ([list], name) => needArray(list, name, 17041).some(isTruthy)),
  $allElementsTrue: eager(1, 1, ([list], name) => needArray(list, name, 17040).every(isTruthy)),
};
