import { type Binary, type BSONRegExp, type Code, Double, type ObjectId, type Timestamp } from "bson";
import { notBuilt } from "../errors.ts";
import { compareNumbers, type Exact, toExact } from "./numbers.ts";
import { bsonType, type Doc, NUMBER_RANK, rankOf, TYPE, toNumeric } from "./values.ts";

const END = 0; // closes documents and arrays; below every class

/**
 * A value as bytes whose `memcmp` order is BSON's comparison order, so that SQLite's BLOB order is MongoDB's.
 * No key is the beginning of another, so keys of several fields may be joined; all bits are turned for a
 * descending field. Each is one byte of class (see `rankOf`) and the value.
 */
export function encodeKey(value: unknown, descending = false): Buffer {
  const parts: Buffer[] = [];
  pushValue(parts, value);
  const key = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
  return descending ? flip(key) : key;
}

export function flip(key: Buffer): Buffer {
  const flipped = Buffer.allocUnsafe(key.length);
  for (let i = 0; i < key.length; i++) flipped[i] = ~(key[i] as number);
  return flipped;
}

/** The first bytes above all keys that begin with `key`; undefined if there are none. */
export function successor(key: Buffer): Buffer | undefined {
  let size = key.length;
  while (size > 0 && key[size - 1] === 0xff) size--;
  if (size === 0) return undefined;
  const next = Buffer.from(key.subarray(0, size));
  next[size - 1] = (next[size - 1] as number) + 1;
  return next;
}

function pushValue(parts: Buffer[], value: unknown): void {
  parts.push(Buffer.from([rankOf(value)]));
  pushPayload(parts, value);
}

function pushPayload(parts: Buffer[], value: unknown): void {
  switch (rankOf(value)) {
    case NUMBER_RANK:
      parts.push(numberKey(value));
      return;
    case 15:
      parts.push(textKey(String(value)));
      return;
    case 20:
      pushDocument(parts, value as Doc);
      return;
    case 25:
      for (const item of value as unknown[]) pushValue(parts, item);
      parts.push(Buffer.from([END]));
      return;
    case 30: {
      const { buffer, position, sub_type } = value as Binary;
      const head = Buffer.allocUnsafe(5);
      head.writeUInt32BE(position);
      head[4] = sub_type;
      parts.push(head, Buffer.from(buffer.subarray(0, position)));
      return;
    }
    case 35:
      parts.push(Buffer.from((value as ObjectId).id));
      return;
    case 40:
      parts.push(Buffer.from([value ? 1 : 0]));
      return;
    case 45:
      parts.push(int64Key(BigInt((value as Date).getTime()) + 2n ** 63n));
      return;
    case 47:
      parts.push(int64Key(BigInt.asUintN(64, (value as Timestamp).toBigInt())));
      return;
    case 50:
      parts.push(textKey((value as BSONRegExp).pattern), textKey((value as BSONRegExp).options));
      return;
    case 60:
      parts.push(textKey(String((value as Code).code)));
      return;
    case 65:
      parts.push(textKey(String((value as Code).code)));
      pushDocument(parts, (value as Code).scope as Doc);
      return;
  }
}

function pushDocument(parts: Buffer[], doc: Doc): void {
  for (const key of Object.keys(doc)) {
    parts.push(Buffer.from([rankOf(doc[key])]), textKey(key));
    pushPayload(parts, doc[key]);
  }
  parts.push(Buffer.from([END]));
}

/** UTF-8 with 00 written as 00 FF, closed by 00 01. */
function textKey(text: string): Buffer {
  if (!text.includes("\0")) return Buffer.from(`${text}\0\u0001`, "utf8");
  const bytes: number[] = [];
  for (const byte of Buffer.from(text, "utf8")) {
    bytes.push(byte);
    if (byte === 0) bytes.push(0xff);
  }
  return Buffer.from([...bytes, 0, 1]);
}

function int64Key(value: bigint): Buffer {
  const key = Buffer.allocUnsafe(8);
  key.writeBigUInt64BE(value);
  return key;
}

/**
 * A number: the greatest double not above it, then 0 if that is the number itself, or 1 and how far it lies
 * towards the next double, in 64 binary digits: enough to tell apart all longs, and all decimals of 34 digits.
 */
function numberKey(value: unknown): Buffer {
  const isDecimal = bsonType(value) === TYPE.decimal;
  const numeric = isDecimal ? Number(String(value)) : toNumeric(value);
  const exact = isDecimal || typeof numeric === "bigint" ? toExact(value) : undefined;
  const nearest = Number(numeric);
  if (!exact || exact.digits === 0n) return doubleKey(nearest);
  if (Math.abs(nearest) > 1e300 || Math.abs(nearest) < 1e-280) notBuilt("A Decimal128 of this size as a key");
  const floor = compareNumbers(new Double(nearest), value) > 0 ? step(nearest, -1n) : nearest;
  const [low, high] = [toExact(new Double(floor)) as Exact, toExact(new Double(step(floor, 1n))) as Exact];
  const scale = Math.min(low.exponent, high.exponent, exact.exponent);
  const [from, to, here] = [low, high, exact].map((x) => x.digits * 10n ** BigInt(x.exponent - scale)) as [
    bigint,
    bigint,
    bigint,
  ];
  return doubleKey(floor, ((here - from) << 64n) / (to - from));
}

const scratch = Buffer.alloc(8);

/** The double's bits as an unsigned number that grows with the double. */
function orderedBits(double: number): bigint {
  scratch.writeDoubleBE(double === 0 ? 0 : double); // -0 equals 0
  const bits = scratch.readBigUInt64BE();
  return bits >> 63n ? BigInt.asUintN(64, ~bits) : bits | (1n << 63n);
}

/** The next double above (or below). */
function step(double: number, by: 1n | -1n): number {
  const ordered = orderedBits(double) + by;
  scratch.writeBigUInt64BE(ordered >> 63n ? ordered & ~(1n << 63n) : BigInt.asUintN(64, ~ordered));
  return scratch.readDoubleBE();
}

function doubleKey(double: number, fraction = 0n): Buffer {
  const key = Buffer.alloc(fraction === 0n ? 9 : 17);
  // NaN is below all other numbers.
  if (!Number.isNaN(double)) key.writeBigUInt64BE(orderedBits(double));
  if (fraction !== 0n) {
    key[8] = 1;
    key.writeBigUInt64BE(fraction, 9);
  }
  return key;
}
