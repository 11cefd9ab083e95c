import { encodeKey } from "../bson/key.ts";
import { getField, isDoc } from "../bson/values.ts";
import { CommandError } from "../errors.ts";

export type KeyField = { path: string; parts: string[]; descending: boolean };

/** One entry of a document in an index (or in a sort): its bytes and the values they stand for. */
export type Entry = { key: Buffer; values: unknown[] };

export type Keys = {
  /** At least one; without repetitions, for one document. */
  entries: Entry[];
  /** An array was met on the way. */
  multikey: boolean;
  /** None of the fields exists: a sparse index leaves such a document out. */
  allMissing: boolean;
};

/** Where one field's walk stands: `value` is reached, `rest` of the path is left. */
type Walk = { value: unknown; rest: string[]; done: boolean };

/**
 * The entries of a document (manual: "Multikey Indexes"): one per array element, null for a missing field,
 * and "undefined" (below null) for an empty array.
 *
 * @throws CommandError 171 when two fields run through different arrays.
 */
export function keysOf(doc: unknown, fields: KeyField[]): Keys {
  const rows: unknown[][] = [];
  const walks = fields.map(({ parts }) => ({ value: doc, rest: parts, done: false }));
  const multikey = expand(walks, rows);
  const byKey = new Map<string, Entry>();
  let allMissing = true;
  for (const row of rows) {
    if (row.some((value) => value !== MISSING)) allMissing = false;
    const values = row.map((value) => (value === MISSING ? null : value));
    const parts = values.map((value, i) => encodeKey(value, fields[i]?.descending));
    const key = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
    byKey.set(rows.length === 1 ? "" : key.toString("latin1"), { key, values });
  }
  return { entries: [...byKey.values()], multikey, allMissing };
}

const MISSING = Symbol("missing");

/** Follows all walks to their ends, branching at arrays; tells whether there was one. */
function expand(walks: Walk[], rows: unknown[][]): boolean {
  const moved = walks.map(advance);
  const arrays = new Set(moved.filter((walk) => !walk.done).map((walk) => walk.value as unknown[]));
  if (arrays.size > 1) throw new CommandError(171, "cannot index parallel arrays");
  const [array] = arrays;
  if (!array) {
    rows.push(moved.map((walk) => walk.value));
    return false;
  }
  // Of an empty array a field itself is "undefined", a field of its elements is missing.
  if (array.length === 0) {
    rows.push(moved.map((walk) => (walk.done ? walk.value : walk.rest.length === 0 ? undefined : MISSING)));
    return true;
  }
  for (const item of array)
    expand(
      moved.map((walk) => (walk.done ? walk : enter(item, walk.rest))),
      rows,
    );
  return true;
}

/** Goes down to the end of the path or to an array that must be branched over. */
function advance(walk: Walk): Walk {
  let { value, rest, done } = walk;
  while (!done) {
    const [name, ...deeper] = rest;
    if (Array.isArray(value)) {
      if (name === undefined || !isPosition(name)) break;
      if (value.some((item) => isDoc(item) && Object.hasOwn(item, name))) {
        throw new CommandError(
          16746,
          `Ambiguous field name found in array (do not use numeric field names): '${name}'`,
        );
      }
      value = Number(name) < value.length ? value[Number(name)] : MISSING;
    } else if (name === undefined) {
      done = true;
    } else {
      value = isDoc(value) && Object.hasOwn(value, name) ? getField(value, name) : MISSING;
    }
    if (value === MISSING) done = true;
    rest = deeper;
  }
  return { value, rest, done };
}

/** One element of an array: arrays right inside arrays are values, not branched over again. */
function enter(item: unknown, rest: string[]): Walk {
  if (rest.length === 0) return { value: item, rest, done: true };
  if (Array.isArray(item) && !isPosition(rest[0] as string)) return { value: MISSING, rest, done: true };
  return { value: item, rest, done: false };
}

export function isPosition(name: string): boolean {
  return /^(0|[1-9]\d{0,8})$/.test(name);
}
