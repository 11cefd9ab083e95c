import { getCampaign } from "../db/campaigns.ts";
import type { InboundMessage } from "../db/inbound-messages.ts";
import { getMailbox } from "../db/mailboxes.ts";
import { type Id, newId, type Stored } from "../db/model.ts";
import { planOutbound } from "../db/outbound-messages.ts";
import { getRecipient } from "../db/recipients.ts";
import { getTemplate, newestVersion } from "../db/templates.ts";
import type { Action } from "../domain/decide-actions.ts";
import { mergeValues } from "../domain/merge-values.ts";
import { renderTemplate } from "../domain/render-template.ts";
import { createMessageId, followThread, replySubject } from "../domain/thread.ts";
import type { Clock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import { randomToken } from "../platform/tokens.ts";
import type { SettleMessages } from "./settle-messages.ts";

export interface DraftAnswerDeps {
  now: Clock;
  log: Log;
  settle: SettleMessages;
}

/**
 * Drafts the template that a rule names for this answer. Undefined when it cannot be written: the alert then stands
 * alone and a person answers. The addressee is the campaign's recipient, never an address that a mail named.
 */
export async function draftAnswer(
  mail: Stored<InboundMessage>,
  action: Extract<Action, { kind: "draftAnswer" }>,
  deps: DraftAnswerDeps,
): Promise<Id | undefined> {
  const { workspaceId, campaignId, campaignRecipientId, recipientId, mailboxId } = mail;
  if (!campaignId || !campaignRecipientId || !recipientId || !mail.messageId) return undefined;
  const [campaign, recipient, template, mailbox] = await Promise.all([
    getCampaign(workspaceId, campaignId),
    getRecipient(workspaceId, recipientId),
    getTemplate(workspaceId, newId(action.templateId)),
    getMailbox(workspaceId, mailboxId),
  ]);
  if (!campaign || !recipient?.email || !template || !mailbox) return undefined;
  const rendered = renderTemplate(newestVersion(template), mergeValues(recipient, campaign));
  if (rendered.kind !== "rendered") {
    deps.log.warn({ inboundId: mail._id, templateId: template._id, fault: rendered.kind }, "answer not drafted");
    return undefined;
  }
  const [draft] = await planOutbound([
    {
      workspaceId,
      // Once a person and class: a machine that answers every mail of ours must not be answered for ever.
      intentKey: `rule:${campaignRecipientId}:${mail.classification?.replyClass}`,
      mailboxId,
      campaignId,
      campaignRecipientId,
      recipientId,
      answersInboundId: mail._id,
      to: { address: recipient.email, name: `${recipient.firstName} ${recipient.lastName}`.trim() },
      subject: replySubject(mail.subject),
      text: rendered.text,
      ...(rendered.html && { html: rendered.html }),
      messageId: createMessageId(randomToken(), mailbox.address),
      inReplyTo: mail.messageId,
      references: followThread(mail.messageId, mail.referenceIds.toReversed()).references,
      status: action.requireApproval ? "awaitingApproval" : "queued",
      dueAt: deps.now(),
    },
  ]);
  if (!draft) throw new Error("a planned mail is stored");
  if (!draft.answersInboundId?.equals(mail._id)) return undefined; // an earlier answer of theirs had it
  await deps.settle([draft]);
  return draft._id;
}
