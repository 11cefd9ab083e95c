import { type Doc, getField, isDoc } from "../bson/values.ts";
import { isPosition } from "../storage/index-keys.ts";

/** Filled by a match: the element of the outermost array that made it, for the positional `$`. */
export type MatchDetails = { position?: number | undefined };
export type Predicate = (doc: Doc, details?: MatchDetails) => boolean;
/** Tests one value; undefined stands for a missing field. */
export type ValueTest = (value: unknown) => boolean;

/**
 * Whether some value at the path passes (manual: "Query an Array of Embedded Documents"): arrays on the way are
 * searched through, an element being named by its number or by a field inside it.
 *
 * @param expandLeaf also try the elements of an array at the path's end, beside the array itself
 */
export function someAtPath(
  doc: Doc,
  parts: string[],
  test: ValueTest,
  expandLeaf: boolean,
  details?: MatchDetails,
  from = 0,
): boolean {
  const value = getField(doc, parts[from] as string);
  if (from === parts.length - 1) return expandLeaf ? testLeaf(value, test, details) : test(value);
  if (Array.isArray(value)) return someInArray(value, parts, test, expandLeaf, details, from + 1);
  if (isDoc(value)) return someAtPath(value, parts, test, expandLeaf, details, from + 1);
  return test(undefined);
}

function testLeaf(value: unknown, test: ValueTest, details: MatchDetails | undefined): boolean {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      if (!test(value[i])) continue;
      if (details) details.position = i;
      return true;
    }
  }
  return test(value);
}

function someInArray(
  array: unknown[],
  parts: string[],
  test: ValueTest,
  expandLeaf: boolean,
  details: MatchDetails | undefined,
  from: number,
): boolean {
  const name = parts[from] as string;
  const numbered = isPosition(name) ? Number(name) : -1;
  for (let i = 0; i < array.length; i++) {
    const item = array[i];
    const found =
      (isDoc(item) && someAtPath(item, parts, test, expandLeaf, details, from)) ||
      (i === numbered && someAtPosition(item, parts, test, expandLeaf, details, from));
    if (!found) continue;
    if (details) details.position = i; // set on the way out, so that the outermost array has the last word
    return true;
  }
  return false;
}

/** An element named by its number; at the path's end it stands for itself and is not searched. */
function someAtPosition(
  item: unknown,
  parts: string[],
  test: ValueTest,
  expandLeaf: boolean,
  details: MatchDetails | undefined,
  from: number,
): boolean {
  if (from === parts.length - 1) return test(item);
  if (isDoc(item)) return someAtPath(item, parts, test, expandLeaf, details, from + 1);
  return Array.isArray(item) && someInArray(item, parts, test, expandLeaf, details, from + 1);
}
