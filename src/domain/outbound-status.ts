export const OUTBOUND_STATUSES = [
  "planned",
  "awaitingApproval",
  "queued",
  "claimed",
  "transmitting",
  "sent",
  "failed",
  "unknown",
  "refused",
  "expired",
  "cancelled",
] as const;
/** The life of one mail we mean to send; the arrows are in docs/ARCHITECTURE.md. */
export type OutboundStatus = (typeof OUTBOUND_STATUSES)[number];

/** Nothing has left the house yet: an answer, an opt-out or a person may still stop it. */
export const CANCELLABLE_STATUSES = [
  "planned",
  "awaitingApproval",
  "queued",
  "claimed",
] as const satisfies OutboundStatus[];

export const EVENT_KINDS = [
  "planned",
  "approvalRequested",
  "approved",
  "edited",
  "refused",
  "sent",
  "deferred",
  "failed",
  "unknown",
  "bounced",
  "complained",
  "opened",
  "clicked",
  "delivered",
  "cancelled",
  "expired",
  "replied",
  "autoReplied",
  "unsubscribed",
  "stopped",
  "resumed",
] as const;
/** What happened to one mail or one recipient: the append-only log behind every figure. */
export type EventKind = (typeof EVENT_KINDS)[number];
