import { ROLES, type Role } from "../domain/roles.ts";
import { createSchema, type Id, type Stored, workspaceField, workspaceModel } from "./model.ts";

/** A key to the REST API; it acts with its own role. */
export interface ApiKey {
  workspaceId: Id;
  name: string;
  tokenHash: string;
  role: Role;
}

const schema = createSchema<ApiKey>({
  workspaceId: workspaceField,
  name: { type: String, required: true },
  tokenHash: { type: String, required: true },
  role: { type: String, enum: ROLES, required: true },
});
schema.index({ tokenHash: 1 }, { unique: true });
schema.index({ workspaceId: 1, name: 1 });

export const ApiKeyModel = workspaceModel<ApiKey>("ApiKey", schema);

/** Adds a key; a key that is there already stays as it is. */
export async function ensureApiKey(fields: ApiKey): Promise<void> {
  const { workspaceId, tokenHash, ...rest } = fields;
  await ApiKeyModel.updateOne({ workspaceId, tokenHash }, { $setOnInsert: rest }, { upsert: true });
}

/** Takes away every key of this name but one. */
export async function dropApiKeys(workspaceId: Id, name: string, exceptTokenHash: string): Promise<void> {
  await ApiKeyModel.deleteMany({ workspaceId, name, tokenHash: { $ne: exceptTokenHash } });
}

export function findApiKey(tokenHash: string): Promise<Stored<ApiKey> | null> {
  return ApiKeyModel.findOne({ tokenHash })
    .setOptions({ allWorkspaces: "token look-up: the key says which workspace" })
    .lean<Stored<ApiKey>>()
    .exec();
}
