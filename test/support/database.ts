import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedMongo } from "embedded-mongo";
import mongoose from "mongoose";
import { connectDatabase, disconnectDatabase, ensureIndexes } from "../../src/db/connect.ts";

/** A database of its own for one test file: the embedded one, or a fresh database of the server MONGODB_URI names. */
export async function startTestDatabase(): Promise<{ stop(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), "relance-test-"));
  const embedded = process.env["MONGODB_URI"] ? undefined : await startEmbeddedMongo({ dataDir });
  await connectDatabase(embedded?.uri ?? `${process.env["MONGODB_URI"]}`, `relance-test-${process.pid}-${Date.now()}`);
  await ensureIndexes();
  return {
    async stop() {
      await mongoose.connection.dropDatabase();
      await disconnectDatabase();
      await embedded?.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
