import type { Doc } from "../bson/values.ts";
import { refuse } from "../errors.ts";

export type Variables = { [name: string]: unknown };
/** What an expression sees: `$$ROOT`, `$$CURRENT`, and what `$let`, `$map` and the command's `let` define. */
export type Environment = { root: Doc; current: unknown; variables: Variables };
/** A compiled expression; undefined stands for a missing value. */
export type Evaluate = (environment: Environment) => unknown;
/** Compiles one operator from its operand. `compile` compiles what lies inside. */
export type OperatorCompiler = (operand: unknown, compile: (expression: unknown) => Evaluate, name: string) => Evaluate;

export function isNullish(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

/**
 * An operator whose operands are all evaluated first: `{$op: a}` or `{$op: [a, b]}`.
 *
 * @throws CommandError 16020 for a wrong number of operands
 */
export function eager(
  least: number,
  most: number,
  run: (values: unknown[], name: string) => unknown,
): OperatorCompiler {
  return (operand, compile, name) => {
    const operands = Array.isArray(operand) ? operand : [operand];
    if (operands.length < least || operands.length > most) {
      const wanted = least === most ? `exactly ${least}` : `between ${least} and ${most}`;
      refuse(16020, `Expression ${name} takes ${wanted} arguments. ${operands.length} were passed in.`);
    }
    const parts = operands.map(compile);
    return (environment) =>
      run(
        parts.map((part) => part(environment)),
        name,
      );
  };
}

/** As `eager`; gives null when an operand is null or missing. */
export function strict(
  least: number,
  most: number,
  run: (values: unknown[], name: string) => unknown,
): OperatorCompiler {
  return eager(least, most, (values, name) => (values.some(isNullish) ? null : run(values, name)));
}

/** An operator whose operand is a document of named arguments, e.g. `{$dateTrunc: {date, unit}}`. */
export function named(
  known: string[],
  required: string[],
  run: (args: Doc, name: string) => unknown,
): OperatorCompiler {
  return (operand, compile, name) => {
    if (typeof operand !== "object" || operand === null || Array.isArray(operand))
      refuse(9, `${name} requires an object as its argument`);
    const entries = Object.entries(operand as Doc);
    const odd = entries.find(([key]) => !known.includes(key));
    if (odd) refuse(9, `Unrecognized argument to ${name}: ${odd[0]}`);
    const missing = required.find((key) => !Object.hasOwn(operand, key));
    if (missing) refuse(9, `Missing '${missing}' parameter to ${name}`);
    const parts = entries.map(([key, expression]) => [key, compile(expression)] as const);
    return (environment) => run(Object.fromEntries(parts.map(([key, part]) => [key, part(environment)])), name);
  };
}
