import type { Alert, Delivery } from "../db/alerts.ts";
import { getCampaign } from "../db/campaigns.ts";
import { getInbound, type InboundMessage } from "../db/inbound-messages.ts";
import { getMailbox } from "../db/mailboxes.ts";
import type { Stored } from "../db/model.ts";
import { getOutbound, type OutboundMessage } from "../db/outbound-messages.ts";
import { LOW_CONFIDENCE } from "../domain/classification.ts";
import { type Locale, type TextArguments, translate } from "../platform/texts.ts";
import type { ChatButton, ChatMessage } from "../ports/chat-channel.ts";
import { describeReason } from "./describe-reason.ts";

/** What a button asks for; its data is `<verb>:<token>`. */
export const CARD_VERBS = ["approve", "edit", "refuse", "skip", "show", "arrived", "again", "giveUp"] as const;
export type CardVerb = (typeof CARD_VERBS)[number];

/** More than this of a draft is left for "show": a card is read at a glance. */
const MAX_DRAFT_CHARS = 1_500;

/** Draws one card of an alert from what is true now: a card drawn again shows what has been decided meanwhile. */
export async function composeCard(
  alert: Stored<Alert>,
  delivery: Pick<Delivery, "token">,
  locale: Locale,
): Promise<{ message: ChatMessage; draftVersion: number }> {
  const { workspaceId, inboundId, outboundId, mailboxId } = alert;
  const [inbound, outbound, mailbox] = await Promise.all([
    inboundId ? getInbound(workspaceId, inboundId) : null,
    outboundId ? getOutbound(workspaceId, outboundId) : null,
    mailboxId ? getMailbox(workspaceId, mailboxId) : null,
  ]);
  const campaignId = inbound?.campaignId ?? outbound?.campaignId;
  const campaign = campaignId ? await getCampaign(workspaceId, campaignId) : null;
  const t = (key: string, args?: TextArguments) => translate(locale, key, args);
  const button = (verb: CardVerb): ChatButton => ({
    label: t(`button-${verb.toLowerCase()}`),
    data: `${verb}:${delivery.token}`,
  });

  const text: string[] = [];
  const buttons: ChatButton[][] = [];
  switch (alert.kind) {
    case "reply":
      if (inbound) text.push(...describeInbound(inbound, campaign?.name, t));
      break;
    case "approval":
      text.push(t("card-approval", { campaign: campaign?.name ?? "" }));
      break;
    case "sendUnknown":
      text.push(t("card-send-unknown", { address: outbound?.to.address ?? "", subject: outbound?.subject ?? "" }));
      if (outbound?.status === "unknown") buttons.push([button("arrived"), button("again"), button("giveUp")]);
      else if (outbound) text.push(t(`outbound-${outbound.status.toLowerCase()}`));
      break;
    case "sendFailed":
      text.push(t("card-send-failed", { address: outbound?.to.address ?? "", reason: outbound?.statusReason ?? "" }));
      break;
    case "mailboxDown":
      text.push(t("card-mailbox-down", { address: mailbox?.address ?? "", reason: alert.text }));
      break;
    case "mailboxUp":
      text.push(t("card-mailbox-up", { address: mailbox?.address ?? "" }));
      break;
    case "notice":
      text.push(alert.text);
  }
  if (outbound && (alert.kind === "reply" || alert.kind === "approval")) {
    text.push(...describeDraft(outbound, t, locale));
    if (outbound.status === "awaitingApproval") {
      buttons.push([button("approve"), button("edit"), button("refuse")]);
      if (outbound.stepId !== undefined) buttons.push([button("skip")]);
    }
  }
  if (inbound) buttons.push([button("show")]);
  return { message: { text: text.join("\n"), buttons }, draftVersion: outbound?.draftVersion ?? 0 };
}

type T = (key: string, args?: TextArguments) => string;

function describeInbound(inbound: Stored<InboundMessage>, campaign: string | undefined, t: T): string[] {
  const { from, subject, classification, parseError } = inbound;
  const sender = from?.name ? `${from.name} <${from.address}>` : (from?.address ?? "?");
  if (!classification) return [t("card-unreadable", { sender, reason: parseError ?? "" })];
  const { priority, kind, replyClass, confidence, summary, suggestedAction, deadline, amounts, bounce } =
    classification;
  const heading = kind === "reply" ? t(`class-${replyClass}`) : t(`kind-${kind.toLowerCase()}`);
  return [
    `${t(`priority-${priority}`)} · ${heading}`,
    sender,
    ...(campaign ? [t("card-campaign", { campaign })] : []),
    subject,
    ...(bounce ? [bounce.reason] : summary ? [`« ${summary} »`] : []),
    ...(deadline ? [t("card-deadline", { deadline })] : []),
    ...(amounts.length > 0 ? [t("card-amounts", { amounts: amounts.join(", ") })] : []),
    t("card-action", { action: t(`action-${suggestedAction.toLowerCase()}`) }),
    ...(inbound.campaignRecipientId && kind === "reply" ? [t("card-done-stopped")] : []),
    ...(kind === "reply" && confidence < LOW_CONFIDENCE
      ? [t("card-uncertain", { percent: Math.round(confidence * 100) })]
      : []),
  ];
}

function describeDraft(draft: Stored<OutboundMessage>, t: T, locale: Locale): string[] {
  const { to, subject, text, status, statusReason, decision, answersInboundId } = draft;
  const shown = text.length > MAX_DRAFT_CHARS ? `${text.slice(0, MAX_DRAFT_CHARS)}…` : text;
  const title = answersInboundId ? "card-draft-answer" : "card-draft-step";
  const lines = ["", t(title, { address: to.name ? `${to.name} <${to.address}>` : to.address }), subject, "", shown];
  if (status === "awaitingApproval") return lines;
  const outcome = t(`outbound-${status.toLowerCase()}`);
  const by = decision?.by ? t("card-decided-by", { name: decision.by }) : "";
  const why = status === "cancelled" || status === "failed" ? describeReason(statusReason, locale) : "";
  return [...lines, "", [outcome, by, why].filter(Boolean).join(" · ")];
}
