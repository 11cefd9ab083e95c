import type { SendOutcome } from "../domain/send-outcome.ts";
import type { Id, Stored } from "./model.ts";
import { getOutbounds, type OutboundMessage, OutboundMessageModel } from "./outbound-messages.ts";

/** A mail that one worker holds for the length of its lease. */
export type ClaimedMessage = Stored<OutboundMessage> & { claimToken: string };

/** A worker that stays silent this long has lost what it claimed. */
export const LEASE_MS = 20_000;

/** Takes up to `limit` due mails of one mailbox, the oldest first. What another worker took meanwhile is not among them. */
export async function claimBatch(
  claim: { workspaceId: Id; mailboxId: Id; notCampaignIds: Id[]; limit: number; claimToken: string },
  now: Date,
): Promise<ClaimedMessage[]> {
  const { workspaceId, mailboxId, claimToken } = claim;
  const due = await OutboundMessageModel.find({
    workspaceId,
    mailboxId,
    status: "queued",
    dueAt: { $lte: now },
    ...(claim.notCampaignIds.length > 0 && { campaignId: { $nin: claim.notCampaignIds } }),
  })
    .sort({ dueAt: 1 })
    .limit(claim.limit)
    .select({ _id: 1 })
    .lean<{ _id: Id }[]>();
  if (due.length === 0) return [];
  await OutboundMessageModel.updateMany(
    { workspaceId, _id: { $in: due.map((row) => row._id) }, status: "queued" },
    { status: "claimed", claimToken, leaseUntil: new Date(now.getTime() + LEASE_MS) },
  );
  return OutboundMessageModel.find({ workspaceId, claimToken, status: "claimed" })
    .sort({ dueAt: 1 })
    .lean<ClaimedMessage[]>();
}

/** Keeps what a live worker holds. */
export async function renewLeases(claimToken: string, now: Date): Promise<void> {
  await OutboundMessageModel.updateMany(
    { claimToken, leaseUntil: { $exists: true } },
    { leaseUntil: new Date(now.getTime() + LEASE_MS) },
  ).setOptions({ allWorkspaces: "claim: the token is this worker's alone" });
}

/**
 * The last write before the first byte: durable, and only for mails the caller still holds.
 * Returns the ids that may be handed over; the others were cancelled or taken meanwhile.
 */
export async function markTransmitting(messages: readonly ClaimedMessage[], now: Date): Promise<Set<string>> {
  const mine = new Set<string>();
  for (const group of Object.values(Object.groupBy(messages, (m) => `${m.workspaceId}:${m.claimToken}`))) {
    const [first] = group ?? [];
    if (!first || !group) continue;
    const { workspaceId, claimToken } = first;
    const ids = group.map((message) => message._id);
    const filter = { workspaceId, _id: { $in: ids }, claimToken };
    const marked = await OutboundMessageModel.updateMany(
      { ...filter, status: "claimed" },
      { $set: { status: "transmitting", leaseUntil: new Date(now.getTime() + LEASE_MS) }, $inc: { attempt: 1 } },
    );
    const all = marked.modifiedCount === ids.length;
    const held = all ? ids : await OutboundMessageModel.find({ ...filter, status: "transmitting" }).distinct("_id");
    for (const id of held) mine.add(id.toString());
  }
  return mine;
}

/** What one hand-over came to. */
export interface FinishedSend {
  message: ClaimedMessage;
  outcome: SendOutcome;
  providerMessageId?: string | undefined;
  at: Date;
}

const OPEN_STATUSES = ["transmitting", "unknown"] as const;
// A late yes also ends what a person had put back meanwhile, as long as nobody hands it over again.
const LATE_STATUSES = [...OPEN_STATUSES, "queued", "claimed"] as const;

/**
 * Ends hand-overs. A row whose lease was lost meanwhile is `unknown` by now and takes the certain result gladly.
 * Returns the mails as they are now.
 */
export async function finishSends(sends: readonly FinishedSend[]): Promise<Stored<OutboundMessage>[]> {
  if (sends.length === 0) return [];
  const finished = sends.map((send) => ({ send, set: fieldsOf(send) }));
  const operations = finished.map(({ send: { message }, set }) => ({
    updateOne: {
      filter: {
        workspaceId: message.workspaceId,
        _id: message._id,
        status: { $in: [...(set.status === "sent" ? LATE_STATUSES : OPEN_STATUSES)] },
        attempt: message.attempt + 1,
      },
      update: { $set: set, $unset: { claimToken: 1, leaseUntil: 1 } },
    },
  }));
  const { matchedCount } = await OutboundMessageModel.bulkWrite(operations as never, { ordered: false });
  const messages = sends.map(({ message }) => message);
  // Where all took, what they are now is known without asking.
  if (matchedCount !== sends.length) return await getOutbounds(messages);
  return finished.map(({ send: { message }, set }) => {
    const { claimToken, leaseUntil, ...rest } = message;
    return { ...rest, ...set, attempt: message.attempt + 1 };
  });
}

function fieldsOf({ message, outcome, providerMessageId, at }: FinishedSend) {
  return {
    status: outcome.status,
    statusReason: outcome.reason.slice(0, 500),
    settled: false,
    firstTriedAt: message.firstTriedAt ?? at,
    ...(outcome.status === "queued" && { dueAt: outcome.dueAt }),
    ...(outcome.status === "sent" && { sentAt: at }),
    ...(providerMessageId && { providerMessageId }),
  };
}

/** Puts claimed mails back until the instant that each may go: nothing has left the house. */
export async function postponeClaims(waits: readonly { message: ClaimedMessage; until: Date }[]): Promise<void> {
  if (waits.length === 0) return;
  const operations = waits.map(({ message: { workspaceId, _id, claimToken }, until }) => ({
    updateOne: {
      filter: { workspaceId, _id, claimToken, status: "claimed" },
      update: { $set: { status: "queued", dueAt: until }, $unset: { claimToken: 1, leaseUntil: 1 } },
    },
  }));
  await OutboundMessageModel.bulkWrite(operations as never, { ordered: false });
}

/** Puts claimed mails back that will not be handed over now. */
export async function releaseClaims(claimToken: string): Promise<number> {
  const released = await OutboundMessageModel.updateMany(
    { claimToken, status: "claimed" },
    { $set: { status: "queued" }, $unset: { claimToken: 1, leaseUntil: 1 } },
  ).setOptions({ allWorkspaces: "claim: the token is this worker's alone" });
  return released.modifiedCount;
}

/**
 * Deals with workers that died: what was only claimed goes back to the queue; what was being transmitted may have
 * arrived and becomes `unknown`. `now` undefined voids every lease: at the start of the only process.
 */
export async function expireLeases(now: Date | undefined): Promise<{ requeued: number; unknown: number }> {
  const expired = now ? { leaseUntil: { $lt: now } } : { leaseUntil: { $exists: true } };
  const options = { allWorkspaces: "job: leases of dead workers" };
  const $unset = { claimToken: 1, leaseUntil: 1 } as const;
  const requeued = await OutboundMessageModel.updateMany(
    { ...expired, status: "claimed" },
    { $set: { status: "queued" }, $unset },
  ).setOptions(options);
  const unknown = await OutboundMessageModel.updateMany(
    { ...expired, status: "transmitting" },
    { $set: { status: "unknown", statusReason: "interrupted", settled: false }, $unset },
  ).setOptions(options);
  return { requeued: requeued.modifiedCount, unknown: unknown.modifiedCount };
}
