import { LIVE_STATES, RECIPIENT_STATES, type RecipientState } from "../domain/campaign.ts";
import type { ReplyClass } from "../domain/classification.ts";
import { createSchema, type Id, ref, type Stored, workspaceField, workspaceModel } from "./model.ts";

/** One recipient in one campaign. */
export interface CampaignRecipient {
  workspaceId: Id;
  campaignId: Id;
  recipientId: Id;
  /** Sticky: one person always hears from the same mailbox. */
  mailboxId: Id;
  state: RecipientState;
  /** Why it is where it is, as a key of `platform/texts` under `reason-`, or words of a server. */
  stateReason: string;
  /** The step that comes next, or is on its way. */
  stepId?: string | undefined;
  nextActionAt?: Date | undefined;
  sentCount: number;
  lastSentAt?: Date | undefined;
  lastReplyAt?: Date | undefined;
  lastReplyClass?: ReplyClass | undefined;
  /** The newest mail of ours in this thread: the one a follow-up refers to. */
  lastMessageId?: string | undefined;
  lastReferences: string[];
  threadSubject?: string | undefined;
}

const schema = createSchema<CampaignRecipient>({
  workspaceId: workspaceField,
  campaignId: { ...ref("Campaign"), required: true },
  recipientId: { ...ref("Recipient"), required: true },
  mailboxId: { ...ref("MailboxAccount"), required: true },
  state: { type: String, enum: RECIPIENT_STATES, required: true },
  stateReason: { type: String, default: "" },
  stepId: String,
  nextActionAt: Date,
  sentCount: { type: Number, default: 0 },
  lastSentAt: Date,
  lastReplyAt: Date,
  lastReplyClass: String,
  lastMessageId: String,
  lastReferences: { type: [String], default: [] },
  threadSubject: String,
});
// Enrolled once, however often somebody presses the button.
schema.index({ workspaceId: 1, campaignId: 1, recipientId: 1 }, { unique: true });
schema.index({ workspaceId: 1, campaignId: 1, state: 1, nextActionAt: 1 });
schema.index({ workspaceId: 1, recipientId: 1 });
schema.index({ workspaceId: 1, lastReplyAt: 1 });

export const CampaignRecipientModel = workspaceModel<CampaignRecipient>("CampaignRecipient", schema);

export type Enrolment = Pick<
  CampaignRecipient,
  "workspaceId" | "campaignId" | "recipientId" | "mailboxId" | "stepId" | "nextActionAt"
>;

/** Adds recipients to a campaign; those who are in it already stay as they are. Returns how many were added. */
export async function enroll(rows: readonly Enrolment[]): Promise<number> {
  if (rows.length === 0) return 0;
  const operations = rows.map(({ workspaceId, campaignId, recipientId, ...rest }) => ({
    updateOne: {
      filter: { workspaceId, campaignId, recipientId },
      update: {
        $setOnInsert: { ...rest, state: "waiting" as const, stateReason: "", sentCount: 0, lastReferences: [] },
      },
      upsert: true,
    },
  }));
  return (await CampaignRecipientModel.bulkWrite(operations, { ordered: false })).upsertedCount;
}

export function getCampaignRecipient(workspaceId: Id, id: Id): Promise<Stored<CampaignRecipient> | null> {
  return CampaignRecipientModel.findOne({ workspaceId, _id: id }).lean<Stored<CampaignRecipient>>().exec();
}

export function findInCampaign(
  workspaceId: Id,
  campaignId: Id,
  recipientId: Id,
): Promise<Stored<CampaignRecipient> | null> {
  return CampaignRecipientModel.findOne({ workspaceId, campaignId, recipientId })
    .lean<Stored<CampaignRecipient>>()
    .exec();
}

/** Rows whose next step is due, and rows that are held and to be looked at again. */
export function listDue(
  workspaceId: Id,
  campaignId: Id,
  now: Date,
  limit: number,
): Promise<Stored<CampaignRecipient>[]> {
  return CampaignRecipientModel.find({
    workspaceId,
    campaignId,
    state: { $in: ["waiting", "onHold"] },
    nextActionAt: { $lte: now },
  })
    .sort({ nextActionAt: 1 })
    .limit(limit)
    .lean<Stored<CampaignRecipient>[]>()
    .exec();
}

