import { createSchema, type Id, workspaceField, workspaceModel } from "./model.ts";

/** Who did what to what. Append-only. */
export interface AuditEntry {
  workspaceId: Id;
  at: Date;
  /** `user:<id>`, `apiKey:<name>`, `chat:<channel>` ... */
  actor: string;
  /** Such as `campaign.activate`. */
  action: string;
  /** Such as `campaign:<id>`. */
  target: string;
}

const schema = createSchema<AuditEntry>({
  workspaceId: workspaceField,
  at: { type: Date, required: true },
  actor: { type: String, required: true },
  action: { type: String, required: true },
  target: { type: String, required: true },
});
schema.index({ workspaceId: 1, at: -1 });

export const AuditEntryModel = workspaceModel<AuditEntry>("AuditEntry", schema);

export async function recordAudit(entry: AuditEntry): Promise<void> {
  await AuditEntryModel.create(entry);
}
