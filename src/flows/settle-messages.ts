import { redrawAlerts } from "../db/alerts.ts";
import { closeApproval, ensureApproval } from "../db/approvals.ts";
import { moveRecipients } from "../db/campaign-recipients.ts";
import { type Campaign, getCampaign } from "../db/campaigns.ts";
import { noteAnswer } from "../db/conversations.ts";
import { getInbound } from "../db/inbound-messages.ts";
import { recordEvents } from "../db/message-events.ts";
import type { Stored } from "../db/model.ts";
import { markSettled, type OutboundMessage } from "../db/outbound-messages.ts";
import type { Clock } from "../platform/clock.ts";
import { eventsOf } from "./outbound-events.ts";
import { movesOf } from "./outbound-moves.ts";
import type { RaiseAlert } from "./raise-alert.ts";
import type { Wake } from "./wake.ts";

export interface SettleDeps {
  now: Clock;
  wake: Wake;
  raiseAlert: RaiseAlert;
}

type Message = Stored<OutboundMessage>;

/** Lets events, recipients, approvals and cards follow the status of these mails. Safe to repeat. */
export type SettleMessages = (messages: readonly Message[]) => Promise<void>;

/** A draft nobody answered in this time expires. */
export const APPROVAL_LIFETIME_MS = 7 * 86_400_000;

/**
 * The OutboundMessage is the truth; all else follows from it here, in one place. A crash in between leaves the mail
 * unsettled, and the repair job calls again.
 */
export function createSettleMessages(deps: SettleDeps): SettleMessages {
  return async (messages) => {
    if (messages.length === 0) return;
    const campaigns = await loadCampaigns(messages);
    const now = deps.now();
    await Promise.all([
      recordEvents(messages.flatMap((message) => eventsOf(message, now))),
      moveRecipients(messages.flatMap((message) => movesOf(message, campaigns.get(String(message.campaignId)), now))),
    ]);
    for (const message of messages) await followUp(message, deps);
    await markSettled(messages);
  };
}

async function loadCampaigns(messages: readonly Message[]): Promise<Map<string, Stored<Campaign>>> {
  const ids = new Map(
    messages.flatMap(({ campaignId, workspaceId }) =>
      campaignId ? [[String(campaignId), { campaignId, workspaceId }]] : [],
    ),
  );
  const found = await Promise.all(
    [...ids.values()].map(({ campaignId, workspaceId }) => getCampaign(workspaceId, campaignId)),
  );
  return new Map(found.flatMap((campaign) => (campaign ? [[String(campaign._id), campaign]] : [])));
}

/** What follows beyond the recipient's row: the approval, the cards, the conversation, an alert. */
async function followUp(message: Message, deps: SettleDeps): Promise<void> {
  const { workspaceId, _id: outboundId, status, decision } = message;
  const redraw = async () => {
    await redrawAlerts(workspaceId, { outboundId });
    deps.wake("deliver-alerts");
  };
  const close = async (as: "approved" | "refused" | "expired" | "cancelled", reason: string) => {
    const decidedAt = decision?.at ?? deps.now();
    await closeApproval(workspaceId, outboundId, as, {
      reason,
      decidedAt,
      ...(decision && { decidedBy: decision.by }),
    });
    await redraw();
  };

  switch (status) {
    case "awaitingApproval": {
      const kind = message.answersInboundId ? "rule" : "step";
      const expiresAt = new Date(message.createdAt.getTime() + APPROVAL_LIFETIME_MS);
      await ensureApproval({ workspaceId, outboundId, kind, expiresAt });
      // A draft that answers somebody is shown on the alert about their answer.
      if (kind === "step")
        await deps.raiseAlert({ workspaceId, key: `approval:${outboundId}`, kind: "approval", outboundId });
      if (message.draftVersion > 1) await redraw();
      return;
    }
    case "queued":
      if (decision) await close("approved", "");
      return;
    case "sent":
      if (decision) await close("approved", "");
      if (message.answersInboundId) await noteInConversation(message);
      return;
    case "refused":
    case "expired":
      return close(status, decision?.reason ?? "");
    case "cancelled":
      return close("cancelled", message.statusReason);
    case "failed":
      if (decision) await close("approved", "");
      await deps.raiseAlert({ workspaceId, key: `failed:${outboundId}`, kind: "sendFailed", outboundId });
      return;
    case "unknown":
      if (decision) await close("approved", "");
      await deps.raiseAlert({
        workspaceId,
        key: `unknown:${outboundId}:${message.attempt}`,
        kind: "sendUnknown",
        outboundId,
      });
      return;
    case "planned":
    case "claimed":
    case "transmitting":
      return;
  }
}

async function noteInConversation(message: Message): Promise<void> {
  if (!message.answersInboundId) return;
  const inbound = await getInbound(message.workspaceId, message.answersInboundId);
  if (!inbound?.conversationId) return;
  await noteAnswer(message.workspaceId, inbound.conversationId, message.messageId, message.sentAt ?? message.updatedAt);
}
