import { getCampaignRecipient, type Move, moveRecipients } from "../db/campaign-recipients.ts";
import { getCampaign } from "../db/campaigns.ts";
import { advanceStage, type InboundMessage } from "../db/inbound-messages.ts";
import { recordEvents } from "../db/message-events.ts";
import type { Id, Stored } from "../db/model.ts";
import { cancelOutbound, getOutbound, listUnsettledOf } from "../db/outbound-messages.ts";
import type { SuppressionReason } from "../db/suppressions.ts";
import { LIVE_STATES, type RecipientState } from "../domain/campaign.ts";
import { type Action, asksToUnsubscribe, decideActions } from "../domain/decide-actions.ts";
import type { EventKind } from "../domain/outbound-status.ts";
import type { Clock } from "../platform/clock.ts";
import { type DraftAnswerDeps, draftAnswer } from "./draft-answer.ts";
import type { RaiseAlert } from "./raise-alert.ts";
import { type StopWritingDeps, stopWriting } from "./stop-writing.ts";

export interface RulesDeps extends DraftAnswerDeps, StopWritingDeps {
  now: Clock;
  raiseAlert: RaiseAlert;
}

type Inbound = Stored<InboundMessage>;

/** Does what follows from a classified mail: the recipient's state first, then what was planned for them, then the alert. */
export async function applyRules(mail: Inbound, deps: RulesDeps): Promise<void> {
  const { workspaceId, campaignId, classification } = mail;
  if (!classification) throw new Error("a classified mail has a classification");
  const campaign = campaignId && (await getCampaign(workspaceId, campaignId));
  const unsubscribes = asksToUnsubscribe(classification.kind, mail.subject, classification.replyText);
  const actions = decideActions(classification, campaign ?? { rules: [] }, unsubscribes);

  let draftId: Id | undefined;
  for (const action of actions) draftId = (await perform(action, mail, deps)) ?? draftId;
  if (deservesAlert(mail)) {
    const about = { inboundId: mail._id, ...(draftId && { outboundId: draftId }) };
    await deps.raiseAlert({ workspaceId, key: `reply:${mail._id}`, kind: "reply", ...about });
  }
  await advanceStage(mail, "classified", "acted", {});
}

async function perform(action: Action, mail: Inbound, deps: RulesDeps): Promise<Id | undefined> {
  switch (action.kind) {
    case "markReplied":
      await endRow(mail, "replied", "answered", "replied", deps);
      return undefined;
    case "markBounced":
      await endRow(mail, "bounced", action.reason, "bounced", deps);
      return undefined;
    case "optOut":
      if (mail.classification?.kind === "complaint") await endRow(mail, "optedOut", "complaint", "complained", deps);
      else await endRow(mail, "optedOut", "unsubscribed", "unsubscribed", deps);
      return undefined;
    case "noteAutoReply":
      await recordEvents([eventOf(mail, "autoReplied", action.returnsAt ?? "", deps.now())]);
      return undefined;
    case "suppress":
      for (const address of await addressesToSuppress(mail, action.reason)) {
        await stopWriting({ workspaceId: mail.workspaceId, address, reason: action.reason }, deps);
      }
      return undefined;
    case "draftAnswer":
      return await draftAnswer(mail, action, deps);
  }
}

/** Marks the row first, then cancels what was planned: a claim between the two finds the row no longer sending. */
async function endRow(
  mail: Inbound,
  to: RecipientState,
  reason: string,
  event: EventKind,
  deps: RulesDeps,
): Promise<void> {
  const { workspaceId, campaignRecipientId: id, classification } = mail;
  if (!id) return;
  const row = await getCampaignRecipient(workspaceId, id);
  const lastReply = {
    lastReplyAt: mail.receivedAt,
    ...(classification && { lastReplyClass: classification.replyClass }),
  };
  const move: Move = {
    workspaceId,
    id,
    // Who answered can still opt out.
    from: [...LIVE_STATES, "completed", ...(to === "optedOut" ? (["replied"] as const) : []), to],
    to,
    reason,
    set: lastReply,
    unset: ["nextActionAt"],
  };
  if (row) await moveRecipients([move]);
  const cancelled = await cancelOutbound(workspaceId, { campaignRecipientId: id, isStep: true }, reason);
  // The card of a draft that is no more must not ask for a yes until the repair job comes by.
  if (cancelled > 0) await deps.settle(await listUnsettledOf(workspaceId, id));
  await recordEvents([eventOf(mail, event, reason, deps.now())]);
}

function eventOf(mail: Inbound, kind: EventKind, detail: string, now: Date) {
  const { workspaceId, _id, mailboxId, campaignId, campaignRecipientId, recipientId, outboundId } = mail;
  const about = { campaignId, campaignRecipientId, recipientId, outboundId };
  const known = Object.fromEntries(Object.entries(about).filter(([, value]) => value !== undefined));
  return { workspaceId, kind, subjectId: _id, inboundId: _id, mailboxId, at: now, detail, ...known };
}

/**
 * The address we wrote to, by our own record: what a report names anybody could have written. Who asks to be left
 * alone is left alone under the address they asked from as well.
 */
async function addressesToSuppress(mail: Inbound, reason: SuppressionReason): Promise<string[]> {
  const { workspaceId, outboundId, from } = mail;
  const outbound = outboundId && (await getOutbound(workspaceId, outboundId));
  const addresses = [outbound?.to.address, reason === "unsubscribe" ? from?.address : undefined];
  return [...new Set(addresses.filter((address) => address !== undefined))];
}

/** What people want to hear of at once: answers, dead addresses, and whatever is critical. */
function deservesAlert({ classification, campaignRecipientId }: Inbound): boolean {
  if (!classification) return true;
  const { kind, priority } = classification;
  if (kind === "reply" || kind === "calendar")
    return priority !== "spam" && (campaignRecipientId !== undefined || priority !== "informative");
  if (kind === "bounce") return classification.bounce?.permanent === true;
  return priority === "critical" || kind === "complaint";
}
