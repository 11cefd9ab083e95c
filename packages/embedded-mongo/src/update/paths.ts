import { describe } from "../bson/describe.ts";
import { type Doc, getField, isDoc, setField } from "../bson/values.ts";
import { refuse } from "../errors.ts";
import { isPosition } from "../storage/index-keys.ts";

const MAX_PADDING = 1_500_000; // elements; the manual's limit for writing behind an array's end

/** A place in a document: the field or element `name` of `holder`. */
export type Place = { holder: Doc | unknown[]; name: string };

export function checkPath(path: string): string[] {
  if (path === "") refuse(56, "An empty update path is not valid.");
  const parts = path.split(".");
  if (parts.includes("")) refuse(56, `The update path '${path}' contains an empty field name, which is not allowed.`);
  for (const part of parts) {
    const positional = part === "$" || /^\$\[[a-z0-9A-Z]*\]$/.test(part);
    if (part.startsWith("$") && !positional) {
      refuse(
        52,
        `The dollar ($) prefixed field '${part}' in '${path}' is not allowed in the context of an update's replacement document.`,
      );
    }
  }
  if (/^\$/.test(parts[0] as string))
    refuse(2, `Cannot have positional (i.e. '$') element in the first position in path '${path}'`);
  return parts;
}

/**
 * Goes to the place that a path names, creating documents on the way if `create`.
 *
 * @returns undefined where the way is missing and not to be created
 * @throws CommandError 28 where a plain value stands in the way
 */
export function findPlace(root: Doc, parts: string[], create: boolean): Place | undefined {
  let holder: Doc | unknown[] = root;
  for (const [i, name] of parts.entries()) {
    if (Array.isArray(holder) && !isPosition(name)) {
      if (!create) return undefined;
      refuse(28, `Cannot create field '${name}' in element {${parts[i - 1]}: ${describe(holder)}}`);
    }
    if (i === parts.length - 1) return { holder, name };
    const next = readPlace({ holder, name });
    if (isDoc(next) || Array.isArray(next)) {
      holder = next;
      continue;
    }
    if (!create) return undefined;
    if (next !== undefined) refuse(28, `Cannot create field '${parts[i + 1]}' in element {${name}: ${describe(next)}}`);
    const created: Doc = {};
    writePlace({ holder, name }, created);
    holder = created;
  }
  return undefined;
}

export function readPlace({ holder, name }: Place): unknown {
  return Array.isArray(holder) ? holder[Number(name)] : getField(holder, name);
}

export function writePlace({ holder, name }: Place, value: unknown): void {
  if (!Array.isArray(holder)) {
    setField(holder, name, value);
    return;
  }
  const index = Number(name);
  if (index - holder.length > MAX_PADDING) refuse(2, `cannot backfill array to larger than ${MAX_PADDING} elements`);
  while (holder.length < index) holder.push(null);
  holder[index] = value;
}

/** Takes a field away; an array element becomes null, so that the others keep their numbers. */
export function clearPlace({ holder, name }: Place): void {
  if (!Array.isArray(holder)) delete holder[name];
  else if (Number(name) < holder.length) holder[Number(name)] = null;
}

/** What `$`, `$[]` and `$[name]` stand for. */
export type Positions = {
  /** The element that the filter matched. */
  matched: number | undefined;
  /** The filters of `arrayFilters` by their names. */
  filters: Map<string, (element: unknown) => boolean>;
};

/** All paths without placeholders that `parts` stands for in this document (manual: "$[<identifier>]"). */
export function resolvePath(root: Doc, parts: string[], positions: Positions): string[][] {
  const at = parts.findIndex((part) => part.startsWith("$"));
  if (at < 0) return [parts];
  const head = parts.slice(0, at);
  const tail = parts.slice(at + 1);
  const placeholder = parts[at] as string;
  if (placeholder === "$") {
    if (positions.matched === undefined) {
      refuse(2, "The positional operator did not find the match needed from the query.");
    }
    return resolvePath(root, [...head, String(positions.matched), ...tail], positions);
  }
  const place = findPlace(root, head, false);
  const array = place && readPlace(place);
  if (array === undefined)
    refuse(2, `The path '${head.join(".")}' must exist in the document in order to apply array updates.`);
  if (!Array.isArray(array))
    refuse(2, `Cannot apply array updates to non-array element ${head.at(-1)}: ${describe(array)}`);
  const name = placeholder.slice(2, -1);
  const matches = name === "" ? () => true : positions.filters.get(name);
  if (!matches) refuse(2, `No array filter found for identifier '${name}' in path '${parts.join(".")}'`);
  return array.flatMap((element, i) =>
    matches(element) ? resolvePath(root, [...head, String(i), ...tail], positions) : [],
  );
}
