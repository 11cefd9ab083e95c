import { recordAudit } from "../db/audit-entries.ts";
import { type Enrolment, enroll, stopCampaignRecipients } from "../db/campaign-recipients.ts";
import { type Campaign, getCampaign, moveCampaign } from "../db/campaigns.ts";
import { getMailbox } from "../db/mailboxes.ts";
import { type Id, newId, type Stored } from "../db/model.ts";
import { cancelOutbound } from "../db/outbound-messages.ts";
import { getRecipients } from "../db/recipients.ts";
import { getTemplate, newestVersion } from "../db/templates.ts";
import type { CampaignStatus } from "../domain/campaign.ts";
import { decideNextStep } from "../domain/next-step.ts";
import { findTemplateFault } from "../domain/render-template.ts";
import type { Clock } from "../platform/clock.ts";
import type { Wake } from "./wake.ts";

export interface ManageDeps {
  now: Clock;
  wake: Wake;
}

/** Something that keeps a campaign from starting: a key under `fault-` in `platform/texts`, and what it is about. */
export interface CampaignFault {
  key: "no-steps" | "no-mailbox" | "template-missing" | "template-broken";
  detail: string;
}

export type ChangeResult =
  | { kind: "done" }
  | { kind: "notFound" }
  | { kind: "wrongStatus"; status: CampaignStatus }
  | { kind: "faulty"; faults: CampaignFault[] };

const ALLOWED_FROM = {
  active: ["draft", "paused"],
  paused: ["active"],
  archived: ["draft", "active", "paused", "completed"],
} as const satisfies Partial<Record<CampaignStatus, CampaignStatus[]>>;

/**
 * Activates, pauses or archives. Pausing never cancels: what is queued stays queued until the campaign goes on.
 * Archiving cancels the steps that have not left; a draft that answers somebody still waits for its yes.
 */
export async function changeCampaign(
  change: { workspaceId: Id; id: Id; to: keyof typeof ALLOWED_FROM; actor: string },
  deps: ManageDeps,
): Promise<ChangeResult> {
  const { workspaceId, id, to, actor } = change;
  const campaign = await getCampaign(workspaceId, id);
  if (!campaign) return { kind: "notFound" };
  if (to === "active") {
    const faults = await findCampaignFaults(campaign);
    if (faults.length > 0) return { kind: "faulty", faults };
  }
  if (!(await moveCampaign(workspaceId, id, ALLOWED_FROM[to], to)))
    return { kind: "wrongStatus", status: campaign.status };
  if (to === "archived") {
    await stopCampaignRecipients(workspaceId, id, "campaign-archived");
    await cancelOutbound(workspaceId, { campaignId: id, isStep: true }, "campaign-archived");
  }
  await recordAudit({ workspaceId, at: deps.now(), actor, action: `campaign.${to}`, target: `campaign:${id}` });
  deps.wake("plan-due-steps");
  deps.wake("send-queued");
  return { kind: "done" };
}

/** Everything that keeps a campaign from starting, in one list. */
export async function findCampaignFaults(campaign: Stored<Campaign>): Promise<CampaignFault[]> {
  const { workspaceId, steps, rules, mailboxIds } = campaign;
  const faults: CampaignFault[] = [];
  if (steps.length === 0) faults.push({ key: "no-steps", detail: campaign.name });
  const mailboxes = await Promise.all(mailboxIds.map((id) => getMailbox(workspaceId, id)));
  if (!mailboxes.some((mailbox) => mailbox !== null)) faults.push({ key: "no-mailbox", detail: campaign.name });
  const templateIds = new Set([...steps, ...rules].map(({ templateId }) => templateId));
  for (const templateId of templateIds) {
    const template = await getTemplate(workspaceId, newId(templateId));
    if (!template) faults.push({ key: "template-missing", detail: templateId });
    const { subject = "", text = "", html } = template ? newestVersion(template) : {};
    const broken = template && findTemplateFault({ subject, text, html });
    if (broken) faults.push({ key: "template-broken", detail: `${template.name}: ${broken}` });
  }
  return faults;
}

export type EnrollResult =
  | { kind: "done"; added: number; unknownIds: string[] }
  | { kind: "notFound" }
  | { kind: "noMailbox" };

/** Puts recipients into a campaign; those in it already stay as they are. Mailboxes take turns, one a person for good. */
export async function enrollRecipients(
  request: { workspaceId: Id; campaignId: Id; recipientIds: readonly Id[] },
  deps: ManageDeps,
): Promise<EnrollResult> {
  const { workspaceId, campaignId, recipientIds } = request;
  const campaign = await getCampaign(workspaceId, campaignId);
  if (!campaign) return { kind: "notFound" };
  if (campaign.mailboxIds.length === 0) return { kind: "noMailbox" };
  const recipients = await getRecipients(workspaceId, recipientIds);
  const rows = recipients.map((recipient) => enrolmentOf(campaign, recipient._id, deps.now()));
  const added = await enroll(rows);
  const known = new Set(recipients.map(({ _id }) => _id.toString()));
  deps.wake("plan-due-steps");
  return { kind: "done", added, unknownIds: recipientIds.map(String).filter((id) => !known.has(id)) };
}

function enrolmentOf(campaign: Stored<Campaign>, recipientId: Id, now: Date): Enrolment {
  const { workspaceId, _id: campaignId, mailboxIds, startAt } = campaign;
  const first = decideNextStep(campaign, undefined, startAt && startAt > now ? startAt : now);
  // By the recipient's id, so that a second enrolment in the same breath would choose the same.
  const turn = Number.parseInt(recipientId.toString().slice(-6), 16) % mailboxIds.length;
  const mailboxId = mailboxIds[turn];
  if (!mailboxId) throw new Error("a campaign that enrols has a mailbox");
  const due = first.kind === "step" ? { stepId: first.step.stepId, nextActionAt: first.dueAt } : {};
  return { workspaceId, campaignId, recipientId, mailboxId, ...due } as Enrolment;
}
