import { createSchema, type Id, workspaceField, workspaceModel } from "./model.ts";

export const SUPPRESSION_REASONS = ["bounce", "complaint", "unsubscribe", "manual"] as const;
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number];

/** An address we must not write to, as a keyed hash: it outlives the erasure of the address itself. */
export interface Suppression {
  workspaceId: Id;
  addressHash: string;
  reason: SuppressionReason;
}

const schema = createSchema<Suppression>({
  workspaceId: workspaceField,
  addressHash: { type: String, required: true },
  reason: { type: String, enum: SUPPRESSION_REASONS, required: true },
});
schema.index({ workspaceId: 1, addressHash: 1 }, { unique: true });

export const SuppressionModel = workspaceModel<Suppression>("Suppression", schema);

export async function suppress({ workspaceId, addressHash, reason }: Suppression): Promise<void> {
  await SuppressionModel.updateOne({ workspaceId, addressHash }, { $setOnInsert: { reason } }, { upsert: true });
}

/** Of these addresses' hashes, those that must not be written to. */
export async function listSuppressed(workspaceId: Id, addressHashes: readonly string[]): Promise<Set<string>> {
  const rows = await SuppressionModel.find({ workspaceId, addressHash: { $in: addressHashes } })
    .select({ addressHash: 1 })
    .lean<{ addressHash: string }[]>();
  return new Set(rows.map((row) => row.addressHash));
}
