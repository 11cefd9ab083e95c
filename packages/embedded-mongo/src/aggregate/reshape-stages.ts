import { type Doc, isDoc, typeName } from "../bson/values.ts";
import { refuse } from "../errors.ts";
import { compileProjection } from "../query/projection.ts";
import { addFields, addToTree, type Tree } from "../query/projection-tree.ts";
import type { Variables } from "./evaluate.ts";
import { compileExpression } from "./expression.ts";

/** Stages that make one document of one document; updates may use them too. */
export const RESHAPING = new Set(["$addFields", "$set", "$project", "$unset", "$replaceRoot", "$replaceWith"]);

export function compileReshape(name: string, spec: unknown, variables: Variables): (doc: Doc) => Doc {
  switch (name) {
    case "$addFields":
    case "$set":
      return compileAddFields(name, spec, variables);
    case "$project":
      if (!isDoc(spec)) refuse(15969, "$project specification must be an object");
      if (Object.keys(spec).length === 0)
        refuse(51272, "Invalid $project :: caused by :: projection specification must have at least one field");
      return compileProjection(spec, "stage", variables);
    case "$unset": {
      const paths = Array.isArray(spec) ? spec : [spec];
      if (paths.length === 0 || paths.some((path) => typeof path !== "string"))
        refuse(31002, "$unset specification must be a string or an array of strings");
      return compileProjection(Object.fromEntries(paths.map((path) => [path, 0])), "stage", variables);
    }
    default:
      return compileReplaceRoot(name, spec, variables);
  }
}

function compileAddFields(name: string, spec: unknown, variables: Variables): (doc: Doc) => Doc {
  if (!isDoc(spec)) refuse(40272, `${name} specification stage must be an object, got ${typeName(spec)}`);
  const tree: Tree = new Map();
  for (const [path, expression] of flattenFields(spec, "")) {
    if (path.split(".").some((part) => part.startsWith("$")))
      refuse(16410, `FieldPath field names may not start with '$': ${path}`);
    addToTree(tree, path, { kind: "compute", evaluate: compileExpression(expression) });
  }
  return (doc) => addFields(tree, doc, { root: doc, current: doc, variables }) as Doc;
}

/** A nested document without operators sets the fields inside, and leaves their neighbours. */
function flattenFields(spec: Doc, prefix: string): [string, unknown][] {
  return Object.entries(spec).flatMap(([key, value]): [string, unknown][] => {
    const nested = isDoc(value) && Object.keys(value).length > 0 && !Object.keys(value)[0]?.startsWith("$");
    return nested ? flattenFields(value, `${prefix}${key}.`) : [[prefix + key, value]];
  });
}

function compileReplaceRoot(name: string, spec: unknown, variables: Variables): (doc: Doc) => Doc {
  const isRoot = name === "$replaceRoot";
  if (isRoot && (!isDoc(spec) || !Object.hasOwn(spec, "newRoot")))
    refuse(40231, "no newRoot specified for the $replaceRoot stage");
  const evaluate = compileExpression(isRoot ? (spec as Doc)["newRoot"] : spec);
  return (doc) => {
    const value = evaluate({ root: doc, current: doc, variables });
    return isDoc(value)
      ? value
      : refuse(
          40228,
          `'newRoot' expression must evaluate to an object, but resulting value was of type ${typeName(value)}`,
        );
  };
}
