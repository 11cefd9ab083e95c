import { type CampaignRecipient, type Move, moveRecipients } from "../db/campaign-recipients.ts";
import type { Campaign } from "../db/campaigns.ts";
import { getMailbox, type MailboxAccount } from "../db/mailboxes.ts";
import { newId, type Stored } from "../db/model.ts";
import { type NewOutbound, planOutbound } from "../db/outbound-messages.ts";
import { getRecipients, type Recipient } from "../db/recipients.ts";
import { listSuppressed } from "../db/suppressions.ts";
import { getTemplate, newestVersion, type TemplateVersion } from "../db/templates.ts";
import type { Step } from "../domain/campaign.ts";
import { mergeValues } from "../domain/merge-values.ts";
import { renderTemplate } from "../domain/render-template.ts";
import { nextAllowedInstant } from "../domain/sending-window.ts";
import { createMessageId, followThread, replySubject } from "../domain/thread.ts";
import type { Clock } from "../platform/clock.ts";
import { randomToken } from "../platform/tokens.ts";
import type { HashAddress } from "./hash-address.ts";
import type { SettleMessages } from "./settle-messages.ts";

export interface PlanDeps {
  now: Clock;
  hashAddress: HashAddress;
  settle: SettleMessages;
}

type Row = Stored<CampaignRecipient>;
type Planned = { kind: "draft"; draft: NewOutbound } | { kind: "move"; move: Move };

/** A row that waits for a person (a merge field, a template) is looked at again this often. */
const HELD_RETRY_MS = 600_000;

/**
 * Turns due rows of one active campaign into mails to send, or says on the row why not.
 *
 * Safe to repeat after a crash at any point: the intention's key keeps a step from becoming two mails.
 */
export async function planSteps(campaign: Stored<Campaign>, rows: readonly Row[], deps: PlanDeps): Promise<void> {
  const { workspaceId } = campaign;
  const now = deps.now();
  const recipients = await getRecipients(
    workspaceId,
    rows.map((row) => row.recipientId),
  );
  const byId = new Map(recipients.map((recipient) => [recipient._id.toString(), recipient]));
  const hashes = recipients.flatMap(({ email }) => (email ? [deps.hashAddress(email)] : []));
  const suppressed = await listSuppressed(workspaceId, hashes);
  const sources = await loadSources(campaign, rows);

  const planned = rows.map((row): Planned => {
    const recipient = byId.get(row.recipientId.toString());
    const isSuppressed = recipient?.email !== undefined && suppressed.has(deps.hashAddress(recipient.email));
    try {
      return planStep({ campaign, row, recipient, isSuppressed, now, ...sources });
    } catch (error) {
      // One row that cannot be planned is held, and the others go on.
      return hold(row, `not-planned ${error instanceof Error ? error.message : String(error)}`, now);
    }
  });
  await moveRecipients(planned.flatMap((plan) => (plan.kind === "move" ? [plan.move] : [])));
  const drafts = planned.flatMap((plan) => (plan.kind === "draft" ? [plan.draft] : []));
  await deps.settle(await planOutbound(drafts));
}

interface Sources {
  templates: ReadonlyMap<string, TemplateVersion>;
  mailboxes: ReadonlyMap<string, Stored<MailboxAccount>>;
}

interface StepInput extends Sources {
  campaign: Stored<Campaign>;
  row: Row;
  recipient: Stored<Recipient> | undefined;
  isSuppressed: boolean;
  now: Date;
}

function planStep({ campaign, row, recipient, isSuppressed, now, templates, mailboxes }: StepInput): Planned {
  const step = campaign.steps.find(({ stepId }) => stepId === row.stepId);
  const mailbox = mailboxes.get(row.mailboxId.toString());
  if (!step) return end(row, "completed", "plan-changed");
  if (!mailbox) return hold(row, "no-mailbox", now);
  if (!recipient?.email) return end(row, "failed", "no-address");
  if (isSuppressed) return end(row, "stopped", "suppressed");
  if (recipient.consent.state === "withdrawn") return end(row, "optedOut", "consent-withdrawn");
  const opensAt = campaign.window ? nextAllowedInstant(now, campaign.window) : now;
  if (opensAt > now) return { kind: "move", move: stay(row, "waiting", "outside-window", opensAt) };

  const source = templates.get(step.templateId);
  if (!source) return hold(row, "template-missing", now);
  const mail = renderTemplate(source, mergeValues(recipient, campaign));
  if (mail.kind === "missingFields") return hold(row, `missing-fields ${mail.fields.join(", ")}`, now);
  if (mail.kind === "broken") return hold(row, `template-broken ${mail.reason}`, now);
  return { kind: "draft", draft: composeDraft({ campaign, row, recipient, step, mailbox, mail, now }) };
}

function composeDraft(of: {
  campaign: Stored<Campaign>;
  row: Row;
  recipient: Stored<Recipient>;
  step: Step;
  mailbox: Stored<MailboxAccount>;
  mail: { subject: string; text: string; html: string | undefined };
  now: Date;
}): NewOutbound {
  const { campaign, row, recipient, step, mailbox, mail, now } = of;
  const thread = row.lastMessageId ? followThread(row.lastMessageId, row.lastReferences) : undefined;
  return {
    workspaceId: campaign.workspaceId,
    intentKey: `step:${row._id}:${step.stepId}:1`,
    mailboxId: row.mailboxId,
    campaignId: campaign._id,
    campaignRecipientId: row._id,
    recipientId: recipient._id,
    stepId: step.stepId,
    to: { address: recipient.email ?? "", name: `${recipient.firstName} ${recipient.lastName}`.trim() },
    subject: row.threadSubject ? replySubject(row.threadSubject) : mail.subject || campaign.subject,
    text: mail.text,
    ...(mail.html && { html: mail.html }),
    messageId: createMessageId(randomToken(), mailbox.address),
    ...(thread?.inReplyTo && { inReplyTo: thread.inReplyTo }),
    references: thread?.references ?? [],
    status: step.requireApproval ? "awaitingApproval" : "queued",
    dueAt: now,
  };
}

async function loadSources(campaign: Stored<Campaign>, rows: readonly Row[]): Promise<Sources> {
  const { workspaceId, steps } = campaign;
  const templateIds = [...new Set(steps.map(({ templateId }) => templateId))];
  const templates = await Promise.all(templateIds.map((id) => getTemplate(workspaceId, newId(id))));
  const mailboxIds = [...new Set(rows.map(({ mailboxId }) => mailboxId.toString()))];
  const mailboxes = await Promise.all(mailboxIds.map((id) => getMailbox(workspaceId, newId(id))));
  return {
    templates: new Map(templates.flatMap((found) => (found ? [[found._id.toString(), newestVersion(found)]] : []))),
    mailboxes: new Map(mailboxes.flatMap((found) => (found ? [[found._id.toString(), found]] : []))),
  };
}

function stay(row: Row, to: Move["to"], reason: string, nextActionAt: Date): Move {
  const { workspaceId, _id, stepId } = row;
  return { workspaceId, id: _id, from: ["waiting", "onHold"], stepId, to, reason, set: { nextActionAt } };
}

function hold(row: Row, reason: string, now: Date): Planned {
  return { kind: "move", move: stay(row, "onHold", reason, new Date(now.getTime() + HELD_RETRY_MS)) };
}

function end(row: Row, to: Move["to"], reason: string): Planned {
  const { workspaceId, _id, stepId } = row;
  const move: Move = { workspaceId, id: _id, from: ["waiting", "onHold"], to, reason, unset: ["nextActionAt"] };
  return { kind: "move", move: stepId === undefined ? move : { ...move, stepId } };
}
