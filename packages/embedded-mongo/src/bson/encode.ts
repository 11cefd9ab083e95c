import type { Binary, BSONRegExp, Code, Decimal128, Long, ObjectId } from "bson";
import { refuse } from "../errors.ts";
import { bsonType, type Doc, TYPE, toNumeric } from "./values.ts";

const MAX_DEPTH = 180;
let out = Buffer.allocUnsafe(1 << 16);
let at = 0;

/**
 * Encodes a document. A `Uint8Array` among the values stands for a document that is encoded already: stored
 * documents go out as they lie on disk. Fields that are undefined are left out.
 */
export function encode(doc: Doc): Buffer {
  at = 0;
  writeDocument(doc, 0);
  const bytes = Buffer.from(out.subarray(0, at));
  if (out.length > 1 << 24) out = Buffer.allocUnsafe(1 << 16); // do not keep the room of one huge answer
  return bytes;
}

function room(size: number): void {
  if (at + size <= out.length) return;
  const larger = Buffer.allocUnsafe(Math.max(out.length * 2, at + size));
  out.copy(larger, 0, 0, at);
  out = larger;
}

function writeDocument(doc: Doc | unknown[], depth: number): void {
  if (depth > MAX_DEPTH) refuse(15, "Document exceeds the maximum nesting depth");
  const start = at;
  room(5);
  at += 4;
  const isArray = Array.isArray(doc);
  for (const key of Object.keys(doc)) {
    const value = (doc as Doc)[key];
    if (value !== undefined) writeField(key, value, depth);
    else if (isArray) writeField(key, null, depth);
  }
  room(1);
  out[at++] = 0;
  out.writeInt32LE(at - start, start);
}

function writeName(name: string): void {
  room(name.length * 3 + 1);
  const size = out.write(name, at, "utf8");
  if (out.subarray(at, at + size).includes(0)) refuse(2, "A field name or pattern must not hold a null byte");
  at += size;
  out[at++] = 0;
}

function writeString(text: string): void {
  room(text.length * 3 + 5);
  const size = out.write(text, at + 4, "utf8");
  out.writeInt32LE(size + 1, at);
  at += size + 5;
  out[at - 1] = 0;
}

function writeBytes(bytes: Uint8Array): void {
  room(bytes.length);
  out.set(bytes, at);
  at += bytes.length;
}

function writeInt64(value: bigint): void {
  room(8);
  out.writeBigInt64LE(value, at);
  at += 8;
}

function writeField(key: string, value: unknown, depth: number): void {
  const encoded = value instanceof Uint8Array;
  const type = encoded ? TYPE.object : bsonType(value);
  room(1);
  out[at++] = type & 0xff;
  writeName(key);
  if (encoded) writeBytes(value);
  else writeValue(type, value, depth);
}

function writeValue(type: number, value: unknown, depth: number): void {
  switch (type) {
    case TYPE.double:
      room(8);
      at = out.writeDoubleLE(toNumeric(value) as number, at);
      return;
    case TYPE.string:
      writeString(value as string);
      return;
    case TYPE.symbol:
      writeString(String(value));
      return;
    case TYPE.object:
    case TYPE.array:
      writeDocument(value as Doc, depth + 1);
      return;
    case TYPE.binData: {
      const { buffer, position, sub_type } = value as Binary;
      room(5);
      at = out.writeInt32LE(position, at);
      out[at++] = sub_type;
      writeBytes(buffer.subarray(0, position));
      return;
    }
    case TYPE.objectId:
      writeBytes((value as ObjectId).id);
      return;
    case TYPE.bool:
      room(1);
      out[at++] = value ? 1 : 0;
      return;
    case TYPE.date: {
      const ms = (value as Date).getTime();
      if (Number.isNaN(ms)) refuse(2, "Invalid date");
      writeInt64(BigInt(ms));
      return;
    }
    case TYPE.regex:
      writeName((value as BSONRegExp).pattern);
      writeName((value as BSONRegExp).options);
      return;
    case TYPE.javascript:
      writeString(String((value as Code).code));
      return;
    case TYPE.javascriptWithScope: {
      const start = at;
      room(4);
      at += 4;
      writeString(String((value as Code).code));
      writeDocument((value as Code).scope as Doc, depth + 1);
      out.writeInt32LE(at - start, start);
      return;
    }
    case TYPE.int:
      room(4);
      at = out.writeInt32LE(toNumeric(value) as number, at);
      return;
    case TYPE.long:
    case TYPE.timestamp:
      writeInt64(typeof value === "bigint" ? value : (value as Long).toBigInt());
      return;
    case TYPE.decimal:
      writeBytes((value as Decimal128).bytes);
      return;
  }
  // null, MinKey and MaxKey are their type byte alone
}
