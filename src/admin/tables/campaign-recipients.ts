import { type CampaignRecipient, CampaignRecipientModel } from "../../db/campaign-recipients.ts";
import { CampaignModel } from "../../db/campaigns.ts";
import { type Id, type Stored, toId } from "../../db/model.ts";
import { getRecipients } from "../../db/recipients.ts";
import { TemplateModel } from "../../db/templates.ts";
import { RECIPIENT_STATES, type Step } from "../../domain/campaign.ts";
import { REPLY_CLASSES } from "../../domain/classification.ts";
import { describeReason } from "../../flows/describe-reason.ts";
import type { Table } from "../table.ts";
import { personText } from "../words.ts";

/** Where everybody stands in every campaign: the table people look at most. */
export const campaignRecipientTable: Table<CampaignRecipient> = {
  id: "CampaignRecipient",
  model: CampaignRecipientModel,
  group: "campaigns",
  read: "read",
  title: "name",
  sort: { column: "lastReplyAt", direction: "desc" },
  loads: [
    "campaignId",
    "recipientId",
    "mailboxId",
    "state",
    "stateReason",
    "stepId",
    "nextActionAt",
    "sentCount",
    "lastSentAt",
    "lastReplyAt",
    "lastReplyClass",
  ],
  columns: [
    { name: "recipient", type: "reference", to: "Recipient", path: "recipientId" },
    { name: "name", type: "text" },
    { name: "email", type: "text" },
    { name: "phone", type: "text" },
    { name: "campaign", type: "reference", to: "Campaign", path: "campaignId" },
    { name: "mailbox", type: "reference", to: "MailboxAccount", path: "mailboxId" },
    { name: "state", type: "text", path: "state", values: RECIPIENT_STATES },
    { name: "reason", type: "text" },
    { name: "template", type: "text" },
    { name: "sentCount", type: "number", path: "sentCount" },
    { name: "lastSentAt", type: "instant", path: "lastSentAt" },
    { name: "lastReplyAt", type: "instant", path: "lastReplyAt" },
    { name: "lastReplyClass", type: "text", path: "lastReplyClass", values: REPLY_CLASSES },
    { name: "nextActionAt", type: "instant", path: "nextActionAt" },
  ],
  list: [
    "recipient",
    "campaign",
    "state",
    "sentCount",
    "lastSentAt",
    "lastReplyAt",
    "lastReplyClass",
    "template",
    "nextActionAt",
  ],
  show: [
    "recipient",
    "email",
    "phone",
    "campaign",
    "mailbox",
    "state",
    "reason",
    "sentCount",
    "lastSentAt",
    "lastReplyAt",
    "lastReplyClass",
    "template",
    "nextActionAt",
  ],
  filter: ["recipient", "campaign", "state", "lastReplyClass", "mailbox", "lastSentAt", "lastReplyAt", "nextActionAt"],
  present: async (docs, { workspaceId, locale }) => {
    const recipientIds = docs.map((doc) => doc.recipientId);
    const [recipients, templateOf] = await Promise.all([
      getRecipients(workspaceId, recipientIds),
      loadTemplateNames(docs, workspaceId),
    ]);
    const byId = new Map(recipients.map((recipient) => [recipient._id.toString(), recipient]));
    return docs.map(({ campaignId, recipientId, mailboxId, stateReason, stepId, ...doc }) => {
      const { state, sentCount, lastSentAt, lastReplyAt, lastReplyClass, nextActionAt } = doc;
      const recipient = byId.get(recipientId.toString());
      return {
        ...{ state, sentCount, lastSentAt, lastReplyAt, lastReplyClass, nextActionAt },
        recipient: recipientId,
        campaign: campaignId,
        mailbox: mailboxId,
        name: personText(`${recipient?.firstName ?? ""} ${recipient?.lastName ?? ""}`, recipient?.email),
        email: recipient?.email,
        phone: recipient?.phone,
        reason: describeReason(stateReason, locale),
        template: stepId && templateOf(campaignId, stepId),
      };
    });
  },
};

/** The template of the step that comes next. */
async function loadTemplateNames(docs: Stored<CampaignRecipient>[], workspaceId: Id) {
  const campaignIds = [...new Set(docs.map(({ campaignId }) => campaignId.toString()))];
  const campaigns = await CampaignModel.find({ workspaceId, _id: { $in: campaignIds } })
    .select("steps")
    .lean<{ _id: Id; steps: Step[] }[]>();
  const templateIds = campaigns.flatMap(({ steps }) => steps.map(({ templateId }) => toId(templateId)));
  const templates = await TemplateModel.find({ workspaceId, _id: { $in: templateIds } })
    .select("name")
    .lean<{ _id: Id; name: string }[]>();
  const nameOf = new Map(templates.map(({ _id, name }) => [_id.toString(), name]));
  const stepsOf = new Map(campaigns.map(({ _id, steps }) => [_id.toString(), steps]));
  return (campaignId: Id, stepId: string): string | undefined => {
    const step = stepsOf.get(campaignId.toString())?.find((candidate) => candidate.stepId === stepId);
    return step && nameOf.get(step.templateId);
  };
}
