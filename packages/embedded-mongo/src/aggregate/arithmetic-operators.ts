import { Double, Int32, Long } from "bson";
import { compareValues } from "../bson/compare.ts";
import { type Arithmetic, calculate, onDoubles, wholeNumber } from "../bson/numbers.ts";
import { bsonType, isNumber, TYPE, toDouble, toNumeric, toWhole, typeName } from "../bson/values.ts";
import { notBuilt, refuse } from "../errors.ts";
import { eager, isNullish, type OperatorCompiler, strict } from "./evaluate.ts";

function needNumber(value: unknown, name: string): number {
  if (!isNumber(value))
    refuse(name === "$divide" ? 16609 : 28765, `${name} only supports numeric types, not ${typeName(value)}`);
  if (bsonType(value) === TYPE.decimal) notBuilt("Arithmetic with Decimal128");
  return toDouble(value) as number;
}

/** Numbers of any mix; a long that overflows goes on as a double. */
function combine(kind: Arithmetic, a: unknown, b: unknown): unknown {
  return calculate(kind, a, b) ?? new Double(onDoubles(kind, Number(toNumeric(a)), Number(toNumeric(b))));
}

function add(values: unknown[]): unknown {
  const dates = values.filter((value) => value instanceof Date);
  if (dates.length > 1) refuse(16612, "only one date allowed in an $add expression");
  const numbers = values.filter((value) => !(value instanceof Date));
  for (const number of numbers)
    if (!isNumber(number)) refuse(14, `$add only supports numeric or date types, not ${typeName(number)}`);
  const sum = numbers.reduce((a, b) => combine("add", a, b), new Int32(0));
  return dates[0] ? new Date(dates[0].getTime() + Math.round(toDouble(sum) as number)) : sum;
}

function subtract([a, b]: unknown[]): unknown {
  if (a instanceof Date && b instanceof Date) return Long.fromNumber(a.getTime() - b.getTime());
  if (a instanceof Date && isNumber(b)) return new Date(a.getTime() - Math.round(toDouble(b) as number));
  if (!isNumber(a) || !isNumber(b)) refuse(14, `can't $subtract ${typeName(b)} from ${typeName(a)}`);
  return combine("subtract", a, b);
}

function modulo([a, b]: unknown[]): unknown {
  const [left, right] = [needNumber(a, "$mod"), needNumber(b, "$mod")];
  if (right === 0) refuse(16610, "can't $mod by zero");
  if (bsonType(a) === TYPE.double || bsonType(b) === TYPE.double) return new Double(left % right);
  const result = BigInt(toNumeric(a)) % BigInt(toNumeric(b));
  return bsonType(a) === TYPE.int && bsonType(b) === TYPE.int ? new Int32(Number(result)) : Long.fromBigInt(result);
}

/** Changes a double, leaves whole numbers as they are. */
function onFraction(change: (number: number) => number): OperatorCompiler {
  return strict(1, 1, ([value], name) => {
    const number = needNumber(value, name);
    return bsonType(value) === TYPE.double ? new Double(change(number)) : value;
  });
}

/** `$round` (half to even) and `$trunc` to a number of decimal places. */
function toPlaces(round: (number: number) => number): OperatorCompiler {
  return strict(1, 2, ([value, places], name) => {
    const number = needNumber(value, name);
    const digits = places === undefined ? 0 : toWhole(places);
    if (digits === undefined || digits < -20 || digits > 100) refuse(51082, `invalid precision for ${name}`);
    if (!Number.isFinite(number) || (bsonType(value) !== TYPE.double && digits >= 0)) return value;
    const shifted = round(Number(shift(number, digits)));
    const result = Number(shift(shifted, -digits));
    return bsonType(value) === TYPE.double ? new Double(result) : wholeNumber(result);
  });
}

/** Moves the decimal point in the number's text, which does not round as a multiplication would. */
function shift(number: number, by: number): string {
  const [digits, exponent = "0"] = String(number).split("e");
  return `${digits}e${Number(exponent) + by}`;
}

