import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from "bson";
import { ProtocolError } from "../errors.ts";
import { type Doc, setField } from "./values.ts";

const MAX_DEPTH = 200;
const MAX_DATE_MS = 8_640_000_000_000_000n;

/**
 * Decodes one document, keeping every value's BSON type (see `Doc`). Own code, for bson's decoder turns
 * `{$ref, $id}` into an object of another class and cannot keep integers and doubles apart cheaply.
 *
 * @throws ProtocolError for bytes that are not BSON.
 */
export function decode(bytes: Buffer, offset = 0): Doc {
  try {
    return readDocument(bytes, offset, 0) as Doc;
  } catch (error) {
    // A read behind the end, or a value that bson's classes refuse, e.g. a regular expression's option.
    throw error instanceof ProtocolError ? error : new ProtocolError(`Not BSON: ${(error as Error).message}`);
  }
}

let at = 0; // where the value that is being read goes on; decoding never yields, so one position is enough

function readDocument(bytes: Buffer, start: number, depth: number, asArray = false): Doc | unknown[] {
  if (depth > MAX_DEPTH) throw new ProtocolError("Document nested too deeply");
  const size = bytes.readInt32LE(start);
  const end = start + size - 1;
  if (size < 5 || end >= bytes.length || bytes[end] !== 0) throw new ProtocolError("Bad document length");
  const doc: Doc = {};
  const list: unknown[] = [];
  at = start + 4;
  while (at < end) {
    const type = bytes[at++];
    const key = readName(bytes);
    const value = readValue(bytes, type as number, depth);
    if (at > end) throw new ProtocolError("A value runs over its document's end");
    if (asArray) list.push(value);
    else setField(doc, key, value);
  }
  if (at !== end) throw new ProtocolError("Bad document end");
  at = end + 1;
  return asArray ? list : doc;
}

function readName(bytes: Buffer): string {
  const end = bytes.indexOf(0, at);
  if (end < 0) throw new ProtocolError("A name has no end");
  const name = bytes.toString("utf8", at, end);
  at = end + 1;
  return name;
}

function readString(bytes: Buffer): string {
  const size = bytes.readInt32LE(at);
  const start = at + 4;
  const end = start + size - 1;
  if (size < 1 || end >= bytes.length || bytes[end] !== 0) throw new ProtocolError("Bad string length");
  at = end + 1;
  return bytes.toString("utf8", start, end);
}

function readBinary(bytes: Buffer): Binary {
  const size = bytes.readInt32LE(at);
  const subtype = bytes.readUInt8(at + 4);
  const start = at + 5;
  if (size < 0 || start + size > bytes.length) throw new ProtocolError("Bad binary length");
  at = start + size;
  // A copy: the frame it lies in is large and must not be kept alive by one small value.
  return new Binary(Uint8Array.prototype.slice.call(bytes, start, at), subtype);
}

function readLong(bytes: Buffer): Long {
  const value = new Long(bytes.readInt32LE(at), bytes.readInt32LE(at + 4));
  at += 8;
  return value;
}

function readDate(bytes: Buffer): Date {
  const ms = bytes.readBigInt64LE(at);
  if (ms > MAX_DATE_MS || ms < -MAX_DATE_MS) throw new ProtocolError("A date outside the years this server can hold");
  at += 8;
  return new Date(Number(ms));
}

function take(bytes: Buffer, size: number): Buffer {
  if (at + size > bytes.length) throw new ProtocolError("A value runs over the end");
  at += size;
  return bytes.subarray(at - size, at);
}

function readValue(bytes: Buffer, type: number, depth: number): unknown {
  switch (type) {
    case 0x01:
      return new Double(take(bytes, 8).readDoubleLE());
    case 0x02:
      return readString(bytes);
    case 0x03:
      return readDocument(bytes, at, depth + 1);
    case 0x04:
      return readDocument(bytes, at, depth + 1, true);
    case 0x05:
      return readBinary(bytes);
    case 0x07:
      return new ObjectId(Uint8Array.prototype.slice.call(take(bytes, 12)));
    case 0x08:
      return take(bytes, 1)[0] === 1;
    case 0x09:
      return readDate(bytes);
    case 0x06: // undefined is deprecated; MongoDB's own drivers read it as null too
    case 0x0a:
      return null;
    case 0x0b:
      return new BSONRegExp(readName(bytes), readName(bytes));
    case 0x0d:
      return new Code(readString(bytes));
    case 0x0e:
      return new BSONSymbol(readString(bytes));
    case 0x0f: {
      at += 4; // the total length, which the two parts repeat
      const code = readString(bytes);
      return new Code(code, readDocument(bytes, at, depth + 1) as Doc);
    }
    case 0x10:
      return new Int32(take(bytes, 4).readInt32LE());
    case 0x11:
      return new Timestamp(readLong(bytes));
    case 0x12:
      return readLong(bytes);
    case 0x13:
      return new Decimal128(Uint8Array.prototype.slice.call(take(bytes, 16)));
    case 0xff:
      return new MinKey();
    case 0x7f:
      return new MaxKey();
    default:
      throw new ProtocolError(`Unknown BSON type ${type}`);
  }
}
