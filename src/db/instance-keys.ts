import { model } from "mongoose";
import type { SecretBox } from "../platform/encryption.ts";
import { randomToken } from "../platform/tokens.ts";
import { createSchema } from "./model.ts";

/** Random keys of this installation, sealed under SECRET_KEYS and never replaced: rotation must not forget an opt-out. */
export type InstanceKeyName = "suppressionKey" | "linkKey";

interface InstanceKey {
  name: InstanceKeyName;
  sealed: string;
}

const schema = createSchema<InstanceKey>({
  name: { type: String, required: true, unique: true },
  sealed: { type: String, required: true },
});

const InstanceKeyModel = model<InstanceKey>("InstanceKey", schema);

/**
 * The key of that name, made at the first call.
 *
 * @throws SecretError when SECRET_KEYS lost the key it was sealed with.
 */
export async function loadInstanceKey(name: InstanceKeyName, secrets: SecretBox): Promise<string> {
  const sealed = secrets.seal(`${randomToken()}${randomToken()}`, name);
  const stored = await InstanceKeyModel.findOneAndUpdate(
    { name },
    { $setOnInsert: { sealed } },
    { upsert: true, returnDocument: "after" },
  ).lean();
  return secrets.open(stored.sealed, name);
}
