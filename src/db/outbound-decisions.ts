import type { Id, Stored } from "./model.ts";
import { type Decision, type OutboundMessage, OutboundMessageModel } from "./outbound-messages.ts";

/** Lets a draft go out, if it waits and still reads as the person saw it. */
export async function approveDraft(
  workspaceId: Id,
  id: Id,
  draftVersion: number,
  decision: Decision,
): Promise<boolean> {
  const approved = await OutboundMessageModel.updateOne(
    { workspaceId, _id: id, status: "awaitingApproval", draftVersion },
    { status: "queued", dueAt: decision.at, decision, settled: false },
  );
  return approved.modifiedCount > 0;
}

/** Ends a draft for good. */
export async function endDraft(
  workspaceId: Id,
  id: Id,
  draftVersion: number,
  status: "refused" | "expired",
  decision: Decision,
): Promise<boolean> {
  const ended = await OutboundMessageModel.updateOne(
    { workspaceId, _id: id, status: "awaitingApproval", draftVersion },
    { status, statusReason: decision.reason, decision, settled: false },
  );
  return ended.modifiedCount > 0;
}

/** Replaces the words of a waiting draft; the HTML goes, since nobody has seen it with the new text. */
export async function editDraft(
  workspaceId: Id,
  id: Id,
  draftVersion: number,
  words: { subject: string; text: string },
): Promise<boolean> {
  const edited = await OutboundMessageModel.updateOne(
    { workspaceId, _id: id, status: "awaitingApproval", draftVersion },
    { $set: { ...words, draftVersion: draftVersion + 1, settled: false }, $unset: { html: 1 } },
  );
  return edited.modifiedCount > 0;
}

/** Answers what an interrupted hand-over left open. `queued` sends the same row, under the same Message-ID, once more. */
export async function resolveUnknown(
  workspaceId: Id,
  id: Id,
  to: "sent" | "queued" | "failed",
  reason: string,
  now: Date,
): Promise<boolean> {
  const resolved = await OutboundMessageModel.updateOne(
    { workspaceId, _id: id, status: "unknown" },
    {
      status: to,
      statusReason: reason,
      settled: false,
      ...(to === "sent" && { sentAt: now }),
      ...(to === "queued" && { dueAt: now }),
    },
  );
  return resolved.modifiedCount > 0;
}

/** Hand-overs whose end nobody knows, that broke off after `since`: an older one is not found any more. */
export function listUnknown(since: Date, limit: number): Promise<Stored<OutboundMessage>[]> {
  return OutboundMessageModel.find({ status: "unknown", updatedAt: { $gte: since } })
    .setOptions({ allWorkspaces: "job: looks up what an interrupted hand-over left open" })
    .limit(limit)
    .lean<Stored<OutboundMessage>[]>()
    .exec();
}

export function listDraftsOlderThan(instant: Date, limit: number): Promise<Stored<OutboundMessage>[]> {
  return OutboundMessageModel.find({ status: "awaitingApproval", createdAt: { $lt: instant } })
    .setOptions({ allWorkspaces: "job: drafts nobody answered expire" })
    .limit(limit)
    .lean<Stored<OutboundMessage>[]>()
    .exec();
}
