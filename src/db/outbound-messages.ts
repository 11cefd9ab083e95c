import { CANCELLABLE_STATUSES, OUTBOUND_STATUSES, type OutboundStatus } from "../domain/outbound-status.ts";
import {
  createSchema,
  embedded,
  type Id,
  insert,
  isDuplicateKey,
  ref,
  type Stored,
  workspaceField,
  workspaceModel,
} from "./model.ts";

/** One mail we mean to send: from the first draft to the server's last word. */
export interface OutboundMessage {
  workspaceId: Id;
  /** Says which intention this mail fulfils: `step:...`, `rule:...`, `manual:...`, `api:...`. */
  intentKey: string;
  mailboxId: Id;
  campaignId?: Id | undefined;
  campaignRecipientId?: Id | undefined;
  recipientId?: Id | undefined;
  stepId?: string | undefined;
  /** The mail this one answers, where a rule drafted it. */
  answersInboundId?: Id | undefined;
  to: { address: string; name: string };
  subject: string;
  text: string;
  html?: string | undefined;
  /** The header, fixed before any network call. */
  messageId: string;
  inReplyTo?: string | undefined;
  references: string[];
  /** The header that a provider put in its place, where one does. */
  providerMessageId?: string | undefined;
  status: OutboundStatus;
  statusReason: string;
  /** Counts up at every edit: a yes is to one text and no other. */
  draftVersion: number;
  dueAt: Date;
  claimToken?: string | undefined;
  leaseUntil?: Date | undefined;
  /** Hand-overs begun. */
  attempt: number;
  firstTriedAt?: Date | undefined;
  sentAt?: Date | undefined;
  /** False while events, recipient and cards still have to follow the status. */
  settled: boolean;
}

const schema = createSchema<OutboundMessage>({
  workspaceId: workspaceField,
  intentKey: { type: String, required: true },
  mailboxId: { ...ref("MailboxAccount"), required: true },
  campaignId: ref("Campaign"),
  campaignRecipientId: ref("CampaignRecipient"),
  recipientId: ref("Recipient"),
  stepId: String,
  answersInboundId: ref("InboundMessage"),
  to: {
    type: embedded({ address: { type: String, required: true }, name: { type: String, default: "" } }),
    required: true,
  },
  subject: { type: String, default: "" },
  text: { type: String, default: "" },
  html: String,
  messageId: { type: String, required: true },
  inReplyTo: String,
  references: { type: [String], default: [] },
  providerMessageId: String,
  status: { type: String, enum: OUTBOUND_STATUSES, required: true },
  statusReason: { type: String, default: "" },
  draftVersion: { type: Number, default: 1 },
  dueAt: { type: Date, required: true },
  claimToken: String,
  leaseUntil: Date,
  attempt: { type: Number, default: 0 },
  firstTriedAt: Date,
  sentAt: Date,
  settled: { type: Boolean, default: true },
});
// One intention, one mail, whatever the jobs do.
schema.index({ workspaceId: 1, intentKey: 1 }, { unique: true });
schema.index({ workspaceId: 1, mailboxId: 1, status: 1, dueAt: 1 });
schema.index({ workspaceId: 1, messageId: 1 });
schema.index(
  { workspaceId: 1, providerMessageId: 1 },
  { partialFilterExpression: { providerMessageId: { $exists: true } } },
);
schema.index({ workspaceId: 1, campaignRecipientId: 1, status: 1 });
schema.index({ workspaceId: 1, status: 1, _id: -1 });
schema.index({ claimToken: 1 }, { partialFilterExpression: { claimToken: { $exists: true } } });
schema.index({ leaseUntil: 1 }, { partialFilterExpression: { leaseUntil: { $exists: true } } });
// Across workspaces, for the jobs: few rows are in these states at a time.
schema.index(
  { status: 1, createdAt: 1 },
  { partialFilterExpression: { status: { $in: ["unknown", "awaitingApproval"] } } },
);
schema.index({ updatedAt: 1 }, { partialFilterExpression: { settled: false } });

