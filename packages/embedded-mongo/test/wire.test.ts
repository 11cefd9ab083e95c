import { connect } from "node:net";
import { serialize } from "bson";
import { describe, expect, it } from "vitest";
import { fresh, useServer } from "./server.ts";

const running = useServer();

function socketPath(): string {
  return decodeURIComponent(running.server.uri.slice("mongodb://".length).split("/", 1)[0] as string);
}

function message(opcode: number, body: Uint8Array, size = 16 + body.length): Buffer {
  const header = Buffer.alloc(16);
  header.writeInt32LE(size, 0);
  header.writeInt32LE(7, 4);
  header.writeInt32LE(opcode, 12);
  return Buffer.concat([header, body]);
}

function opMsg(doc: Uint8Array, flags = 0, kind = 0, tail: Uint8Array = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32LE(flags, 0);
  head[4] = kind;
  return message(2013, Buffer.concat([head, doc, tail]));
}

/** What comes back until the server answers or hangs up. */
function exchange(bytes: Buffer): Promise<"closed" | Buffer> {
  return new Promise((resolve) => {
    const socket = connect(socketPath());
    socket.write(bytes);
    socket.once("data", (data) => {
      socket.destroy();
      resolve(data as Buffer);
    });
    socket.once("close", () => resolve("closed"));
    socket.once("error", () => resolve("closed"));
  });
}

const ping = serialize({ ping: 1, $db: "admin" });
const bad = Buffer.from(ping);
bad.writeInt32LE(ping.length + 50, 0);

describe("hostile bytes", () => {
  const attacks: [string, Buffer][] = [
    ["a length below the header's", message(2013, Buffer.alloc(8), 4)],
    ["a negative length", message(2013, Buffer.alloc(8), -1)],
    ["a length of 2 GB", message(2013, Buffer.alloc(8), 0x7fffffff)],
    ["an unknown opcode", message(9999, Buffer.alloc(30))],
    ["an unknown required flag", opMsg(ping, 1 << 5)],
    ["an unknown section kind", opMsg(ping, 0, 7)],
    ["a document longer than its message", opMsg(bad)],
    ["a document that is cut short", opMsg(Buffer.from([5, 0, 0]))],
    [
      "a string that runs over its document",
      opMsg(Buffer.from([18, 0, 0, 0, 2, 97, 0, 90, 0, 0, 0, 98, 0, 0, 0, 0, 0, 0])),
    ],
    ["an unknown BSON type", opMsg(Buffer.from([8, 0, 0, 0, 0x55, 97, 0, 0]))],
    ["HTTP", Buffer.from("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")],
  ];
  it.each(attacks)("%s ends that connection and no other", async (_name, bytes) => {
    expect(await exchange(bytes)).toBe("closed");
    expect(await running.db.command({ ping: 1 })).toMatchObject({ ok: 1 });
  });

  it("a thousand random messages leave the server alive", async () => {
    let state = 12345;
    const next = () => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return state >>> 16;
    };
    for (let i = 0; i < 1000; i++) {
      const doc = Buffer.from(
        serialize({ find: "x", filter: { a: [1, "two", { three: 3n }, /x/i, new Date(5)] }, $db: "test" }),
      );
      for (let hits = 0; hits < 3; hits++) doc[4 + (next() % (doc.length - 4))] = next() & 0xff;
      const socket = connect(socketPath());
      await new Promise((resolve) => {
        socket.once("data", resolve).once("close", resolve).once("error", resolve);
        socket.write(opMsg(doc));
        socket.end();
      });
      socket.destroy();
    }
    expect(await running.db.command({ ping: 1 })).toMatchObject({ ok: 1 });
  });
});

describe("the protocol's less usual parts", () => {
  it("a message with a checksum is answered", async () => {
    expect(await exchange(opMsg(ping, 1, 0, Buffer.from([1, 2, 3, 4])))).toBeInstanceOf(Buffer);
  });

  it("a message that comes byte by byte is answered", async () => {
    const socket = connect(socketPath());
    const reply = new Promise((resolve) => socket.once("data", resolve));
    for (const byte of opMsg(ping)) await new Promise((resolve) => socket.write(Buffer.from([byte]), resolve));
    expect(await reply).toBeInstanceOf(Buffer);
    socket.destroy();
  });

  it("hello in the old form is answered in the old form", async () => {
    const query = Buffer.concat([
      Buffer.alloc(4),
      Buffer.from("admin.$cmd\0"),
      Buffer.alloc(8),
      serialize({ isMaster: 1, helloOk: true }),
    ]);
    const reply = (await exchange(message(2004, query))) as Buffer;
    expect(reply.readInt32LE(12)).toBe(1);
  });

  it("a write that wants no answer is done (moreToCome)", async () => {
    const collection = await fresh(running);
    await collection.insertOne({ _id: 1 }, { writeConcern: { w: 0 } });
    expect(await collection.countDocuments({ _id: 1 })).toBe(1);
  });
});
