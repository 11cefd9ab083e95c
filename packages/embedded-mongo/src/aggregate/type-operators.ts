import { Double, Int32, Long, ObjectId, Timestamp } from "bson";
import {
  bsonType,
  type Doc,
  isNumber,
  isTruthy,
  TYPE,
  TYPE_NAMES,
  toDouble,
  toNumeric,
  typeName,
} from "../bson/values.ts";
import { CommandError, notBuilt, refuse } from "../errors.ts";
import { eager, isNullish, type OperatorCompiler } from "./evaluate.ts";

function cannot(value: unknown, target: string): never {
  const shown = typeof value === "string" ? ` '${value}'` : "";
  refuse(241, `Failed to convert ${typeName(value)}${shown} to ${target} in $convert with no onError value`);
}

export function toText(value: unknown): string | null {
  if (isNullish(value)) return null;
  if (typeof value === "string") return value;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "boolean" || value instanceof ObjectId) return String(value);
  if (!isNumber(value)) return cannot(value, "string");
  const number = toNumeric(value);
  if (bsonType(value) === TYPE.decimal || typeof number === "bigint") return String(value);
  if (
    Number.isFinite(number) &&
    number !== 0 &&
    bsonType(value) === TYPE.double &&
    (Math.abs(number) >= 1e6 || Math.abs(number) < 1e-4)
  ) {
    return doubleText(number);
  }
  return Number.isNaN(number) ? "NaN" : String(number);
}

/** C++ switches to exponents sooner than JavaScript. */
function doubleText(number: number): string {
  const plain = String(number);
  return plain.includes("e") || Math.abs(number) >= 1e17
    ? number.toExponential().replace(/e([+-])(\d)$/, "e$10$2")
    : plain;
}

function toInteger(value: unknown, bits: 32 | 64): unknown {
  const target = bits === 32 ? "int" : "long";
  if (typeof value === "boolean") return make(value ? 1n : 0n, bits);
  if (value instanceof Date && bits === 64) return Long.fromNumber(value.getTime());
  if (typeof value === "string") {
    if (!/^[+-]?\d+$/.test(value)) cannot(value, target);
    return fit(BigInt(value.replace("+", "")), value, bits);
  }
  if (!isNumber(value)) cannot(value, target);
  if (bsonType(value) === TYPE.decimal) notBuilt("Converting Decimal128");
  const number = toNumeric(value);
  if (typeof number === "number" && !Number.isFinite(number)) cannot(value, target);
  return fit(BigInt(typeof number === "number" ? Math.trunc(number) : number), value, bits);
}

function fit(whole: bigint, value: unknown, bits: 32 | 64): unknown {
  return BigInt.asIntN(bits, whole) === whole ? make(whole, bits) : cannot(value, bits === 32 ? "int" : "long");
}

function make(whole: bigint, bits: 32 | 64): unknown {
  return bits === 32 ? new Int32(Number(whole)) : Long.fromBigInt(whole);
}

function toDoubleValue(value: unknown): unknown {
  if (typeof value === "boolean") return new Double(value ? 1 : 0);
  if (value instanceof Date) return new Double(value.getTime());
  if (typeof value === "string") {
    const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value) ? Number(value) : cannot(value, "double");
    return new Double(number);
  }
  return isNumber(value) ? new Double(toDouble(value) as number) : cannot(value, "double");
}

/** A date from ISO 8601 text (UTC without an offset), milliseconds, an ObjectId or a timestamp. */
export function toDate(value: unknown): Date {
  if (value instanceof Date) return value;
  if (value instanceof ObjectId) return value.getTimestamp();
  if (value instanceof Timestamp) return new Date(value.t * 1000);
  if (typeof value === "string") {
    const match = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:?\d\d)?)?$/.exec(value);
    const date = match ? new Date(match[1] && !match[4] ? `${value}Z` : value) : undefined;
    return date && !Number.isNaN(date.getTime()) ? date : cannot(value, "date");
  }
  if (isNumber(value) && bsonType(value) !== TYPE.int) return new Date(Math.trunc(toDouble(value) as number));
  return cannot(value, "date");
}

const CONVERSIONS: Record<string, (value: unknown) => unknown> = {
  string: toText,
  int: (value) => toInteger(value, 32),
  long: (value) => toInteger(value, 64),
  double: toDoubleValue,
  bool: (value) => isTruthy(value),
  date: toDate,
  objectId: (value) => {
    if (value instanceof ObjectId) return value;
    return typeof value === "string" && /^[0-9a-f]{24}$/i.test(value) ? new ObjectId(value) : cannot(value, "objectId");
  },
};

function converter(target: string): OperatorCompiler {
  return eager(1, 1, ([value]) => (isNullish(value) ? null : CONVERSIONS[target]?.(value)));
}

function convert(args: Doc): unknown {
  const { to } = args;
  const target = isNumber(to) ? TYPE_NAMES[toDouble(to) as number] : String(to);
  const conversion = CONVERSIONS[target ?? ""];
  if (!conversion)
    return target === "decimal" ? notBuilt("Converting to decimal") : refuse(2, `Unknown type name: ${target}`);
  return conversion(args["input"]);
}

/** Manual: "Type Expression Operators". `$toString` is with the strings. */
export const typeOperators: Record<string, OperatorCompiler> = {
  $type: eager(1, 1, ([value]) => typeName(value)),
  $isNumber: eager(1, 1, ([value]) => isNumber(value)),
  $toInt: converter("int"),
  $toLong: converter("long"),
  $toDouble: converter("double"),
  $toBool: converter("bool"),
  $toDate: converter("date"),
  $toObjectId: converter("objectId"),
  $toDecimal: () => notBuilt("Converting to decimal"),
  $convert: (operand, compile) => {
    const parts = Object.entries(operand as Doc).map(([key, expression]) => [key, compile(expression)] as const);
    const odd = parts.find(([key]) => !["input", "to", "onError", "onNull"].includes(key));
    if (odd) refuse(9, `$convert found an unknown argument: ${odd[0]}`);
    return (environment) => {
      const args = Object.fromEntries(parts.map(([key, part]) => [key, part(environment)]));
      if (isNullish(args["to"])) return null;
      if (isNullish(args["input"])) return args["onNull"] ?? null;
      try {
        return convert(args);
      } catch (error) {
        if (error instanceof CommandError && error.code === 241 && Object.hasOwn(args, "onError"))
          return args["onError"];
        throw error;
      }
    };
  },
};
