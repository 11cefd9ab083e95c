import { createSchema, type Id, ref, type Stored, workspaceField, workspaceModel } from "./model.ts";

export const APPROVAL_STATUSES = ["pending", "approved", "refused", "expired", "cancelled"] as const;

/** A draft that waits for a person. The OutboundMessage is the truth; this row follows it and says who decided. */
export interface Approval {
  workspaceId: Id;
  outboundId: Id;
  kind: "step" | "rule";
  status: (typeof APPROVAL_STATUSES)[number];
  expiresAt: Date;
  decidedBy?: string | undefined;
  decidedAt?: Date | undefined;
  reason: string;
}

const schema = createSchema<Approval>({
  workspaceId: workspaceField,
  outboundId: { ...ref("OutboundMessage"), required: true },
  kind: { type: String, enum: ["step", "rule"], required: true },
  status: { type: String, enum: APPROVAL_STATUSES, required: true },
  expiresAt: { type: Date, required: true },
  decidedBy: String,
  decidedAt: Date,
  reason: { type: String, default: "" },
});
schema.index({ workspaceId: 1, outboundId: 1 }, { unique: true });
schema.index({ workspaceId: 1, status: 1, _id: -1 });

export const ApprovalModel = workspaceModel<Approval>("Approval", schema);

/** The approval of a draft, made at the first call. */
export function ensureApproval(
  fields: Pick<Approval, "workspaceId" | "outboundId" | "kind" | "expiresAt">,
): Promise<Stored<Approval>> {
  const { workspaceId, outboundId, ...rest } = fields;
  return ApprovalModel.findOneAndUpdate(
    { workspaceId, outboundId },
    { $setOnInsert: { ...rest, status: "pending", reason: "" } },
    { upsert: true, returnDocument: "after" },
  )
    .lean<Stored<Approval>>()
    .orFail();
}

export function getApproval(workspaceId: Id, id: Id): Promise<Stored<Approval> | null> {
  return ApprovalModel.findOne({ workspaceId, _id: id }).lean<Stored<Approval>>().exec();
}

export function listApprovals(
  workspaceId: Id,
  status: Approval["status"] | undefined,
  limit: number,
): Promise<Stored<Approval>[]> {
  return ApprovalModel.find({ workspaceId, ...(status && { status }) })
    .sort({ _id: -1 })
    .limit(limit)
    .lean<Stored<Approval>[]>()
    .exec();
}

/** Lets the row follow its draft, once. */
export async function closeApproval(
  workspaceId: Id,
  outboundId: Id,
  status: Exclude<Approval["status"], "pending">,
  decision: { reason: string; decidedBy?: string; decidedAt: Date },
): Promise<void> {
  await ApprovalModel.updateOne({ workspaceId, outboundId, status: "pending" }, { status, ...decision });
}
