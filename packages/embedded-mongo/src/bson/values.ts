import { type Decimal128, Double, Int32, Long } from "bson";

/** A decoded document. Numbers stay in bson's `Int32`, `Double`, `Long`, so that they are written back as they were. */
export type Doc = { [key: string]: unknown };

/** BSON type numbers (manual: "BSON Types"); 0 stands for a missing field. */
export const TYPE = {
  missing: 0,
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  undefined: 6,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  javascript: 13,
  symbol: 14,
  javascriptWithScope: 15,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  minKey: -1,
  maxKey: 127,
} as const;

const BY_CLASS: Record<string, number> = {
  Int32: TYPE.int,
  Double: TYPE.double,
  Long: TYPE.long,
  ObjectId: TYPE.objectId,
  Decimal128: TYPE.decimal,
  Binary: TYPE.binData,
  BSONRegExp: TYPE.regex,
  Timestamp: TYPE.timestamp,
  BSONSymbol: TYPE.symbol,
  MinKey: TYPE.minKey,
  MaxKey: TYPE.maxKey,
};

export function isDoc(value: unknown): value is Doc {
  // The prototype tells, not a field: a stored document may well have a field called `_bsontype`.
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** The value of a document's own field; undefined when it is missing (a stored null is null). */
export function getField(doc: Doc, key: string): unknown {
  return Object.hasOwn(doc, key) ? doc[key] : undefined;
}

/** Sets a field, also one named `__proto__`. */
export function setField(doc: Doc, key: string, value: unknown): void {
  if (key === "__proto__")
    Object.defineProperty(doc, key, { value, enumerable: true, configurable: true, writable: true });
  else doc[key] = value;
}

export function bsonType(value: unknown): number {
  switch (typeof value) {
    case "undefined":
      return TYPE.missing;
    case "string":
      return TYPE.string;
    case "boolean":
      return TYPE.bool;
    case "number":
      return Number.isInteger(value) && Math.abs(value) < 2 ** 31 && !Object.is(value, -0) ? TYPE.int : TYPE.double;
    case "bigint":
      return TYPE.long;
  }
  if (value === null) return TYPE.null;
  if (Array.isArray(value)) return TYPE.array;
  if (isDoc(value)) return TYPE.object;
  if (value instanceof Date) return TYPE.date;
  const tagged = value as { _bsontype?: string; scope?: unknown };
  if (tagged._bsontype === "Code") return tagged.scope ? TYPE.javascriptWithScope : TYPE.javascript;
  return BY_CLASS[tagged._bsontype ?? ""] ?? TYPE.undefined;
}

/** Classes in BSON's comparison order (manual: "Comparison/Sort Order"); all numbers are one class. */
const RANKS = new Map<number, number>([
  [TYPE.minKey, 1],
  [TYPE.missing, 2],
  [TYPE.undefined, 2],
  [TYPE.null, 5],
  [TYPE.double, 10],
  [TYPE.int, 10],
  [TYPE.long, 10],
  [TYPE.decimal, 10],
  [TYPE.string, 15],
  [TYPE.symbol, 15],
  [TYPE.object, 20],
  [TYPE.array, 25],
  [TYPE.binData, 30],
  [TYPE.objectId, 35],
  [TYPE.bool, 40],
  [TYPE.date, 45],
  [TYPE.timestamp, 47],
  [TYPE.regex, 50],
  [TYPE.javascript, 60],
  [TYPE.javascriptWithScope, 65],
  [TYPE.maxKey, 127],
]);
export const NUMBER_RANK = 10;

export function rankOf(value: unknown): number {
  return RANKS.get(bsonType(value)) ?? 2;
}

export function isNumber(value: unknown): value is number | bigint | Int32 | Double | Long | Decimal128 {
  return rankOf(value) === NUMBER_RANK;
}

/** A number as JavaScript compares it exactly: a bigint where a double would round. Decimals are not for here. */
export function toNumeric(value: unknown): number | bigint {
  if (typeof value === "number" || typeof value === "bigint") return value;
  if (value instanceof Long) {
    const high = value.high;
    return high >= -0x200000 && high < 0x200000 ? value.toNumber() : value.toBigInt();
  }
  if (value instanceof Int32 || value instanceof Double) return value.value;
  return Number.NaN;
}

/** The number as a double; undefined for what is no number. */
export function toDouble(value: unknown): number | undefined {
  if (!isNumber(value)) return undefined;
  return bsonType(value) === TYPE.decimal ? Number(String(value)) : Number(toNumeric(value));
}

/** The number when it is whole and safe to count with, e.g. a limit or an array position. */
export function toWhole(value: unknown): number | undefined {
  const number = toDouble(value);
  return number !== undefined && Number.isSafeInteger(number) ? number : undefined;
}

/** The names `$type` knows (manual: "$type"). */
export const TYPE_NAMES: Record<number, string> = {
  1: "double",
  2: "string",
  3: "object",
  4: "array",
  5: "binData",
  6: "undefined",
  7: "objectId",
  8: "bool",
  9: "date",
  10: "null",
  11: "regex",
  13: "javascript",
  14: "symbol",
  15: "javascriptWithScope",
  16: "int",
  17: "timestamp",
  18: "long",
  19: "decimal",
  [-1]: "minKey",
  127: "maxKey",
  0: "missing",
};

export function typeName(value: unknown): string {
  return TYPE_NAMES[bsonType(value)] ?? "missing";
}

/** MongoDB's truth: everything but false, null, missing and zero. */
export function isTruthy(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return false;
  return isNumber(value) ? toDouble(value) !== 0 : true;
}
