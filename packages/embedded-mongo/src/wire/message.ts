import { decode } from "../bson/decode.ts";
import { encode } from "../bson/encode.ts";
import type { Doc } from "../bson/values.ts";
import { ProtocolError } from "../errors.ts";

export const MAX_MESSAGE_BYTES = 48_000_000;
const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const FLAG_CHECKSUM = 1;
const FLAG_MORE_TO_COME = 2;
const KNOWN_REQUIRED_FLAGS = 0b11; // of the low 16 bits; an unknown one must be refused (OP_MSG specification)

/**
 * One request. `raw` holds the documents of its lists (insert's `documents` and the like) as they came, beside
 * `body` where they are decoded.
 */
export type Request = { requestId: number; legacy: boolean; wantsReply: boolean; body: Doc };

/** Reads one whole message (manual: "MongoDB Wire Protocol"). */
export function parseMessage(message: Buffer): Request {
  const requestId = message.readInt32LE(4);
  const opcode = message.readInt32LE(12);
  if (opcode === OP_MSG) return parseOpMsg(message, requestId);
  if (opcode === OP_QUERY) return parseOpQuery(message, requestId);
  throw new ProtocolError(`Unknown opcode ${opcode}`);
}

function parseOpMsg(message: Buffer, requestId: number): Request {
  if (message.length < 26) throw new ProtocolError("OP_MSG is too short");
  const flags = message.readUInt32LE(16);
  if (flags & 0xffff & ~KNOWN_REQUIRED_FLAGS) throw new ProtocolError("Unknown OP_MSG flag");
  // The checksum guards against a damaged network; these bytes never left the machine.
  const end = flags & FLAG_CHECKSUM ? message.length - 4 : message.length;
  let at = 20;
  let body: Doc | undefined;
  const lists: [string, Doc[]][] = [];
  while (at < end) {
    const kind = message[at++];
    const size = sectionSize(message, at, end);
    if (kind === 0 && body === undefined) body = decode(message.subarray(at, at + size));
    else if (kind === 1) lists.push(parseSequence(message.subarray(at, at + size)));
    else throw new ProtocolError("Unexpected OP_MSG section");
    at += size;
  }
  if (body === undefined) throw new ProtocolError("OP_MSG without a body");
  for (const [name, docs] of lists) {
    if (Object.hasOwn(body, name)) throw new ProtocolError("A document sequence repeats a field of the body");
    body[name] = docs;
  }
  return { requestId, legacy: false, wantsReply: (flags & FLAG_MORE_TO_COME) === 0, body };
}

function sectionSize(message: Buffer, at: number, end: number): number {
  const size = at + 4 <= end ? message.readInt32LE(at) : -1;
  if (size < 5 || at + size > end) throw new ProtocolError("Bad OP_MSG section length");
  return size;
}

/** A kind 1 section: its name and its documents one after the other. */
function parseSequence(section: Buffer): [string, Doc[]] {
  const nameEnd = section.indexOf(0, 4);
  if (nameEnd < 0) throw new ProtocolError("A document sequence has no name");
  const docs: Doc[] = [];
  for (let at = nameEnd + 1; at < section.length; ) {
    const size = sectionSize(section, at, section.length);
    docs.push(decode(section.subarray(at, at + size)));
    at += size;
  }
  return [section.toString("utf8", 4, nameEnd), docs];
}

/** The old form, in which drivers still say their first hello. */
function parseOpQuery(message: Buffer, requestId: number): Request {
  const nameEnd = message.indexOf(0, 20);
  if (nameEnd < 0) throw new ProtocolError("OP_QUERY without a namespace");
  const body = decode(message, nameEnd + 9);
  const db = message.toString("utf8", 20, nameEnd).split(".", 1)[0] as string;
  return { requestId, legacy: true, wantsReply: true, body: { ...body, $db: db } };
}

let lastId = 0;

export function buildReply(request: Request, reply: Doc): Buffer {
  const doc = encode(reply);
  const head = request.legacy ? legacyHead() : Buffer.alloc(5); // flags 0 and section kind 0
  const header = Buffer.allocUnsafe(16);
  lastId = (lastId + 1) & 0x7fffffff;
  header.writeInt32LE(16 + head.length + doc.length, 0);
  header.writeInt32LE(lastId, 4);
  header.writeInt32LE(request.requestId, 8);
  header.writeInt32LE(request.legacy ? OP_REPLY : OP_MSG, 12);
  return Buffer.concat([header, head, doc]);
}

function legacyHead(): Buffer {
  const head = Buffer.alloc(20);
  head.writeInt32LE(1, 16); // one document
  return head;
}
