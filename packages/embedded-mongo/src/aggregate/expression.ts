import { type Doc, getField, isDoc, setField } from "../bson/values.ts";
import { notBuilt, refuse } from "../errors.ts";
import { arithmeticOperators } from "./arithmetic-operators.ts";
import { arrayOperators } from "./array-operators.ts";
import { dateOperators } from "./date-operators.ts";
import type { Environment, Evaluate, OperatorCompiler } from "./evaluate.ts";
import { logicOperators } from "./logic-operators.ts";
import { stringOperators } from "./string-operators.ts";
import { typeOperators } from "./type-operators.ts";

export type { Evaluate, Variables } from "./evaluate.ts";

const OPERATORS: Record<string, OperatorCompiler> = {
  ...arithmeticOperators,
  ...arrayOperators,
  ...dateOperators,
  ...logicOperators,
  ...stringOperators,
  ...typeOperators,
};

/** Those that MongoDB has and this server has not; any other unknown name is the client's mistake. */
const NOT_BUILT = new Set([
  "$function",
  "$accumulator",
  "$meta",
  "$rand",
  "$sampleRate",
  "$bsonSize",
  "$binarySize",
  "$toUUID",
]);

/**
 * Compiles an aggregation expression (manual: "Aggregation Expressions").
 *
 * @throws CommandError 168 for an unknown operator, 15983 for an operator among plain fields
 */
export function compileExpression(expression: unknown): Evaluate {
  if (typeof expression === "string" && expression.startsWith("$")) return compilePath(expression);
  if (Array.isArray(expression)) {
    const items = expression.map(compileExpression);
    return (environment) => items.map((item) => item(environment) ?? null);
  }
  return isDoc(expression) ? compileDoc(expression) : () => expression;
}

function compileDoc(expression: Doc): Evaluate {
  const keys = Object.keys(expression);
  const first = keys[0];
  if (first?.startsWith("$")) {
    if (keys.length > 1)
      refuse(15983, `An object representing an expression must have exactly one field: ${keys.join(", ")}`);
    const operator = Object.hasOwn(OPERATORS, first) ? OPERATORS[first] : undefined;
    if (operator) return operator(expression[first], compileExpression, first);
    if (NOT_BUILT.has(first)) notBuilt(`The expression ${first}`);
    refuse(168, `Unrecognized expression '${first}'`);
  }
  const fields = keys.map((key) => {
    if (key.startsWith("$")) refuse(15983, `A field of an object expression must not begin with '$': ${key}`);
    if (key.includes(".")) refuse(16405, `FieldPath field names may not contain '.': ${key}`);
    return [key, compileExpression(expression[key])] as const;
  });
  return (environment) => {
    const doc: Doc = {};
    for (const [key, evaluate] of fields) {
      const value = evaluate(environment);
      if (value !== undefined) setField(doc, key, value);
    }
    return doc;
  };
}

/** `$a.b` reads the document, `$$name.a.b` a variable. */
function compilePath(path: string): Evaluate {
  if (path === "$") refuse(16872, "'$' by itself is not a valid FieldPath");
  const isVariable = path.startsWith("$$");
  const parts = path.slice(isVariable ? 2 : 1).split(".");
  if (parts.includes("")) refuse(40353, `FieldPath must not be empty or end with a '.': ${path}`);
  if (!isVariable) return ({ current }) => readParts(current, parts, 0);
  const name = parts[0] as string;
  if (!/^(ROOT|CURRENT|NOW|REMOVE|[^A-Z].*)$/.test(name)) notBuilt(`The variable $$${name}`);
  return (environment) => readParts(readVariable(environment, name), parts, 1);
}

function readVariable({ root, current, variables }: Environment, name: string): unknown {
  if (Object.hasOwn(variables, name)) return variables[name];
  if (name === "ROOT") return root;
  if (name === "CURRENT") return current;
  if (name === "NOW") return new Date();
  if (name === "REMOVE") return undefined;
  return refuse(17276, `Use of undefined variable: ${name}`);
}

/** A path through an array gives the array of what its documents hold there. */
function readParts(value: unknown, parts: string[], from: number): unknown {
  if (from === parts.length) return value;
  if (isDoc(value)) return readParts(getField(value, parts[from] as string), parts, from + 1);
  if (!Array.isArray(value)) return undefined;
  return value
    .filter((item) => isDoc(item) || Array.isArray(item))
    .map((item) => readParts(item, parts, from))
    .filter((item) => item !== undefined);
}
