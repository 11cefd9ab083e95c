import { compareValues } from "../bson/compare.ts";
import { isDoc, isTruthy } from "../bson/values.ts";
import { refuse } from "../errors.ts";
import { eager, isNullish, type OperatorCompiler } from "./evaluate.ts";

function comparison(accepts: (order: number) => boolean): OperatorCompiler {
  return eager(2, 2, ([a, b]) => accepts(compareValues(a, b)));
}

/** Manual: "Comparison", "Boolean", "Conditional" and "Variable Expression Operators". */
export const logicOperators: Record<string, OperatorCompiler> = {
  $eq: comparison((order) => order === 0),
  $ne: comparison((order) => order !== 0),
  $gt: comparison((order) => order > 0),
  $gte: comparison((order) => order >= 0),
  $lt: comparison((order) => order < 0),
  $lte: comparison((order) => order <= 0),
  $cmp: eager(2, 2, ([a, b]) => compareValues(a, b)),
  $not: eager(1, 1, ([value]) => !isTruthy(value)),
  $and: (operand, compile) => {
    const parts = (Array.isArray(operand) ? operand : [operand]).map(compile);
    return (environment) => parts.every((part) => isTruthy(part(environment)));
  },
  $or: (operand, compile) => {
    const parts = (Array.isArray(operand) ? operand : [operand]).map(compile);
    return (environment) => parts.some((part) => isTruthy(part(environment)));
  },
  $literal: (operand) => () => operand,
  $const: (operand) => () => operand,
  $ifNull: (operand, compile) => {
    if (!Array.isArray(operand) || operand.length < 2) refuse(1257300, "$ifNull needs at least two arguments");
    const parts = operand.map(compile);
    return (environment) => {
      let value: unknown;
      for (const part of parts) {
        value = part(environment);
        if (!isNullish(value)) return value;
      }
      return value;
    };
  },
  $cond: (operand, compile) => {
    const parts = isDoc(operand) ? [operand["if"], operand["then"], operand["else"]] : operand;
    if (isDoc(operand)) {
      const odd = Object.keys(operand).find((key) => !["if", "then", "else"].includes(key));
      if (odd) refuse(17083, `Unrecognized parameter to $cond: ${odd}`);
      if (!Object.hasOwn(operand, "if")) refuse(17080, "Missing 'if' parameter to $cond");
      if (!Object.hasOwn(operand, "then")) refuse(17081, "Missing 'then' parameter to $cond");
      if (!Object.hasOwn(operand, "else")) refuse(17082, "Missing 'else' parameter to $cond");
    }
    if (!Array.isArray(parts) || parts.length !== 3) refuse(16020, "Expression $cond takes exactly 3 arguments.");
    const [test, yes, no] = parts.map(compile);
    return (environment) => (isTruthy(test?.(environment)) ? yes?.(environment) : no?.(environment));
  },
  $switch: (operand, compile) => {
    if (!isDoc(operand) || !Array.isArray(operand["branches"]))
      refuse(40060, "$switch requires an object with an array 'branches'");
    if (operand["branches"].length === 0) refuse(40068, "$switch requires at least one branch");
    const branches = operand["branches"].map((branch) => {
      if (!isDoc(branch) || !Object.hasOwn(branch, "case") || !Object.hasOwn(branch, "then"))
        refuse(40067, "$switch requires each branch to have 'case' and 'then'");
      return [compile(branch["case"]), compile(branch["then"])] as const;
    });
    const otherwise = Object.hasOwn(operand, "default") ? compile(operand["default"]) : undefined;
    return (environment) => {
      for (const [test, result] of branches) if (isTruthy(test(environment))) return result(environment);
      return otherwise
        ? otherwise(environment)
        : refuse(40066, "$switch could not find a matching branch for an input, and no default was specified.");
    };
  },
  $let: (operand, compile) => {
    if (!isDoc(operand) || !isDoc(operand["vars"]) || !Object.hasOwn(operand, "in"))
      refuse(16874, "$let needs 'vars' and 'in'");
    const vars = Object.entries(operand["vars"]).map(([name, expression]) => [name, compile(expression)] as const);
    const body = compile(operand["in"]);
    return (environment) => {
      const defined = Object.fromEntries(vars.map(([name, value]) => [name, value(environment)]));
      return body({ ...environment, variables: { ...environment.variables, ...defined } });
    };
  },
};
