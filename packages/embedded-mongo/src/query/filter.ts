import { compileExpression, type Variables } from "../aggregate/expression.ts";
import { compareValues, equalValues } from "../bson/compare.ts";
import { bsonType, type Doc, isDoc, isNumber, isTruthy, rankOf, TYPE, toDouble } from "../bson/values.ts";
import { type Comparison, type Condition, parseFilter, type Test } from "./parse-filter.ts";
import { type Predicate, someAtPath, type ValueTest } from "./predicate.ts";
import { fromBson } from "./regex.ts";

/** A filter as a function over documents. `variables` are those of the command's `let`, for `$expr`. */
export function compileFilter(filter: Doc, variables: Variables = {}): Predicate {
  return compileCondition(parseFilter(filter), variables);
}

export function compileCondition(condition: Condition, variables: Variables = {}): Predicate {
  switch (condition.kind) {
    case "and": {
      const all = condition.of.map((part) => compileCondition(part, variables));
      return (doc, details) => all.every((matches) => matches(doc, details));
    }
    case "or": {
      const any = condition.of.map((part) => compileCondition(part, variables));
      return (doc, details) => any.some((matches) => matches(doc, details));
    }
    case "nor": {
      const none = condition.of.map((part) => compileCondition(part, variables));
      return (doc) => !none.some((matches) => matches(doc));
    }
    case "not": {
      const inner = compileCondition(condition.of, variables);
      return (doc) => !inner(doc);
    }
    case "expr": {
      const evaluate = compileExpression(condition.expression);
      return (doc) => isTruthy(evaluate({ root: doc, current: doc, variables }));
    }
    case "leaf":
      return compileLeaf(condition.parts, condition.test, variables);
  }
}

function compileLeaf(parts: string[], test: Test, variables: Variables): Predicate {
  if (test.op === "elemMatch" || test.op === "elemMatchValue") return compileElemMatch(parts, test, variables);
  const passes = compileTest(test);
  const expandLeaf = test.op !== "exists" && test.op !== "size";
  return (doc, details) => someAtPath(doc, parts, passes, expandLeaf, details);
}

/** The element that matches becomes the position of `$`. */
function compileElemMatch(
  parts: string[],
  test: Test & { op: "elemMatch" | "elemMatchValue" },
  variables: Variables,
): Predicate {
  const matches = compileElement(test, variables);
  return (doc, details) => {
    let position = -1;
    const found = someAtPath(
      doc,
      parts,
      (value) => {
        if (!Array.isArray(value)) return false;
        position = value.findIndex(matches);
        return position >= 0;
      },
      false,
    );
    if (found && details) details.position = position;
    return found;
  };
}

function compileElement(test: Test & { op: "elemMatch" | "elemMatchValue" }, variables: Variables): ValueTest {
  if (test.op === "elemMatchValue") return compileBare(test.condition, variables);
  const matches = compileCondition(test.condition, variables);
  // An array inside the array counts as a document with numbers for names.
  return (item) => (isDoc(item) ? matches(item) : Array.isArray(item) && matches(Object.fromEntries(item.entries())));
}

/** Conditions on a bare element, whose leaves have no path. */
function compileBare(condition: Condition, variables: Variables): ValueTest {
  if (condition.kind === "and") {
    const all = condition.of.map((part) => compileBare(part, variables));
    return (value) => all.every((passes) => passes(value));
  }
  if (condition.kind === "not") {
    const inner = compileBare(condition.of, variables);
    return (value) => !inner(value);
  }
  if (condition.kind !== "leaf") return () => false;
  const { test } = condition;
  if (test.op === "elemMatch" || test.op === "elemMatchValue") {
    const matches = compileElement(test, variables);
    return (value) => Array.isArray(value) && value.some(matches);
  }
  return compileTest(test);
}

export function compileTest(test: Test): ValueTest {
  switch (test.op) {
    case "in": {
      const patterns = test.patterns.map((pattern) => compileTest({ op: "regex", regex: pattern }));
      const equals = test.values.map((value) => comparisonTest("eq", value));
      return (value) => equals.some((passes) => passes(value)) || patterns.some((passes) => passes(value));
    }
    case "regex": {
      const regex = fromBson(test.regex);
      return (value) =>
        typeof value === "string"
          ? regex.test(value)
          : rankOf(value) === 15
            ? regex.test(String(value))
            : equalValues(value, test.regex);
    }
    case "exists":
      return (value) => value !== undefined;
    case "type":
      return (value) => value !== undefined && test.types.has(bsonType(value));
    case "size":
      return (value) => Array.isArray(value) && value.length === test.size;
    case "mod":
      return (value) => {
        const number = toDouble(value);
        if (number === undefined || !Number.isFinite(number) || Math.abs(number) >= 2 ** 63) return false;
        const whole = bsonType(value) === TYPE.long ? BigInt(String(value)) : BigInt(Math.trunc(number));
        return whole % test.divisor === test.remainder;
      };
    case "bits":
      return test.test;
    case "elemMatch":
    case "elemMatchValue":
      return () => false; // compiled by compileElemMatch
    default:
      return comparisonTest(test.op, test.value);
  }
}

const ACCEPTS: Record<Comparison, (order: number) => boolean> = {
  eq: (order) => order === 0,
  gt: (order) => order > 0,
  gte: (order) => order >= 0,
  lt: (order) => order < 0,
  lte: (order) => order <= 0,
};

/** Compares within one class only (manual: "Comparison Query Operators", type bracketing). */
function comparisonTest(op: Comparison, operand: unknown): ValueTest {
  const accepts = ACCEPTS[op];
  const rank = rankOf(operand);
  if (operand === null) return (value) => (value === null || value === undefined) && accepts(0);
  // Against MinKey and MaxKey every class compares.
  if (rank === 1 || rank === 127) return (value) => accepts(compareValues(value, operand));
  if (isNumber(operand) && Number.isNaN(toDouble(operand)))
    return (value) => accepts(0) && Number.isNaN(toDouble(value));
  return (value) => {
    if (rankOf(value) !== rank) return false;
    if (op !== "eq" && Number.isNaN(toDouble(value))) return false;
    return accepts(compareValues(value, operand));
  };
}
