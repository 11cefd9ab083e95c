import { createSchema, type Id, ref, type Stored, workspaceField, workspaceModel } from "./model.ts";

/** A single-use code that links a chat to a user. */
export interface PairingCode {
  workspaceId: Id;
  userId: Id;
  codeHash: string;
  expiresAt: Date;
}

const schema = createSchema<PairingCode>({
  workspaceId: workspaceField,
  userId: { ...ref("User"), required: true },
  codeHash: { type: String, required: true },
  expiresAt: { type: Date, required: true },
});
schema.index({ codeHash: 1 }, { unique: true });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

const PairingCodeModel = workspaceModel<PairingCode>("PairingCode", schema);

export async function createPairingCode(fields: PairingCode): Promise<void> {
  await PairingCodeModel.create(fields);
}

/** Uses a code up. Null when there is no such code, or it has expired or was used. */
export function takePairingCode(codeHash: string, now: Date): Promise<Stored<PairingCode> | null> {
  return PairingCodeModel.findOneAndDelete({ codeHash, expiresAt: { $gt: now } })
    .setOptions({ allWorkspaces: "token look-up: the code says which workspace" })
    .lean<Stored<PairingCode>>()
    .exec();
}
