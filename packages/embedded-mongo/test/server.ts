import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Collection, type Db, type Document, MongoClient } from "mongodb";
import { afterAll, beforeAll } from "vitest";
import { type EmbeddedMongo, startEmbeddedMongo } from "../src/index.ts";

export type TestServer = { server: EmbeddedMongo; client: MongoClient; db: Db; dataDir: string };

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "embedded-mongo-test-"));
}

/** One server for all tests of a file; the properties are there once the tests run. */
export function useServer(): TestServer {
  const running = {} as TestServer;
  beforeAll(async () => {
    running.dataDir = temporaryFolder();
    running.server = await startEmbeddedMongo({ dataDir: running.dataDir });
    running.client = await new MongoClient(running.server.uri).connect();
    running.db = running.client.db("test");
  });
  afterAll(async () => {
    await running.client?.close();
    await running.server?.close();
    rmSync(running.dataDir, { recursive: true, force: true });
  });
  return running;
}

/** Documents of any shape; where a test chooses an `_id` it is a number. */
// biome-ignore lint/suspicious/noExplicitAny: the driver's types refuse operators on fields that are `unknown`
export type Loose = { _id: number; [key: string]: any };

let used = 0;

/** A collection of its own for each test, with these documents. */
export async function fresh({ db }: TestServer, docs: Document[] = []): Promise<Collection<Loose>> {
  const collection = db.collection<Loose>(`c${used++}`);
  if (docs.length > 0) await collection.insertMany(docs as Loose[]);
  return collection;
}

/** The `code` of the error that a promise ends in. */
export async function codeOf(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => "no error",
    (error: { code?: unknown }) => error.code ?? error,
  );
}
