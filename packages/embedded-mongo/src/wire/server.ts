import { createServer, type Server, type Socket } from "node:net";
import type { Doc } from "../bson/values.ts";
import { ProtocolError, toReply } from "../errors.ts";
import { buildReply, MAX_MESSAGE_BYTES, parseMessage, type Request } from "./message.ts";

/**
 * Answers one request: calls `send` once, when what it did is durable.
 * A command that fails is an answer too; only bytes that are no protocol throw.
 */
export type Handler = (request: Request, send: (reply: Doc) => void) => void;

/** A listener for MongoDB's wire protocol. A client's bad bytes end that client's connection and nothing else. */
export function createWireServer(handle: Handler): { server: Server; sockets: Set<Socket> } {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    readMessages(socket, handle);
  });
  return { server, sockets };
}

function readMessages(socket: Socket, handle: Handler): void {
  let chunks: Buffer[] = [];
  let held = 0;
  socket.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    held += chunk.length;
    try {
      for (let size = nextSize(chunks, held); size !== undefined && held >= size; size = nextSize(chunks, held)) {
        const all = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
        chunks = all.length > size ? [all.subarray(size)] : [];
        held -= size;
        answer(socket, all.subarray(0, size), handle);
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      socket.destroy();
    }
  });
}

/** The length of the message that has begun, once its first four bytes are there. */
function nextSize(chunks: Buffer[], held: number): number | undefined {
  if (held < 4) return undefined;
  if ((chunks[0] as Buffer).length < 4) chunks.splice(0, chunks.length, Buffer.concat(chunks));
  const size = (chunks[0] as Buffer).readInt32LE(0);
  if (size < 21 || size > MAX_MESSAGE_BYTES) throw new ProtocolError("Bad message length");
  return size;
}

/** An answer that has no encoding (e.g. nested too deeply) becomes an error. */
function encodeReply(request: Request, reply: Doc): Buffer {
  try {
    return buildReply(request, reply);
  } catch (error) {
    return buildReply(request, toReply(error));
  }
}

function answer(socket: Socket, message: Buffer, handle: Handler): void {
  const request = parseMessage(message);
  handle(request, (reply) => {
    if (request.wantsReply && !socket.destroyed) socket.write(encodeReply(request, reply));
  });
}
