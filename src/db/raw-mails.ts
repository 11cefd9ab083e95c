import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import mongoose from "mongoose";
import { databaseHandle } from "./connect.ts";
import type { Id } from "./model.ts";

type Bucket = mongoose.mongo.GridFSBucket;
const buckets = new WeakMap<mongoose.mongo.Db, Bucket>();

/** The whole mails, in GridFS: a document ends at 16 MiB, a mail does not. */
function bucket(): Bucket {
  const database = databaseHandle();
  // Kept, since each new one looks at its indexes again before it writes.
  const known = buckets.get(database) ?? new mongoose.mongo.GridFSBucket(database, { bucketName: "rawMails" });
  buckets.set(database, known);
  return known;
}

/** Stores one mail under `id`. */
export async function storeRawMail(id: Id, raw: Buffer): Promise<void> {
  await pipeline(Readable.from([raw]), bucket().openUploadStreamWithId(id, `${id}.eml`));
}

/** The mail stored under `id`, or undefined once its body was let go. */
export async function readRawMail(id: Id): Promise<Buffer | undefined> {
  try {
    return await buffer(bucket().openDownloadStream(id));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
