import type { Move } from "../db/campaign-recipients.ts";
import type { Campaign } from "../db/campaigns.ts";
import type { Stored } from "../db/model.ts";
import type { OutboundMessage } from "../db/outbound-messages.ts";
import { LIVE_STATES, type RecipientState } from "../domain/campaign.ts";
import { decideNextStep } from "../domain/next-step.ts";

type Message = Stored<OutboundMessage>;

const ENDED_STATES = ["replied", "stopped", "optedOut", "bounced"] as const satisfies RecipientState[];

/** Where a mail's status leaves the recipient in the campaign. Answers to a reply leave them where they are. */
export function movesOf(message: Stored<OutboundMessage>, campaign: Stored<Campaign> | undefined, now: Date): Move[] {
  const { campaignRecipientId, stepId, status, workspaceId } = message;
  if (!campaignRecipientId || stepId === undefined) return [];
  const move = (from: Move["from"], to: Move["to"], reason: Move["reason"], rest: Partial<Move> = {}): Move[] => [
    { workspaceId, id: campaignRecipientId, stepId, from, to, reason, ...rest },
  ];
  const ended = { unset: ["nextActionAt" as const] };

  switch (status) {
    // Rows may lag behind: a crash can cut off what follows a status, and the mail moves on without it.
    case "awaitingApproval":
      return move(["waiting", "onHold"], "awaitingApproval", "approval-requested", ended);
    case "queued":
    case "claimed":
    case "transmitting":
      return move(["waiting", "onHold", "awaitingApproval"], "sending", "queued", ended);
    case "sent":
      return [
        ...move(LIVE_STATES, ...afterSent(message, campaign, now)),
        // An answer or an opt-out came while the mail was on its way: it counts, and changes nothing else.
        ...move(ENDED_STATES, undefined, undefined, sentFields(message, now)),
      ];
    case "failed":
      return move(LIVE_STATES, "failed", message.statusReason, ended);
    case "unknown":
      return move(LIVE_STATES, "sending", "send-unknown", ended);
    case "refused":
      if (message.decision?.skipOnly) return move(LIVE_STATES, ...nextOf(message, campaign, now, "step-skipped"));
      return move(LIVE_STATES, "stopped", "draft-refused", ended);
    case "expired":
      return move(LIVE_STATES, "stopped", "draft-expired", ended);
    case "cancelled": // whoever cancelled has moved the recipient; a mail cancelled by hand stops here
      return move(LIVE_STATES, "stopped", message.statusReason, ended);
    case "planned":
      return [];
  }
}

type MoveParts = [to: Move["to"], reason: Move["reason"], rest: Partial<Move>];

function afterSent(message: Message, campaign: Stored<Campaign> | undefined, now: Date): MoveParts {
  const [to, reason, rest] = nextOf(message, campaign, message.sentAt ?? now, "all-sent");
  const { set, countSent } = sentFields(message, now);
  return [to, reason, { ...rest, set: { ...rest.set, ...set }, countSent }];
}

function sentFields(message: Message, now: Date) {
  const messageId = message.providerMessageId ?? message.messageId;
  const { references, subject, sentAt = now } = message;
  const set = { lastSentAt: sentAt, lastMessageId: messageId, lastReferences: references, threadSubject: subject };
  return { set, countSent: { messageId } };
}

function nextOf(message: Message, campaign: Stored<Campaign> | undefined, from: Date, endReason: string): MoveParts {
  const next = campaign ? decideNextStep(campaign, message.stepId, from) : ({ kind: "done" } as const);
  if (next.kind === "done") return ["completed", endReason, { unset: ["nextActionAt"] }];
  return ["waiting", "next-step", { set: { stepId: next.step.stepId, nextActionAt: next.dueAt } }];
}
