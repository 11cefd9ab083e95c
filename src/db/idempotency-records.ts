import { createSchema, type Id, insert, isDuplicateKey, type Stored, workspaceField, workspaceModel } from "./model.ts";

/** The answer to a request that may be repeated: kept 48 hours. */
export interface IdempotencyRecord {
  workspaceId: Id;
  /** The key that asked, the caller's own key, and the route. */
  key: string;
  bodyHash: string;
  /** Zero while the first request is still at work. */
  statusCode: number;
  body: string;
  expiresAt: Date;
}

const schema = createSchema<IdempotencyRecord>({
  workspaceId: workspaceField,
  key: { type: String, required: true },
  bodyHash: { type: String, required: true },
  statusCode: { type: Number, default: 0 },
  body: { type: String, default: "" },
  expiresAt: { type: Date, required: true },
});
schema.index({ workspaceId: 1, key: 1 }, { unique: true });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

const IdempotencyRecordModel = workspaceModel<IdempotencyRecord>("IdempotencyRecord", schema);

export const KEEP_MS = 48 * 3_600_000;

/** Opens a record for a first request; for a repeated one, the record of the first. */
export async function openRecord(
  fields: Pick<IdempotencyRecord, "workspaceId" | "key" | "bodyHash">,
  now: Date,
): Promise<{ isFirst: true } | { isFirst: false; record: Stored<IdempotencyRecord> }> {
  const expiresAt = new Date(now.getTime() + KEEP_MS);
  try {
    await insert(IdempotencyRecordModel, { ...fields, statusCode: 0, body: "", expiresAt });
    return { isFirst: true };
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const { workspaceId, key } = fields;
    return {
      isFirst: false,
      record: await IdempotencyRecordModel.findOne({ workspaceId, key }).lean<Stored<IdempotencyRecord>>().orFail(),
    };
  }
}

/** Keeps the answer to the first request. */
export async function completeRecord(workspaceId: Id, key: string, statusCode: number, body: string): Promise<void> {
  await IdempotencyRecordModel.updateOne({ workspaceId, key }, { statusCode, body });
}

/** Forgets a request that failed on our side, so that the caller may try again. */
export async function dropRecord(workspaceId: Id, key: string): Promise<void> {
  await IdempotencyRecordModel.deleteOne({ workspaceId, key });
}