export const OutboundMessageModel = workspaceModel<OutboundMessage>("OutboundMessage", schema);

export type NewOutbound = Omit<OutboundMessage, "draftVersion" | "attempt" | "settled" | "statusReason">;

/** Writes down an intention. When it is known already, the mail that stands for it is returned unchanged. */
export async function planOutbound(fields: NewOutbound): Promise<{ message: Stored<OutboundMessage>; isNew: boolean }> {
  try {
    const row = { ...fields, draftVersion: 1, attempt: 0, settled: false, statusReason: "" };
    return { message: await insert(OutboundMessageModel, row), isNew: true };
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const { workspaceId, intentKey } = fields;
    const message = await OutboundMessageModel.findOne({ workspaceId, intentKey })
      .lean<Stored<OutboundMessage>>()
      .orFail();
    return { message, isNew: false };
  }
}

export function getOutbound(workspaceId: Id, id: Id): Promise<Stored<OutboundMessage> | null> {
  return OutboundMessageModel.findOne({ workspaceId, _id: id }).lean<Stored<OutboundMessage>>().exec();
}

/** Our mails among these Message-IDs, newest first: what a reply, a report or a complaint is about. */
export function findByMessageIds(workspaceId: Id, messageIds: readonly string[]): Promise<Stored<OutboundMessage>[]> {
  if (messageIds.length === 0) return Promise.resolve([]);
  const ids = [...messageIds];
  return OutboundMessageModel.find({
    workspaceId,
    $or: [{ messageId: { $in: ids } }, { providerMessageId: { $in: ids } }],
  })
    .sort({ _id: -1 })
    .lean<Stored<OutboundMessage>[]>()
    .exec();
}

/** Stops what has not left the house. Returns the mails that were stopped. */
export async function cancelOutbound(
  workspaceId: Id,
  of: { campaignRecipientId: Id } | { _id: Id },
  reason: string,
): Promise<number> {
  const cancelled = await OutboundMessageModel.updateMany(
    { workspaceId, ...of, status: { $in: [...CANCELLABLE_STATUSES] } },
    { $set: { status: "cancelled", statusReason: reason, settled: false }, $unset: { claimToken: 1, leaseUntil: 1 } },
  );
  return cancelled.modifiedCount;
}

export function listByStatus(
  workspaceId: Id,
  status: OutboundStatus,
  limit: number,
): Promise<Stored<OutboundMessage>[]> {
  return OutboundMessageModel.find({ workspaceId, status })
    .sort({ _id: -1 })
    .limit(limit)
    .lean<Stored<OutboundMessage>[]>()
    .exec();
}

export function countOutbound(workspaceId: Id, status: OutboundStatus): Promise<number> {
  return OutboundMessageModel.countDocuments({ workspaceId, status }).exec();
}

/** Mails whose status moved but whose consequences a crash may have cut off. */
export function listUnsettled(movedBefore: Date, limit: number): Promise<Stored<OutboundMessage>[]> {
  return OutboundMessageModel.find({ settled: false, updatedAt: { $lt: movedBefore } })
    .setOptions({ allWorkspaces: "job: completes what a crash cut off" })
    .sort({ updatedAt: 1 })
    .limit(limit)
    .lean<Stored<OutboundMessage>[]>()
    .exec();
}

/** Notes that events, recipients and cards have followed `status`; a status that moved since stays unsettled. */
export async function markSettled(
  messages: readonly Pick<Stored<OutboundMessage>, "workspaceId" | "_id" | "status">[],
): Promise<void> {
  const operations = messages.map(({ workspaceId, _id, status }) => ({
    updateOne: { filter: { workspaceId, _id, status }, update: { $set: { settled: true } }, timestamps: false },
  }));
  if (operations.length > 0) await OutboundMessageModel.bulkWrite(operations, { ordered: false });
}
