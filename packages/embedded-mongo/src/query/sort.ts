import { isDoc, toWhole } from "../bson/values.ts";
import { CommandError, notBuilt, refuse } from "../errors.ts";
import { type KeyField, keysOf } from "../storage/index-keys.ts";

/** Parses `{a: 1, "b.c": -1}` (manual: "cursor.sort()"). An empty one gives undefined. */
export function parseSort(sort: unknown, code = 2): KeyField[] | undefined {
  if (sort === undefined || sort === null) return undefined;
  if (!isDoc(sort)) refuse(14, "Expected field sort to be of type object");
  const fields = Object.entries(sort).map(([path, direction]) => {
    if (isDoc(direction)) notBuilt("Sorting by $meta");
    if (path.startsWith("$")) refuse(2, `FieldPath field names may not start with '$': ${path}`);
    const sign = toWhole(direction);
    if (sign !== 1 && sign !== -1)
      refuse(code === 2 ? 2 : 15975, "$sort key ordering must be 1 (for ascending) or -1 (for descending)");
    if (path === "" || path.startsWith(".") || path.endsWith(".")) refuse(2, "FieldPath field names may not be empty");
    return { path, parts: path.split("."), descending: sign < 0 };
  });
  return fields.length === 0 ? undefined : fields;
}

/** Bytes that sort as the document does; of an array the least element counts, or the greatest if descending. */
export function sortKey(doc: unknown, fields: KeyField[]): Buffer {
  try {
    const { entries } = keysOf(doc, fields);
    return entries.map(({ key }) => key).reduce((a, b) => (Buffer.compare(a, b) <= 0 ? a : b));
  } catch (error) {
    if (error instanceof CommandError && error.code === 171)
      refuse(2, "cannot sort with keys that are parallel arrays");
    throw error;
  }
}

type Keyed<T> = { key: Buffer; item: T };

/**
 * Sorts stably. With `keep` (how many are wanted in the end) it holds only about twice as many at a time.
 */
export function sortItems<T>(items: Iterable<T>, keyOf: (item: T) => Buffer, keep = Number.POSITIVE_INFINITY): T[] {
  const byKey = (a: Keyed<T>, b: Keyed<T>) => Buffer.compare(a.key, b.key);
  let held: Keyed<T>[] = [];
  for (const item of items) {
    held.push({ key: keyOf(item), item });
    if (held.length > 2 * keep + 1000) held = held.sort(byKey).slice(0, keep);
  }
  return held
    .sort(byKey)
    .slice(0, keep)
    .map(({ item }) => item);
}
