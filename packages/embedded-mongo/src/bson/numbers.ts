import { Double, Int32, Long } from "bson";
import { notBuilt, refuse } from "../errors.ts";
import { bsonType, TYPE, toNumeric } from "./values.ts";

/** An exact decimal: `digits` times ten to the `exponent`. */
export type Exact = { digits: bigint; exponent: number };

/** Decimal128 (or any finite number) exactly; undefined for NaN and the infinities. */
export function toExact(value: unknown): Exact | undefined {
  if (bsonType(value) !== TYPE.decimal) return exactOfNumeric(toNumeric(value));
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:E([+-]?\d+))?$/.exec(String(value));
  if (!match) return undefined;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  return { digits: BigInt(`${sign}${whole}${fraction}`), exponent: Number(exponent) - fraction.length };
}

/** Every finite double is a whole number times a power of two, hence an exact decimal too. */
function exactOfNumeric(number: number | bigint): Exact | undefined {
  if (typeof number === "bigint") return { digits: number, exponent: 0 };
  if (!Number.isFinite(number)) return undefined;
  let halvings = 0;
  let scaled = number;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    halvings++;
  }
  return { digits: BigInt(scaled) * 5n ** BigInt(halvings), exponent: -halvings };
}

function compareExact(a: Exact, b: Exact): number {
  const signs = Number(a.digits > 0n) - Number(a.digits < 0n) - (Number(b.digits > 0n) - Number(b.digits < 0n));
  if (signs !== 0) return Math.sign(signs);
  // Far apart in size: the count of digits tells, and spares a power of ten with thousands of digits.
  const magnitude = (x: Exact) => x.digits.toString().replace("-", "").length + x.exponent;
  if (a.digits !== 0n && Math.abs(magnitude(a) - magnitude(b)) > 1) {
    return Math.sign(magnitude(a) - magnitude(b)) * (a.digits > 0n ? 1 : -1);
  }
  const low = Math.min(a.exponent, b.exponent);
  const left = a.digits * 10n ** BigInt(a.exponent - low);
  const right = b.digits * 10n ** BigInt(b.exponent - low);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Compares two numbers of any BSON types by their exact values; NaN is below all and equals itself. */
export function compareNumbers(a: unknown, b: unknown): number {
  if (bsonType(a) !== TYPE.decimal && bsonType(b) !== TYPE.decimal) {
    const [left, right] = [toNumeric(a), toNumeric(b)];
    if (left < right) return -1;
    if (left > right) return 1;
    return Number.isNaN(left) || Number.isNaN(right) ? compareSpecial(left, right) : 0;
  }
  const [left, right] = [toExact(a), toExact(b)];
  if (left && right) return compareExact(left, right);
  return compareSpecial(left ? 0 : Number(String(a)), right ? 0 : Number(String(b)));
}

/** At least one is NaN or infinite; a finite one counts as zero. */
function compareSpecial(a: number | bigint, b: number | bigint): number {
  const [left, right] = [Number.isNaN(a) ? 0 : 1, Number.isNaN(b) ? 0 : 1];
  if (left !== right) return left - right;
  return a < b ? -1 : a > b ? 1 : 0;
}

export type Arithmetic = "add" | "subtract" | "multiply";

/**
 * Whole-number and double arithmetic with MongoDB's result types: int with int stays int and widens to long;
 * any double gives a double.
 *
 * @returns undefined when a long overflows: an update refuses that, an expression goes on with doubles.
 */
export function calculate(kind: Arithmetic, a: unknown, b: unknown): Int32 | Double | Long | undefined {
  const [typeA, typeB] = [bsonType(a), bsonType(b)];
  if (typeA === TYPE.decimal || typeB === TYPE.decimal) notBuilt("Arithmetic with Decimal128");
  if (typeA === TYPE.double || typeB === TYPE.double) {
    return new Double(onDoubles(kind, Number(toNumeric(a)), Number(toNumeric(b))));
  }
  const [left, right] = [BigInt(toNumeric(a)), BigInt(toNumeric(b))];
  const result = kind === "add" ? left + right : kind === "subtract" ? left - right : left * right;
  const short = typeA === TYPE.int && typeB === TYPE.int;
  if (short && BigInt.asIntN(32, result) === result) return new Int32(Number(result));
  return BigInt.asIntN(64, result) === result ? Long.fromBigInt(result) : undefined;
}

export function onDoubles(kind: Arithmetic, a: number, b: number): number {
  return kind === "add" ? a + b : kind === "subtract" ? a - b : a * b;
}

/** A whole number in the smallest integer type that holds it. */
export function wholeNumber(value: number): Int32 | Long | Double {
  if (BigInt.asIntN(32, BigInt(value)) === BigInt(value)) return new Int32(value);
  return Number.isSafeInteger(value) ? Long.fromNumber(value) : new Double(value);
}

/** The number as a 32 or 64 bit whole number, for `$bit` and `$mod`; refuses others with code 2. */
export function toBigInt(value: unknown, what: string): bigint {
  const number = toNumeric(value);
  if (typeof number === "number" && !Number.isFinite(number)) refuse(2, `${what} must be a finite number`);
  return BigInt(typeof number === "number" ? Math.trunc(number) : number);
}
