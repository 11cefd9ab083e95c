import { compareValues, equalValues } from "../bson/compare.ts";
import { describe } from "../bson/describe.ts";
import { type Doc, isDoc, toWhole, typeName } from "../bson/values.ts";
import { refuse } from "../errors.ts";
import { compileFilter } from "../query/filter.ts";
import { isRegex } from "../query/regex.ts";
import { parseSort, sortItems, sortKey } from "../query/sort.ts";
import { type Modifier, UNCHANGED } from "./modifier.ts";

function hasModifiers(operand: unknown): operand is Doc {
  return isDoc(operand) && Object.keys(operand)[0]?.startsWith("$") === true && !Object.hasOwn(operand, "$ref");
}

/** Manual: "$push" with $each, $position, $slice and $sort. */
export function push(operand: unknown, path: string): Modifier {
  const parsed = hasModifiers(operand) ? parsePush(operand) : { each: [operand] };
  return (old, _path, doc) => {
    if (old !== undefined && !Array.isArray(old)) {
      refuse(
        2,
        `The field '${path}' must be an array but is of type ${typeName(old)} in document {_id: ${describe(doc["_id"])}}`,
      );
    }
    let list = [...((old as unknown[] | undefined) ?? [])];
    list.splice(parsed.position ?? list.length, 0, ...parsed.each);
    if (parsed.sort) list = parsed.sort(list);
    if (parsed.slice !== undefined) list = parsed.slice < 0 ? list.slice(parsed.slice) : list.slice(0, parsed.slice);
    return list;
  };
}

type Push = { each: unknown[]; position?: number; slice?: number; sort?: (list: unknown[]) => unknown[] };

function parsePush(operand: Doc): Push {
  const known = ["$each", "$slice", "$sort", "$position"];
  const odd = Object.keys(operand).find((key) => !known.includes(key));
  if (odd) refuse(2, `Unrecognized clause in $push: ${odd}`);
  const each = operand["$each"];
  if (!Array.isArray(each))
    refuse(2, `The argument to $each in $push must be an array but it was of type: ${typeName(each)}`);
  const parsed: Push = { each };
  const { $position: position, $slice: slice, $sort: sort } = operand;
  if (position !== undefined)
    parsed.position =
      toWhole(position) ??
      refuse(2, `The value for $position must be an integer value, not of type: ${typeName(position)}`);
  if (slice !== undefined)
    parsed.slice =
      toWhole(slice) ??
      refuse(2, `The value for $slice must be an integer value but was given type: ${typeName(slice)}`);
  if (sort !== undefined) parsed.sort = parsePushSort(sort);
  return parsed;
}

function parsePushSort(sort: unknown): (list: unknown[]) => unknown[] {
  const direction = toWhole(sort);
  if (direction === 1 || direction === -1) return (list) => list.toSorted((a, b) => direction * compareValues(a, b));
  const fields = isDoc(sort) ? parseSort(sort) : undefined;
  if (!fields)
    refuse(2, "The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields");
  return (list) => sortItems(list, (item) => sortKey(item, fields));
}

/** Manual: "$addToSet". */
export function addToSet(operand: unknown, path: string): Modifier {
  const isEach = isDoc(operand) && Object.keys(operand)[0] === "$each";
  if (isEach && Object.keys(operand).length > 1)
    refuse(2, `Found unexpected fields after $each in $addToSet: ${describe(operand)}`);
  const values = isEach ? operand["$each"] : [operand];
  if (!Array.isArray(values))
    refuse(14, `The argument to $each in $addToSet must be an array but it was of type ${typeName(values)}`);
  return (old) => {
    if (old !== undefined && !Array.isArray(old)) {
      refuse(2, `Cannot apply $addToSet to non-array field. Field named '${path}' has non-array type ${typeName(old)}`);
    }
    const list = [...((old as unknown[] | undefined) ?? [])];
    const before = list.length;
    for (const value of values) if (!list.some((item) => equalValues(item, value))) list.push(value);
    return old !== undefined && list.length === before ? UNCHANGED : list;
  };
}

/** Manual: "$pop". */
export function pop(operand: unknown, path: string): Modifier {
  const end = toWhole(operand);
  if (end !== 1 && end !== -1) refuse(9, `$pop expects 1 or -1, found: ${describe(operand)}`);
  return onArray("$pop", path, (list) => (end === 1 ? list.slice(0, -1) : list.slice(1)));
}

/** Manual: "$pullAll". */
export function pullAll(operand: unknown, path: string): Modifier {
  if (!Array.isArray(operand)) refuse(2, `$pullAll requires an array argument but was given a ${typeName(operand)}`);
  return onArray("$pullAll", path, (list) => list.filter((item) => !operand.some((value) => equalValues(item, value))));
}

/** Manual: "$pull": a value, conditions on elements, or conditions on the fields of elements. */
export function pull(operand: unknown, path: string): Modifier {
  const matches = pullTest(operand);
  return onArray("$pull", path, (list) => list.filter((item) => !matches(item)));
}

function pullTest(operand: unknown): (item: unknown) => boolean {
  if (!isDoc(operand) && !isRegex(operand)) return (item) => equalValues(item, operand);
  if (isRegex(operand) || hasModifiers(operand)) {
    const matches = compileFilter({ item: operand });
    return (item) => matches({ item });
  }
  const matches = compileFilter(operand);
  return (item) => isDoc(item) && matches(item);
}

function onArray(name: string, path: string, change: (list: unknown[]) => unknown[]): Modifier {
  return (old) => {
    if (old === undefined) return UNCHANGED;
    if (!Array.isArray(old)) {
      const message =
        name === "$pop"
          ? `Path '${path}' contains an element of non-array type '${typeName(old)}'`
          : `Cannot apply ${name} to a non-array value`;
      refuse(name === "$pop" ? 14 : 2, message);
    }
    const list = change(old);
    return list.length === old.length ? UNCHANGED : list;
  };
}
