import mongoose from "mongoose";

mongoose.set("strictQuery", "throw");
mongoose.set("autoIndex", false); // `ensureIndexes` builds them once, and start waits for it

/** Connects every model. */
export async function connectDatabase(uri: string, dbName = "relance"): Promise<void> {
  await mongoose.connect(uri, { dbName, serverSelectionTimeoutMS: 10_000 });
}

/** Builds the indexes that the schemas state; those that stand are left alone. */
export async function ensureIndexes(): Promise<void> {
  await Promise.all(Object.values(mongoose.models).map((model) => model.createIndexes()));
}

export async function disconnectDatabase(): Promise<void> {
  await mongoose.disconnect();
}

/** The driver's own handle: for agenda, which keeps its jobs beside our collections. */
export function databaseHandle(): mongoose.mongo.Db {
  const { db } = mongoose.connection;
  if (!db) throw new Error("the database is not connected");
  return db;
}

/** True when the database answers. */
export async function isDatabaseUp(): Promise<boolean> {
  try {
    await databaseHandle().command({ ping: 1 });
    return true;
  } catch {
    return false;
  }
}