/** Of these rows, those to which a mail may still go, each with its step: the check before a mail leaves. */
export async function listLiveSteps(workspaceId: Id, ids: readonly Id[]): Promise<Map<string, string | undefined>> {
  if (ids.length === 0) return new Map();
  const rows = await CampaignRecipientModel.find({ workspaceId, _id: { $in: ids }, state: { $in: LIVE_STATES } })
    .select({ stepId: 1 })
    .lean<Pick<Stored<CampaignRecipient>, "_id" | "stepId">[]>();
  return new Map(rows.map(({ _id, stepId }) => [_id.toString(), stepId]));
}

/** What becomes of one row, if it is still where the caller saw it. */
export interface Move {
  workspaceId: Id;
  id: Id;
  from: readonly RecipientState[];
  /** Given: the row moves only while this step is the one on its way. */
  stepId?: string | undefined;
  /** Undefined leaves the state as it is. */
  to: RecipientState | undefined;
  /** Undefined leaves the reason as it is. */
  reason: string | undefined;
  set?: Partial<CampaignRecipient>;
  /** Fields to empty: there is no next action in an ending state. */
  unset?: (keyof CampaignRecipient)[];
  /** Given: counts this mail as sent, unless it was counted already. */
  countSent?: { messageId: string };
}

/** Moves rows by compare-and-set. Returns how many moved; the others had moved before, which is no error. */
export async function moveRecipients(moves: readonly Move[]): Promise<number> {
  if (moves.length === 0) return 0;
  const operations = moves.map((move) => ({
    updateOne: {
      filter: {
        workspaceId: move.workspaceId,
        _id: move.id,
        state: { $in: [...move.from] },
        ...(move.stepId !== undefined && { stepId: move.stepId }),
        ...(move.countSent && { lastMessageId: { $ne: move.countSent.messageId } }),
      },
      update: {
        $set: {
          ...(move.to && { state: move.to }),
          ...(move.reason !== undefined && { stateReason: move.reason }),
          ...move.set,
        },
        ...(move.unset?.length && { $unset: Object.fromEntries(move.unset.map((field) => [field, 1])) }),
        ...(move.countSent && { $inc: { sentCount: 1 } }),
      },
    },
  }));
  return (await CampaignRecipientModel.bulkWrite(operations as never, { ordered: false })).modifiedCount;
}

/** Has rows of a recipient that were held for a missing value looked at again now. */
export async function retryHeld(workspaceId: Id, recipientId: Id, now: Date): Promise<void> {
  await CampaignRecipientModel.updateMany({ workspaceId, recipientId, state: "onHold" }, { nextActionAt: now });
}

/** Stops everybody who is still under way in a campaign. */
export async function stopCampaignRecipients(workspaceId: Id, campaignId: Id, reason: string): Promise<void> {
  await CampaignRecipientModel.updateMany(
    { workspaceId, campaignId, state: { $in: LIVE_STATES } },
    { $set: { state: "stopped", stateReason: reason }, $unset: { nextActionAt: 1 } },
  );
}

/** Every live campaign of a recipient: an opt-out or a bounce ends them all. */
export function listOfRecipient(workspaceId: Id, recipientId: Id): Promise<Stored<CampaignRecipient>[]> {
  return CampaignRecipientModel.find({ workspaceId, recipientId }).lean<Stored<CampaignRecipient>[]>().exec();
}

/** How many rows are in each state, of one campaign. */
export async function countByState(workspaceId: Id, campaignId: Id): Promise<Partial<Record<RecipientState, number>>> {
  const rows = await CampaignRecipientModel.aggregate<{ _id: RecipientState; count: number }>([
    { $match: { workspaceId, campaignId } },
    { $group: { _id: "$state", count: { $sum: 1 } } },
  ]);
  return Object.fromEntries(rows.map((row) => [row._id, row.count]));
}
