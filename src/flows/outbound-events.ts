import type { NewEvent } from "../db/message-events.ts";
import type { Stored } from "../db/model.ts";
import type { OutboundMessage } from "../db/outbound-messages.ts";
import type { EventKind } from "../domain/outbound-status.ts";

/** The events that a status implies; those recorded before are dropped by their key. */
export function eventsOf(message: Stored<OutboundMessage>, now: Date): NewEvent[] {
  const { workspaceId, _id, campaignId, campaignRecipientId, recipientId, mailboxId, status, statusReason, decision } =
    message;
  const event = (kind: EventKind, nth: number, detail: string, at: Date): NewEvent => {
    const about = { outboundId: _id, campaignId, campaignRecipientId, recipientId, mailboxId };
    const known = Object.fromEntries(Object.entries(about).filter(([, value]) => value !== undefined));
    return { workspaceId, kind, subjectId: _id, nth, detail, at, ...known };
  };
  const planned = event("planned", 0, message.subject, message.createdAt);
  const decided = (kind: EventKind) =>
    event(kind, 0, [decision?.by, decision?.reason].filter(Boolean).join(": "), decision?.at ?? now);
  const edited = message.draftVersion > 1 ? [event("edited", message.draftVersion, "", now)] : [];
  const approved = decision && status !== "refused" && status !== "expired" ? [decided("approved")] : [];

  switch (status) {
    case "awaitingApproval":
      return [planned, event("approvalRequested", 0, "", message.createdAt), ...edited];
    case "refused":
    case "expired":
      return [planned, decided(status)];
    case "queued":
      return [
        planned,
        ...approved,
        ...(message.attempt > 0 ? [event("deferred", message.attempt, statusReason, now)] : []),
      ];
    case "sent":
      return [...approved, event("sent", message.attempt, statusReason, message.sentAt ?? now)];
    case "failed":
    case "unknown":
    case "cancelled":
      return [...approved, event(status, message.attempt, statusReason, now)];
    case "planned":
    case "claimed":
    case "transmitting":
      return [planned, ...approved];
  }
}
