import { ensureApproval } from "../../src/db/approvals.ts";
import { CampaignRecipientModel, enroll } from "../../src/db/campaign-recipients.ts";
import { createCampaign } from "../../src/db/campaigns.ts";
import { InboundMessageModel, storeInbound } from "../../src/db/inbound-messages.ts";
import { createMailbox } from "../../src/db/mailboxes.ts";
import { listEvents, recordEvents } from "../../src/db/message-events.ts";
import { type Id, newId, type Stored } from "../../src/db/model.ts";
import { planOutbound } from "../../src/db/outbound-messages.ts";
import { createRecipient } from "../../src/db/recipients.ts";
import { createTemplate } from "../../src/db/templates.ts";
import { createUser, type User } from "../../src/db/users.ts";
import { createWorkspace } from "../../src/db/workspaces.ts";
import { ROLES, type Role } from "../../src/domain/roles.ts";
import { hashPassword } from "../../src/platform/passwords.ts";
import type { Locale } from "../../src/platform/texts.ts";

export const PASSWORD = "correct horse battery";
/** What no page and no answer may ever hold. */
export const SECRET = "sealed-secret-of-the-mailbox";

export interface WorkspaceData {
  workspaceId: Id;
  users: Record<Role, Stored<User>>;
  /** One record of each table, by table. */
  ids: Record<string, Id>;
}

/** A workspace with one of everything. `name` shows up in whatever belongs to it. */
export async function seedWorkspace(name: string, now: Date, locale: Locale = "fr"): Promise<WorkspaceData> {
  const { _id: workspaceId } = await createWorkspace({ name, locale, timeZone: "Europe/Paris" });
  const passwordHash = await hashPassword(PASSWORD);
  const users = {} as Record<Role, Stored<User>>;
  for (const role of ROLES) {
    const email = `${role}@${name}.test`;
    users[role] = await createUser({
      ...{ workspaceId, email, passwordHash, role, locale },
      name: `${role} ${name}`,
      timeZone: "Europe/Paris",
    });
  }
  const limits = { perDay: 50, perHour: 10, minGapSeconds: 60 };
  const address = `box@${name}.test`;
  const smtp = { host: "smtp.test", port: 465, secure: true, user: address };
  const mailbox = await createMailbox(
    { workspaceId, address, displayName: `Box ${name}`, provider: "smtp", limits, smtp, sealedSecrets: SECRET },
    now,
  );
  const words = { subject: `Hello from ${name}`, text: "Hello {{firstName}},\n\nshall we talk?" };
  const template = await createTemplate({ workspaceId, name: `First ${name}`, kind: "first", locale }, words, now);
  const templateId = template._id.toString();
  const campaign = await createCampaign({
    ...{ workspaceId, name: `Campaign ${name}`, subject: "Internships", kind: "sequence", status: "draft" },
    mailboxIds: [mailbox._id],
    steps: [
      { stepId: "one", templateId, delay: { amount: 0, unit: "days" }, condition: "noReply", requireApproval: false },
      {
        stepId: "two",
        templateId,
        delay: { amount: 3, unit: "businessDays" },
        condition: "noReply",
        requireApproval: true,
      },
    ],
    window: { days: [1, 2, 3, 4, 5], from: "09:00", to: "17:30", timeZone: "Europe/Paris" },
    rules: [{ on: "positive", templateId, requireApproval: true }],
    details: { domaine: "Informatique" },
  });
  const recipient = await createRecipient({
    ...{
      workspaceId,
      email: `jeanne@${name}.example`,
      firstName: "Jeanne",
      lastName: `Martin ${name}`,
      company: "Atelier",
    },
    ...{ phone: "+33 6 12 34 56 78", tags: ["paris"], groups: ["écoles"], fields: { poste: "Développeuse" } },
  });
  const of = { workspaceId, campaignId: campaign._id, recipientId: recipient._id, mailboxId: mailbox._id };
  await enroll([{ ...of, stepId: "two", nextActionAt: now }]);
  const enrolled = await CampaignRecipientModel.findOne({ workspaceId }).orFail();
  await CampaignRecipientModel.updateOne(
    { workspaceId, _id: enrolled._id },
    {
      state: "replied",
      stateReason: "answered",
      sentCount: 2,
      lastSentAt: now,
      lastReplyAt: now,
      lastReplyClass: "positive",
    },
  );
  const [outbound] = await planOutbound([
    {
      ...of,
      ...{ intentKey: `step:${name}:two`, campaignRecipientId: enrolled._id, stepId: "two", ...words, references: [] },
      to: { address: `jeanne@${name}.example`, name: "Jeanne Martin" },
      ...{ messageId: `<two@${name}.test>`, status: "awaitingApproval", dueAt: now },
    },
  ]);
  if (!outbound) throw new Error("not planned");
  const expiresAt = new Date(now.getTime() + 7 * 86_400_000);
  const approval = await ensureApproval({ workspaceId, outboundId: outbound._id, kind: "step", expiresAt });
  const inbound = await seedInbound(name, of, now);
  await recordEvents([
    { ...of, kind: "sent", at: now, subjectId: outbound._id, outboundId: outbound._id, detail: "250 OK" },
    { ...of, kind: "replied", at: now, subjectId: inbound, inboundId: inbound },
  ]);
  const [event] = await listEvents(workspaceId, undefined, 1);
  return {
    ...{ workspaceId, users },
    ids: {
      ...{ Campaign: campaign._id, CampaignRecipient: enrolled._id, Recipient: recipient._id, Template: template._id },
      ...{ OutboundMessage: outbound._id, InboundMessage: inbound, Approval: approval._id },
      ...{ MessageEvent: event?._id ?? newId(), MailboxAccount: mailbox._id, User: users.owner._id },
    },
  };
}

async function seedInbound(
  name: string,
  of: { workspaceId: Id; campaignId: Id; recipientId: Id; mailboxId: Id },
  receivedAt: Date,
): Promise<Id> {
  const stored = await storeInbound({
    ...of,
    ...{ folder: "INBOX", uidValidity: "1", uid: 7, receivedAt, sizeBytes: 900, rawFileId: newId() },
    ...{
      contentHash: `hash-${name}`,
      messageId: `<answer@${name}.example>`,
      referenceIds: [],
      subject: `Re: Hello from ${name}`,
    },
    from: { address: `jeanne@${name}.example`, name: "Jeanne Martin" },
    text: "Avec plaisir, appelons-nous avant vendredi.\n\n> Hello",
  });
  if (!stored) throw new Error("stored before");
  const classification = {
    ...{ kind: "reply", replyClass: "positive", priority: "important", source: "offline", confidence: 0.93 },
    ...{ evidence: ["avec plaisir"], language: "fr", replyText: "Avec plaisir, appelons-nous avant vendredi." },
    ...{
      bounce: null,
      autoReply: null,
      summary: `${name} : Jeanne accepte un appel avant vendredi`,
      deadline: "2026-11-27",
    },
    ...{ suggestedAction: "call", amounts: ["1 200 €"] },
  };
  await InboundMessageModel.updateOne(
    { workspaceId: of.workspaceId, _id: stored._id },
    { classification, stage: "acted" },
  );
  return stored._id;
}
