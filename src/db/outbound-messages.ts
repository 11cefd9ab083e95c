import { CANCELLABLE_STATUSES, OUTBOUND_STATUSES, type OutboundStatus } from "../domain/outbound-status.ts";
import {
  createSchema,
  embedded,
  type Id,
  isDuplicateKey,
  ref,
  type Stored,
  workspaceField,
  workspaceModel,
} from "./model.ts";

/** A person's word on a draft. `by` is for people: a name. */
export interface Decision {
  by: string;
  at: Date;
  reason: string;
  /** Refused for this step only: the recipient goes on with the next one. */
  skipOnly: boolean;
}

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
  /** Who said yes or no, where somebody was asked. */
  decision?: Decision | undefined;
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
  decision: embedded<Decision>({ by: String, at: Date, reason: String, skipOnly: Boolean }),
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
type Intention = Pick<OutboundMessage, "workspaceId" | "intentKey">;

/**
 * Writes down intentions. Where one is known already, the mail that stands for it is left as it is.
 * Returns the mails behind all of them, old and new.
 */
export async function planOutbound(drafts: readonly NewOutbound[]): Promise<Stored<OutboundMessage>[]> {
  const [first] = drafts;
  if (!first) return [];
  const rows = drafts.map((draft) => ({ ...draft, draftVersion: 1, attempt: 0, settled: false, statusReason: "" }));
  try {
    await OutboundMessageModel.insertMany(rows, { ordered: false });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  return listByIntent(first.workspaceId, drafts);
}

function listByIntent(workspaceId: Id, intentions: readonly Intention[]): Promise<Stored<OutboundMessage>[]> {
  return OutboundMessageModel.find({ workspaceId, intentKey: { $in: intentions.map(({ intentKey }) => intentKey) } })
    .lean<Stored<OutboundMessage>[]>()
    .exec();
}

export function getOutbound(workspaceId: Id, id: Id): Promise<Stored<OutboundMessage> | null> {
  return OutboundMessageModel.findOne({ workspaceId, _id: id }).lean<Stored<OutboundMessage>>().exec();
}

/** These mails as they are now; all of the caller's, whatever the workspace. */
export async function getOutbounds(
  of: readonly Pick<Stored<OutboundMessage>, "workspaceId" | "_id">[],
): Promise<Stored<OutboundMessage>[]> {
  const groups = Object.values(Object.groupBy(of, ({ workspaceId }) => workspaceId.toString()));
  const found = groups.flatMap((group = []) => {
    const [first] = group;
    if (!first) return [];
    const filter = { workspaceId: first.workspaceId, _id: { $in: group.map(({ _id }) => _id) } };
    return [OutboundMessageModel.find(filter).lean<Stored<OutboundMessage>[]>().exec()];
  });
  return (await Promise.all(found)).flat();
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

/** Stops what has not left the house; with `isStep` only the campaign's own steps, not a draft that answers somebody. Returns how many were stopped. */
export async function cancelOutbound(
  workspaceId: Id,
  of: { campaignRecipientId: Id; isStep?: true } | { campaignId: Id; isStep: true } | { _id: Id },
  reason: string,
): Promise<number> {
  const { isStep, ...ids } = "isStep" in of ? of : { ...of, isStep: undefined };
  const cancelled = await OutboundMessageModel.updateMany(
    { workspaceId, ...ids, ...(isStep && { stepId: { $exists: true } }), status: { $in: [...CANCELLABLE_STATUSES] } },
    { $set: { status: "cancelled", statusReason: reason, settled: false }, $unset: { claimToken: 1, leaseUntil: 1 } },
  );
  return cancelled.modifiedCount;
}

/** Sends what has not left yet to the recipient's new address: the person is the same. */
export async function readdressOutbound(workspaceId: Id, recipientId: Id, address: string): Promise<void> {
  await OutboundMessageModel.updateMany(
    { workspaceId, recipientId, status: { $in: ["planned", "awaitingApproval", "queued"] }, attempt: 0 },
    { $set: { "to.address": address } },
  );
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

/** Of one campaign recipient, the mails whose status moved and was not followed yet. */
export function listUnsettledOf(workspaceId: Id, campaignRecipientId: Id): Promise<Stored<OutboundMessage>[]> {
  return OutboundMessageModel.find({ workspaceId, campaignRecipientId, settled: false })
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
