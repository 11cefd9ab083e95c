import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readdirSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { MongoClient } from "mongodb";
import { afterEach, describe, expect, it } from "vitest";
import { DatabaseInUseError, type EmbeddedMongo, findRunningEmbeddedMongo, startEmbeddedMongo } from "../src/index.ts";
import { temporaryFolder } from "./server.ts";

const folders: string[] = [];
const servers: EmbeddedMongo[] = [];
const children: ChildProcess[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const server of servers.splice(0)) await server.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folder(): string {
  const made = temporaryFolder();
  folders.push(made);
  return made;
}

async function start(dataDir: string, port?: number): Promise<EmbeddedMongo> {
  const server = await startEmbeddedMongo(port === undefined ? { dataDir } : { dataDir, port });
  servers.push(server);
  return server;
}

/** Another process that owns the folder. */
async function startChild(dataDir: string): Promise<{ uri: string; child: ChildProcess; kill(): Promise<void> }> {
  const script = fileURLToPath(new URL("./writer-child.ts", import.meta.url));
  const child = spawn(process.execPath, [script, dataDir], { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  const uri = await new Promise<string>((resolve, reject) => {
    child.stdout?.once("data", (data) => resolve(String(data).trim()));
    child.once("exit", () => reject(new Error("the child ended")));
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return {
    uri,
    child,
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

const options = { serverSelectionTimeoutMS: 2000 };

describe("a killed owner", () => {
  it("loses no acknowledged write and keeps its indexes whole, round after round", async () => {
    const dataDir = folder();
    const acknowledged = new Map<number, number>(); // id -> last acknowledged value
    let next = 0;
    for (let round = 0; round < 4; round++) {
      const { uri, kill } = await startChild(dataDir);
      const client = await new MongoClient(uri, options).connect();
      const collection = client.db("test").collection<{ _id: number; v: number; u: number }>("writes");
      await collection.createIndex({ u: 1 }, { unique: true });
      let running = true;
      const write = async () => {
        while (running) {
          const id = next++;
          try {
            await collection.insertOne({ _id: id, v: 1, u: id });
            acknowledged.set(id, 1);
            await collection.updateOne({ _id: id }, { $inc: { v: 1 } });
            acknowledged.set(id, 2);
          } catch {
            running = false;
          }
        }
      };
      const writers = Array.from({ length: 6 }, write);
      const wanted = acknowledged.size + 150 + round * 40;
      while (acknowledged.size < wanted) await new Promise((resolve) => setImmediate(resolve));
      await kill();
      running = false;
      await Promise.all(writers);
      await client.close();

      const server = await startEmbeddedMongo({ dataDir });
      const reader = await new MongoClient(server.uri).connect();
      const stored = new Map(
        (await reader.db("test").collection<{ _id: number; v: number }>("writes").find().toArray()).map(
          ({ _id, v }) => [_id, v],
        ),
      );
      for (const [id, v] of acknowledged) expect(stored.get(id), `document ${id}`).toBeGreaterThanOrEqual(v);
      const byIndex = await reader
        .db("test")
        .collection("writes")
        .find({ u: { $gte: 0 } })
        .toArray();
      expect(byIndex).toHaveLength(stored.size);
      await reader.close();
      await server.close();
    }
    expect(acknowledged.size).toBeGreaterThan(600);
  }, 60_000);

  it("leaves a folder that can be opened at once", async () => {
    const dataDir = folder();
    const { kill } = await startChild(dataDir);
    await kill();
    expect(existsSync(join(dataDir, "owner.json"))).toBe(true);
    expect(await findRunningEmbeddedMongo(dataDir)).toBeUndefined();
    await start(dataDir);
  });
});

describe("a data folder has one owner", () => {
  it("a second start in the same process is refused, and says who owns it", async () => {
    const dataDir = folder();
    const { uri } = await start(dataDir);
    const error = await startEmbeddedMongo({ dataDir }).catch((e) => e);
    expect(error).toBeInstanceOf(DatabaseInUseError);
    expect(error.owner).toMatchObject({ pid: process.pid, uri });
  });

  it("a start while another process owns it is refused; that one can be joined", async () => {
    const dataDir = folder();
    const { uri, child } = await startChild(dataDir);
    await expect(startEmbeddedMongo({ dataDir })).rejects.toMatchObject({ owner: { pid: child.pid, uri } });
    const running = await findRunningEmbeddedMongo(dataDir);
    expect(running).toMatchObject({ pid: child.pid, uri });
    const client = await new MongoClient(running?.uri as string, options).connect();
    await client.db("test").collection("joined").insertOne({ a: 1 });
    expect(await client.db("test").collection("joined").countDocuments()).toBe(1);
    await client.close();
  });

  it("of several starts at once one wins", async () => {
    const dataDir = folder();
    const results = await Promise.allSettled(Array.from({ length: 4 }, () => start(dataDir)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("nobody runs in an empty or a closed folder", async () => {
    const dataDir = folder();
    expect(await findRunningEmbeddedMongo(dataDir)).toBeUndefined();
    const server = await startEmbeddedMongo({ dataDir });
    await server.close();
    await server.close();
    expect(await findRunningEmbeddedMongo(dataDir)).toBeUndefined();
  });

  it("its folder and files are for its owner's eyes only", async () => {
    const dataDir = folder();
    const { uri } = await start(dataDir);
    const client = await new MongoClient(uri).connect();
    await client.db("test").collection("x").insertOne({});
    await client.close();
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(dataDir))
      expect([name, statSync(join(dataDir, name)).mode & 0o777]).toEqual([name, 0o600]);
  });

  it("answers on a TCP port of the loopback when asked to", async () => {
    const { uri } = await start(folder(), 0);
    expect(uri).toMatch(/^mongodb:\/\/127\.0\.0\.1:\d+\/\?directConnection=true$/);
    const client = await new MongoClient(uri).connect();
    expect(await client.db("admin").command({ ping: 1 })).toMatchObject({ ok: 1 });
    await client.close();
  });
});

describe("a damaged file", () => {
  async function filled(): Promise<{ dataDir: string; file: string }> {
    const dataDir = folder();
    const { uri, kill } = await startChild(dataDir);
    const client = await new MongoClient(uri, options).connect();
    const docs = Array.from({ length: 500 }, (_, i) => ({ i, text: "x".repeat(1000) }));
    await client.db("test").collection("x").insertMany(docs);
    await client.close();
    await kill();
    const server = await startEmbeddedMongo({ dataDir });
    await server.close(); // all is in the one file now
    return { dataDir, file: join(dataDir, "data.sqlite") };
  }

  it("is named in the error after an unclean end, and no empty database takes its place", async () => {
    const { dataDir, file } = await filled();
    const { kill } = await startChild(dataDir);
    await kill();
    const handle = openSync(file, "r+");
    for (let page = 3; page < 60; page++) writeSync(handle, Buffer.alloc(512, 0xab), 0, 512, page * 4096);
    closeSync(handle);
    await expect(startEmbeddedMongo({ dataDir })).rejects.toThrow(file);
    expect(await findRunningEmbeddedMongo(dataDir)).toBeUndefined();
  });

  it("that is no database is named in the error", async () => {
    const { dataDir, file } = await filled();
    writeFileSync(file, "not a database, but long enough to look like one".repeat(100));
    await expect(startEmbeddedMongo({ dataDir })).rejects.toThrow(file);
  });

  it("that is gone, or empty, is not replaced in silence", async () => {
    const { dataDir, file } = await filled();
    writeFileSync(file, "");
    await expect(startEmbeddedMongo({ dataDir })).rejects.toThrow(file);
    rmSync(file);
    await expect(startEmbeddedMongo({ dataDir })).rejects.toThrow(file);
  });
});

describe("expiry (TTL Indexes)", () => {
  it("deletes documents whose date has passed, and no others", async () => {
    const server = await startEmbeddedMongo({ dataDir: folder(), ttlSweepSeconds: 0.05 });
    servers.push(server);
    const client = await new MongoClient(server.uri).connect();
    const collection = client.db("test").collection<{ _id: number; at?: unknown }>("sessions");
    await collection.createIndex({ at: 1 }, { expireAfterSeconds: 10 });
    const old = new Date(Date.now() - 11_000);
    await collection.insertMany([
      { _id: 1, at: old },
      { _id: 2, at: new Date() },
      { _id: 3 },
      { _id: 4, at: "text" },
      { _id: 5, at: [new Date(), old] },
    ]);
    while ((await collection.countDocuments()) > 3) await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await collection.find().toArray()).map(({ _id }) => _id)).toEqual([2, 3, 4]);
    await client.close();
  });
});
