import { join } from "node:path";
import { findRunningEmbeddedMongo, startEmbeddedMongo } from "embedded-mongo";
import { voidAlertClaims } from "../db/alerts.ts";
import { connectDatabase, databaseHandle, disconnectDatabase, ensureIndexes } from "../db/connect.ts";
import { expireLeases } from "../db/outbound-claims.ts";
import type { Settings } from "../settings.ts";

export interface Database {
  /** What stands behind it, for `doctor` and the terminal. */
  description: string;
  close(): Promise<void>;
}

/** The folder of the embedded database. */
export const databaseFolder = (settings: Settings): string => join(settings.DATA_DIR, "database");

/**
 * Opens the database for the program: the server that MONGODB_URI names, or the embedded one, which this process then
 * owns.
 *
 * @throws DatabaseInUseError when another process owns the data folder.
 */
export async function openDatabase(settings: Settings, onFatal: (error: Error) => void): Promise<Database> {
  if (settings.MONGODB_URI) {
    await connectDatabase(settings.MONGODB_URI);
    await ensureIndexes();
    return { description: "MongoDB", close: disconnectDatabase };
  }
  const embedded = await startEmbeddedMongo({ dataDir: databaseFolder(settings), onFatal });
  await connectDatabase(embedded.uri);
  await ensureIndexes();
  await voidLeases();
  return {
    description: `embedded, in ${settings.DATA_DIR}`,
    async close() {
      await disconnectDatabase();
      await embedded.close();
    },
  };
}

/** Opens the database for a command: joins the program that runs, or owns the folder for the moment. */
export async function joinDatabase(settings: Settings): Promise<Database> {
  const running = settings.MONGODB_URI ? undefined : await findRunningEmbeddedMongo(databaseFolder(settings));
  if (!running)
    return await openDatabase(settings, (error) => {
      throw error;
    });
  await connectDatabase(running.uri);
  return { description: `embedded, of process ${running.pid}`, close: disconnectDatabase };
}

/** The only process there can be has just started: whatever a predecessor held, it holds no more. */
async function voidLeases(): Promise<void> {
  await expireLeases(undefined);
  await voidAlertClaims();
  await databaseHandle()
    .collection("jobs")
    .updateMany({ lockedAt: { $ne: null } }, { $set: { lockedAt: null } });
}
