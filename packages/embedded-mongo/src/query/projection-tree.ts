import type { Environment, Evaluate } from "../aggregate/evaluate.ts";
import { type Doc, getField, isDoc, setField } from "../bson/values.ts";
import { refuse } from "../errors.ts";

/** What becomes of one field: kept or left out, computed anew, or changed where it stands. */
export type Action =
  | { kind: "keep" | "leave" }
  | { kind: "compute"; evaluate: Evaluate }
  | { kind: "change"; change: (value: unknown) => unknown };

/** Fields by name; a deeper path is a tree of its own. */
export type Tree = Map<string, Action | Tree>;

export function isTree(node: Action | Tree | undefined): node is Tree {
  return node instanceof Map;
}

/** @throws CommandError 31249 when one path lies within another */
export function addToTree(tree: Tree, path: string, action: Action): void {
  const parts = path.split(".");
  if (parts.includes("")) refuse(40352, `FieldPath field names may not be empty: '${path}'`);
  let node = tree;
  for (const part of parts.slice(0, -1)) {
    const next = node.get(part) ?? new Map();
    if (!isTree(next)) refuse(31249, `Path collision at ${path}`);
    node.set(part, next);
    node = next;
  }
  const last = parts.at(-1) as string;
  if (node.has(last)) refuse(31250, `Path collision at ${path}`);
  node.set(last, action);
}

/** Keeps what the tree names, in the document's order; computed fields come behind. */
export function include(tree: Tree, value: unknown, environment: Environment): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => include(tree, item, environment)).filter((item) => item !== undefined);
  }
  if (!isDoc(value)) return undefined;
  const kept: Doc = {};
  for (const key of Object.keys(value)) {
    const node = tree.get(key);
    const old = value[key];
    if (isTree(node)) {
      const inner = include(node, old, environment);
      if (inner !== undefined) setField(kept, key, inner);
    } else if (node?.kind === "keep") setField(kept, key, old);
    else if (node?.kind === "change") setField(kept, key, node.change(old));
  }
  compute(tree, kept, environment);
  return kept;
}

/** Keeps all but what the tree leaves out. */
export function exclude(tree: Tree, value: unknown, environment: Environment): unknown {
  if (Array.isArray(value)) return value.map((item) => exclude(tree, item, environment));
  if (!isDoc(value)) return value;
  const kept: Doc = {};
  for (const key of Object.keys(value)) {
    const node = tree.get(key);
    const old = value[key];
    if (isTree(node)) setField(kept, key, exclude(node, old, environment));
    else if (node?.kind === "change") setField(kept, key, node.change(old));
    else if (node?.kind !== "leave") setField(kept, key, old);
  }
  return kept;
}

/** Sets computed fields in a copy, within every element where an array is on the way (`$addFields`). */
export function addFields(tree: Tree, value: unknown, environment: Environment): unknown {
  if (Array.isArray(value)) return value.map((item) => addFields(tree, item, environment));
  const doc: Doc = {};
  if (isDoc(value)) for (const key of Object.keys(value)) setField(doc, key, value[key]);
  compute(tree, doc, environment);
  return doc;
}

function compute(tree: Tree, doc: Doc, environment: Environment): void {
  for (const [key, node] of tree) {
    if (isTree(node)) {
      if (hasComputed(node)) setField(doc, key, addFields(node, getField(doc, key), environment));
    } else if (node.kind === "compute") {
      const value = node.evaluate(environment);
      if (value === undefined) delete doc[key];
      else setField(doc, key, value);
    }
  }
}

function hasComputed(tree: Tree): boolean {
  return [...tree.values()].some((node) => (isTree(node) ? hasComputed(node) : node.kind === "compute"));
}