export function roundHalfEven(number: number): number {
  const floor = Math.floor(number);
  const rest = number - floor;
  if (rest !== 0.5) return Math.round(number);
  return floor % 2 === 0 ? floor : floor + 1;
}

function onDouble(compute: (number: number, name: string) => number): OperatorCompiler {
  return strict(1, 1, ([value], name) => new Double(compute(needNumber(value, name), name)));
}

function positive(number: number, name: string): number {
  return number > 0 || Number.isNaN(number)
    ? number
    : refuse(28766, `${name}'s argument must be a positive number, but is ${number}`);
}

function power([base, exponent]: unknown[], name: string): unknown {
  const [left, right] = [needNumber(base, name), needNumber(exponent, name)];
  if (left === 0 && right < 0) refuse(28764, "$pow cannot take a base of 0 and a negative exponent");
  const result = left ** right;
  const whole = bsonType(base) !== TYPE.double && bsonType(exponent) !== TYPE.double && Number.isSafeInteger(result);
  return whole ? wholeNumber(result) : new Double(result);
}

/** Of several operands, or of the elements when the single operand is an array. */
function overList(run: (values: unknown[]) => unknown): OperatorCompiler {
  return eager(1, Number.POSITIVE_INFINITY, (values) =>
    run(values.length === 1 && Array.isArray(values[0]) ? values[0] : values),
  );
}

export function sumOf(values: unknown[]): unknown {
  return values.filter(isNumber).reduce<unknown>((a, b) => combine("add", a, b), new Int32(0));
}

export function averageOf(values: unknown[]): unknown {
  const numbers = values.filter(isNumber);
  if (numbers.length === 0) return null;
  return new Double((toDouble(sumOf(numbers)) as number) / numbers.length);
}

export function extremeOf(values: unknown[], sign: 1 | -1): unknown {
  const present = values.filter((value) => !isNullish(value));
  if (present.length === 0) return null;
  return present.reduce((a, b) => (sign * compareValues(b, a) > 0 ? b : a));
}

/** Manual: "Arithmetic Expression Operators". */
export const arithmeticOperators: Record<string, OperatorCompiler> = {
  $add: strict(0, Number.POSITIVE_INFINITY, add),
  $subtract: strict(2, 2, subtract),
  $multiply: strict(0, Number.POSITIVE_INFINITY, (values, name) => {
    for (const value of values) needNumber(value, name);
    return values.reduce((a, b) => combine("multiply", a, b), new Int32(1));
  }),
  $divide: strict(2, 2, ([a, b], name) => {
    const [top, bottom] = [needNumber(a, name), needNumber(b, name)];
    return bottom === 0 ? refuse(2, "can't $divide by zero") : new Double(top / bottom);
  }),
  $mod: strict(2, 2, modulo),
  $abs: strict(1, 1, ([value], name) => {
    const number = needNumber(value, name);
    return number >= 0
      ? value
      : bsonType(value) === TYPE.double
        ? new Double(-number)
        : combine("multiply", value, new Int32(-1));
  }),
  $ceil: onFraction(Math.ceil),
  $floor: onFraction(Math.floor),
  $round: toPlaces(roundHalfEven),
  $trunc: toPlaces(Math.trunc),
  $pow: strict(2, 2, power),
  $sqrt: onDouble((number, name) =>
    number < 0 ? refuse(28714, `${name}'s argument must be greater than or equal to 0`) : Math.sqrt(number),
  ),
  $exp: onDouble(Math.exp),
  $ln: onDouble((number, name) => Math.log(positive(number, name))),
  $log10: onDouble((number, name) => Math.log10(positive(number, name))),
  $log: strict(
    2,
    2,
    ([value, base], name) =>
      new Double(Math.log(positive(needNumber(value, name), name)) / Math.log(positive(needNumber(base, name), name))),
  ),
  $sum: overList(sumOf),
  $avg: overList(averageOf),
  $min: overList((values) => extremeOf(values, -1)),
  $max: overList((values) => extremeOf(values, 1)),
};
