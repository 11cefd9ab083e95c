import { EVENT_KINDS, type EventKind } from "../domain/outbound-status.ts";
import { createSchema, type Id, isDuplicateKey, ref, type Stored, workspaceField, workspaceModel } from "./model.ts";

/** One thing that happened to one mail or recipient. Append-only: nothing here is ever changed. */
export interface MessageEvent {
  workspaceId: Id;
  kind: EventKind;
  /** What it happened to, what, and which time: a second telling of the same event is dropped. */
  key: string;
  at: Date;
  outboundId?: Id | undefined;
  inboundId?: Id | undefined;
  campaignId?: Id | undefined;
  campaignRecipientId?: Id | undefined;
  recipientId?: Id | undefined;
  mailboxId?: Id | undefined;
  /** A server's reply, a reason, who decided: for people. */
  detail: string;
}

const schema = createSchema<MessageEvent>({
  workspaceId: workspaceField,
  kind: { type: String, enum: EVENT_KINDS, required: true },
  key: { type: String, required: true },
  at: { type: Date, required: true },
  outboundId: ref("OutboundMessage"),
  inboundId: ref("InboundMessage"),
  campaignId: ref("Campaign"),
  campaignRecipientId: ref("CampaignRecipient"),
  recipientId: ref("Recipient"),
  mailboxId: ref("MailboxAccount"),
  detail: { type: String, default: "" },
});
schema.index({ workspaceId: 1, key: 1 }, { unique: true });
schema.index({ workspaceId: 1, _id: 1 });
schema.index({ workspaceId: 1, campaignRecipientId: 1, at: 1 });
schema.index({ workspaceId: 1, campaignId: 1, kind: 1 });
schema.index({ workspaceId: 1, at: 1 });

export const MessageEventModel = workspaceModel<MessageEvent>("MessageEvent", schema);

export type NewEvent = Omit<MessageEvent, "key" | "detail"> & {
  /** The mail or row it happened to. */
  subjectId: Id;
  /** Tells repetitions apart: the attempt, the draft version. */
  nth?: number | undefined;
  detail?: string | undefined;
};

/** Records events; those that were recorded before are left as they are. */
export async function recordEvents(events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map(({ subjectId, nth = 0, detail = "", ...fields }) => ({
    ...fields,
    key: `${subjectId}:${fields.kind}:${nth}`,
    detail: detail.slice(0, 500),
  }));
  try {
    await MessageEventModel.insertMany(rows, { ordered: false });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

/** Events after `after` (an id), oldest first. */
export function listEvents(workspaceId: Id, after: Id | undefined, limit: number): Promise<Stored<MessageEvent>[]> {
  return MessageEventModel.find({ workspaceId, ...(after && { _id: { $gt: after } }) })
    .sort({ _id: 1 })
    .limit(limit)
    .lean<Stored<MessageEvent>[]>()
    .exec();
}

/** The story of one recipient in one campaign: what `why` tells. */
export function listEventsOf(workspaceId: Id, campaignRecipientId: Id): Promise<Stored<MessageEvent>[]> {
  return MessageEventModel.find({ workspaceId, campaignRecipientId })
    .sort({ at: 1 })
    .limit(200)
    .lean<Stored<MessageEvent>[]>()
    .exec();
}

/** How many events of each kind since `since`. */
export async function countEvents(
  workspaceId: Id,
  of: { since: Date } | { campaignId: Id },
): Promise<Partial<Record<EventKind, number>>> {
  const match = "since" in of ? { at: { $gte: of.since } } : { campaignId: of.campaignId };
  const rows = await MessageEventModel.aggregate<{ _id: EventKind; count: number }>([
    { $match: { workspaceId, ...match } },
    { $group: { _id: "$kind", count: { $sum: 1 } } },
  ]);
  return Object.fromEntries(rows.map((row) => [row._id, row.count]));
}
