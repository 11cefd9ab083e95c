import type { Variables } from "../aggregate/expression.ts";
import { compileUpdatePipeline } from "../aggregate/update-pipeline.ts";
import { equalValues } from "../bson/compare.ts";
import { type Doc, isDoc, setField, typeName } from "../bson/values.ts";
import { refuse } from "../errors.ts";
import { compileFilter } from "../query/filter.ts";
import { type Modifier, UNCHANGED } from "./modifier.ts";
import { MODIFIERS, NEEDS_FIELD } from "./modifiers.ts";
import { checkPath, clearPlace, findPlace, type Positions, readPlace, resolvePath, writePlace } from "./paths.ts";

/** Changes a freshly decoded document, in place or by giving another. `matched`: the element for `$`. */
export type Updater = {
  apply(doc: Doc, matched: number | undefined, inserting: boolean): Doc;
  /** Changes fields rather than to replace the document, so it may touch several documents. */
  operators: boolean;
};

export type UpdateOptions = { arrayFilters?: unknown; variables?: Variables };

/**
 * Prepares an update: operators, a replacement, or a pipeline (manual: "update").
 *
 * @throws CommandError for what is malformed, before any document is touched
 */
export function compileUpdate(update: unknown, { arrayFilters, variables = {} }: UpdateOptions = {}): Updater {
  if (Array.isArray(update)) {
    if (arrayFilters !== undefined) refuse(9, "arrayFilters may not be specified for pipeline-style updates");
    const run = compileUpdatePipeline(update, variables);
    return { operators: true, apply: (doc) => keepId(doc, run(doc)) };
  }
  if (!isDoc(update)) refuse(9, "Update argument must be either an object or an array");
  const first = Object.keys(update)[0];
  if (first?.startsWith("$")) return compileOperators(update, parseArrayFilters(arrayFilters));
  if (arrayFilters !== undefined) refuse(9, "arrayFilters may not be specified for replacement-style updates");
  const odd = Object.keys(update).find((key) => key.startsWith("$"));
  if (odd)
    refuse(
      52,
      `The dollar ($) prefixed field '${odd}' in '${odd}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
    );
  return { operators: false, apply: (doc) => keepId(doc, { ...update }) };
}

/** A replacement has the `_id` of what it replaces, and may not name another. */
function keepId(before: Doc, after: Doc): Doc {
  const id = before["_id"];
  if (id === undefined) return after;
  if (after["_id"] !== undefined) {
    checkSameId(id, after["_id"]);
    return { ...after, _id: id };
  }
  const kept: Doc = { _id: id };
  for (const key of Object.keys(after)) setField(kept, key, after[key]);
  return kept;
}

function checkSameId(before: unknown, after: unknown): void {
  if (!equalValues(before, after))
    refuse(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
}

type Step = {
  path: string;
  parts: string[];
  operator: string;
  modify: Modifier;
  onlyOnInsert: boolean;
  target?: string;
};

function compileOperators(update: Doc, filters: Map<string, (element: unknown) => boolean>): Updater {
  const now = new Date();
  const steps = Object.entries(update).flatMap(([operator, fields]) => parseOperator(operator, fields, now));
  checkConflicts(steps);
  checkFiltersUsed(steps, filters);
  // Fields are created in the order of their names, whatever the order of the operators.
  steps.sort((a, b) => comparePaths(a.parts, b.parts));
  return {
    operators: true,
    apply(doc, matched, inserting) {
      const id = doc["_id"];
      for (const step of steps) if (inserting || !step.onlyOnInsert) applyStep(doc, step, { matched, filters });
      if (id !== undefined) checkSameId(id, doc["_id"]);
      return doc;
    },
  };
}

function parseOperator(operator: string, fields: unknown, now: Date): Step[] {
  const build = operator === "$setOnInsert" ? MODIFIERS["$set"] : MODIFIERS[operator];
  if (!build && operator !== "$unset" && operator !== "$rename") {
    refuse(
      9,
      `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`,
    );
  }
  if (!isDoc(fields)) {
    refuse(
      9,
      `Modifiers operate on fields but we found type ${typeName(fields)} instead. For example: {$mod: {<field>: ...}} not {${operator}: ${String(fields)}}`,
    );
  }
  return Object.entries(fields).map(([path, operand]) => {
    const step = { path, parts: checkPath(path), operator, onlyOnInsert: operator === "$setOnInsert" };
    if (operator === "$rename") return { ...step, modify: () => UNCHANGED, target: renameTarget(path, operand) };
    return { ...step, modify: build ? build(operand, path, now) : () => undefined };
  });
}

function renameTarget(path: string, target: unknown): string {
  if (typeof target !== "string") refuse(2, `The 'to' field for $rename must be a string: ${path}: ${String(target)}`);
  if (target === path) refuse(2, `The source and target field for $rename must differ: ${path}`);
  for (const name of [path, target]) {
    if (checkPath(name).some((part) => part.startsWith("$")))
      refuse(2, `The source and target fields for $rename may not be dynamic: ${name}`);
  }
  return target;
}

/** No two changes to one field, nor to a field and what it lies in. */
function checkConflicts(steps: Step[]): void {
  const paths = steps.flatMap(({ path, target }) => (target === undefined ? [path] : [path, target]));
  const seen = new Set<string>();
  for (const path of paths) {
    const inside = paths.find((other) => other.startsWith(`${path}.`));
    if (seen.has(path) || inside)
      refuse(40, `Updating the path '${inside ?? path}' would create a conflict at '${path}'`);
    seen.add(path);
  }
}

function comparePaths(a: string[], b: string[]): number {
  for (const [i, part] of a.entries()) {
    const other = b[i];
    if (other === undefined) return 1;
    if (part === other) continue;
    const numbers = /^\d+$/.test(part) && /^\d+$/.test(other);
    return numbers ? Number(part) - Number(other) : part < other ? -1 : 1;
  }
  return a.length - b.length;
}

function applyStep(doc: Doc, step: Step, positions: Positions): void {
  if (step.target !== undefined) {
    rename(doc, step.parts, step.target);
    return;
  }
  for (const parts of resolvePath(doc, step.parts, positions)) {
    const place = findPlace(doc, parts, !NEEDS_FIELD.has(step.operator));
    if (!place) continue;
    if (step.operator === "$unset") {
      clearPlace(place);
      continue;
    }
    const value = step.modify(readPlace(place), step.path, doc);
    if (value !== UNCHANGED) writePlace(place, value);
  }
}

function rename(doc: Doc, parts: string[], target: string): void {
  const source = findPlace(doc, parts, false);
  const value = source && readPlace(source);
  if (!source || value === undefined) return;
  const destination = findPlace(doc, target.split("."), true);
  if (Array.isArray(source.holder) || Array.isArray(destination?.holder))
    refuse(2, "The source and destination of $rename must not be array elements");
  clearPlace(source);
  // MongoDB puts a renamed field behind the others.
  if (destination) {
    clearPlace(destination);
    writePlace(destination, value);
  }
}

function parseArrayFilters(arrayFilters: unknown): Map<string, (element: unknown) => boolean> {
  const filters = new Map<string, (element: unknown) => boolean>();
  if (arrayFilters === undefined) return filters;
  if (!Array.isArray(arrayFilters)) refuse(14, "arrayFilters must be an array");
  for (const filter of arrayFilters) {
    if (!isDoc(filter)) refuse(14, "Each array filter must be an object");
    const name = filterName(filter);
    if (!/^[a-z][a-zA-Z0-9]*$/.test(name))
      refuse(2, `Error parsing array filter: the name '${name}' must begin with a lowercase letter`);
    if (filters.has(name)) refuse(9, `Found multiple array filters with the same top-level field name ${name}`);
    const matches = compileFilter(filter);
    filters.set(name, (element) => matches({ [name]: element }));
  }
  return filters;
}

/** The one name that all paths of an array filter begin with. */
function filterName(filter: Doc): string {
  const names = new Set<string>();
  const collect = (part: unknown) => {
    for (const [key, value] of Object.entries(part as Doc)) {
      if (key.startsWith("$") && Array.isArray(value)) value.forEach(collect);
      else names.add(key.split(".", 1)[0] as string);
    }
  };
  collect(filter);
  if (names.size !== 1) refuse(9, "Error parsing array filter: expected a single top-level field name");
  return [...names][0] as string;
}

function checkFiltersUsed(steps: Step[], filters: Map<string, unknown>): void {
  for (const name of filters.keys()) {
    if (!steps.some(({ parts }) => parts.includes(`$[${name}]`))) {
      refuse(9, `The array filter for identifier '${name}' was not used in the update`);
    }
  }
}
