import { createHash } from "node:crypto";
import { type Enrolment, enroll } from "../db/campaign-recipients.ts";
import { type Campaign, createCampaign, getCampaign, moveCampaign } from "../db/campaigns.ts";
import { createMailbox, findMailboxByAddress } from "../db/mailboxes.ts";
import { type Id, isDuplicateKey, newId } from "../db/model.ts";
import { createRecipient, findRecipientByEmail } from "../db/recipients.ts";
import { createTemplate, getTemplate } from "../db/templates.ts";
import type { CampaignPlan } from "../domain/campaign.ts";
import { decideNextStep } from "../domain/next-step.ts";
import type { Locale } from "../platform/texts.ts";
import { DEMO_CONTENT, DEMO_RECIPIENTS, DEMO_TEMPLATES, type DemoTemplate } from "./demo-content.ts";

/** Both are reserved names (RFC 2606): no mail to them could ever leave. */
const MAILBOX_ADDRESS = "lea.moreau@relance.example";
const RECIPIENTS_DOMAIN = "sandbox.example";

/** For whom the demo is made, in which language, and when it begins. */
export interface DemoInput {
  workspaceId: Id;
  locale: Locale;
  now: Date;
  timeZone: string;
}

/**
 * Makes the demo: a sandbox mailbox, eight recipients and a campaign whose steps are seconds apart.
 *
 * Safe to repeat: what a crash left half made is completed; once the campaign has started nothing is touched, so that
 * what the user changed or deleted stays so.
 */
export async function seedDemo(input: DemoInput): Promise<{ mailboxId: Id; campaignId: Id }> {
  const { workspaceId, now } = input;
  const campaignId = demoId(workspaceId, "campaign");
  const before = await getCampaign(workspaceId, campaignId);
  const [knownMailboxId] = before?.mailboxIds ?? [];
  if (before && before.status !== "draft" && knownMailboxId) return { mailboxId: knownMailboxId, campaignId };

  const mailboxId = await ensureMailbox(input);
  const plan = demoPlan(await ensureTemplates(input));
  if (!before) await createDemoCampaign(input, campaignId, mailboxId, plan);
  const recipientIds = await ensureRecipients(input);
  const first = decideNextStep(plan, undefined, now);
  if (first.kind === "done") throw new Error("the demo campaign has steps");
  const rows: Enrolment[] = recipientIds.map((recipientId) => ({
    workspaceId,
    campaignId,
    recipientId,
    mailboxId,
    stepId: first.step.stepId,
    nextActionAt: first.dueAt,
  }));
  await enroll(rows);
  await moveCampaign(workspaceId, campaignId, ["draft"], "active");
  return { mailboxId, campaignId };
}

/** First mails at once; those who stay silent get a follow-up that waits for a yes in chat, then one that does not. */
function demoPlan(templateIds: Record<DemoTemplate, Id>): CampaignPlan {
  const template = (name: DemoTemplate) => templateIds[name].toString();
  const condition = "noReply" as const;
  return {
    steps: [
      {
        stepId: "first",
        templateId: template("first"),
        delay: { amount: 0, unit: "seconds" },
        condition,
        requireApproval: false,
      },
      {
        stepId: "reminder",
        templateId: template("reminder"),
        delay: { amount: 18, unit: "seconds" },
        condition,
        requireApproval: true,
      },
      {
        stepId: "last-word",
        templateId: template("lastWord"),
        delay: { amount: 30, unit: "seconds" },
        condition,
        requireApproval: false,
      },
    ],
    rules: [
      { on: "positive", templateId: template("acceptance"), requireApproval: true },
      { on: "negative", templateId: template("refusal"), requireApproval: true },
    ],
  };
}

async function createDemoCampaign(input: DemoInput, _id: Id, mailboxId: Id, plan: CampaignPlan): Promise<void> {
  const { workspaceId, locale } = input;
  const { campaignName, details } = DEMO_CONTENT[locale];
  const fields: Campaign & { _id: Id } = {
    _id,
    workspaceId,
    name: campaignName,
    subject: campaignName,
    kind: "sequence",
    status: "draft",
    mailboxIds: [mailboxId],
    steps: [...plan.steps],
    rules: [...plan.rules],
    details,
  };
  await unlessKnown(createCampaign(fields));
}

async function ensureMailbox({ workspaceId, locale, now }: DemoInput): Promise<Id> {
  const known = await findMailboxByAddress(workspaceId, MAILBOX_ADDRESS);
  if (known) return known._id;
  const { displayName } = DEMO_CONTENT[locale];
  const limits = { perDay: 0, perHour: 0, minGapSeconds: 0 };
  const _id = demoId(workspaceId, "mailbox");
  const fields = { _id, workspaceId, address: MAILBOX_ADDRESS, displayName, provider: "sandbox" as const, limits };
  await unlessKnown(createMailbox(fields, now));
  return _id;
}

async function ensureTemplates({ workspaceId, locale, now }: DemoInput): Promise<Record<DemoTemplate, Id>> {
  const ids: Partial<Record<DemoTemplate, Id>> = {};
  for (const [key, kind] of Object.entries(DEMO_TEMPLATES) as [DemoTemplate, (typeof DEMO_TEMPLATES)[DemoTemplate]][]) {
    const _id = demoId(workspaceId, `template:${key}`);
    const { name, ...content } = DEMO_CONTENT[locale].templates[key];
    const fields = { _id, workspaceId, name, kind, locale };
    if (!(await getTemplate(workspaceId, _id))) await unlessKnown(createTemplate(fields, content, now));
    ids[key] = _id;
  }
  return ids as Record<DemoTemplate, Id>;
}

async function ensureRecipients({ workspaceId, now, timeZone }: DemoInput): Promise<Id[]> {
  const ids: Id[] = [];
  for (const { local, ...fields } of DEMO_RECIPIENTS) {
    const email = `${local}@${RECIPIENTS_DOMAIN}`;
    const known = await findRecipientByEmail(workspaceId, email);
    const tags = ["demo", fields.locale];
    const consent = { state: "given" as const, source: "demo", at: now };
    const _id = demoId(workspaceId, `recipient:${local}`);
    const recipient = { _id, workspaceId, email, ...fields, tags, consent, timeZone };
    if (!known) await unlessKnown(createRecipient(recipient));
    ids.push(known?._id ?? _id);
  }
  return ids;
}

/** The same id at every run. It begins with the workspace's time, so that the order by id stays that of creation. */
function demoId(workspaceId: Id, name: string): Id {
  const seconds = workspaceId.toString().slice(0, 8);
  return newId(seconds + createHash("sha256").update(`${workspaceId}:demo:${name}`).digest("hex").slice(0, 16));
}

/** Another process may be making the demo at this moment. */
async function unlessKnown(creation: Promise<unknown>): Promise<void> {
  try {
    await creation;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}
