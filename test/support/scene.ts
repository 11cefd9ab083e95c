import { CampaignRecipientModel } from "../../src/db/campaign-recipients.ts";
import { type Campaign, createCampaign, moveCampaign } from "../../src/db/campaigns.ts";
import { linkChat } from "../../src/db/chat-links.ts";
import { createMailbox, type SendingLimits } from "../../src/db/mailboxes.ts";
import type { Id, Stored } from "../../src/db/model.ts";
import { type OutboundMessage, OutboundMessageModel } from "../../src/db/outbound-messages.ts";
import { createRecipient, type NewRecipient, RecipientModel } from "../../src/db/recipients.ts";
import { createTemplate } from "../../src/db/templates.ts";
import { createUser } from "../../src/db/users.ts";
import { createWorkspace } from "../../src/db/workspaces.ts";
import type { Step } from "../../src/domain/campaign.ts";
import type { Role } from "../../src/domain/roles.ts";
import { enrollRecipients } from "../../src/flows/manage-campaign.ts";
import type { Locale } from "../../src/platform/texts.ts";
import type { World } from "./world.ts";

export type Scene = Awaited<ReturnType<typeof createScene>>;

export interface SceneOptions {
  steps?: Partial<Step>[];
  campaign?: Partial<Campaign>;
  limits?: SendingLimits;
  /** Local parts of the recipients. */
  people?: string[];
  mailboxCount?: number;
  locale?: Locale;
}

const NO_LIMITS: SendingLimits = { perDay: 0, perHour: 0, minGapSeconds: 0 };
let scenes = 0;

/** A firm with a mailbox, templates, an active campaign and its recipients. */
export async function createScene(world: World, options: SceneOptions = {}) {
  const { steps = [{}], people = ["anna"], mailboxCount = 1, limits = NO_LIMITS, locale = "en" } = options;
  const name = `firm${++scenes}`;
  const { _id: workspaceId } = await createWorkspace({ name, locale, timeZone: "Europe/Paris" });
  const mailboxes = [];
  for (let nth = 1; nth <= mailboxCount; nth++) {
    const address = `${nth === 1 ? "us" : `us${nth}`}@${name}.test`;
    mailboxes.push(
      await createMailbox({ workspaceId, address, displayName: "Us", provider: "smtp", limits }, world.now()),
    );
  }
  const template = async (subject: string, text: string) =>
    (await createTemplate({ workspaceId, name: subject, kind: "first", locale }, { subject, text }, world.now()))._id;
  const first = (await template("Hello {{firstName}}", "Shall we talk, {{firstName}}?")).toString();
  const acceptance = (await template("Gladly", "Glad to hear it, {{firstName}}.")).toString();
  const campaign = await createCampaign({
    ...{ workspaceId, name: "Talks", subject: "Talks", kind: "sequence", status: "draft", details: {} },
    mailboxIds: mailboxes.map(({ _id }) => _id),
    steps: steps.map((step, index) => ({
      ...{ stepId: `s${index + 1}`, templateId: first, condition: "noReply", requireApproval: false },
      ...{ delay: { amount: index, unit: "days" } },
      ...step,
    })),
    rules: [{ on: "positive", templateId: acceptance, requireApproval: true }],
    ...options.campaign,
  });
  const scene = {
    ...{ workspaceId, name, campaign, mailboxes, template, templates: { first, acceptance } },
    addressOf: (local: string) => `${local}@${name}.example`,
    addPerson,
    enroll,
    addUser,
    row,
    messages,
    messagesIn,
  };
  const ids = [];
  for (const person of people) ids.push((await addPerson(person))._id);
  await moveCampaign(workspaceId, campaign._id, ["draft"], "active");
  await enroll(ids);
  return scene;

  function addPerson(local: string, fields: Partial<NewRecipient> = {}) {
    const firstName = local.charAt(0).toUpperCase() + local.slice(1);
    return createRecipient({ workspaceId, email: `${local}@${name}.example`, firstName, ...fields });
  }

  function enroll(recipientIds: readonly Id[], campaignId = campaign._id) {
    return enrollRecipients({ workspaceId, campaignId, recipientIds }, { now: world.now, wake: () => undefined });
  }

  /** A user whose chat is linked: `<firm>:<person>`. */
  async function addUser(person: string, role: Role = "owner", chatLocale: Locale = locale) {
    const email = `${person}@${name}.test`;
    const user = await createUser({
      ...{ workspaceId, email, name: person, passwordHash: "-", role, locale: chatLocale, timeZone: "Europe/Paris" },
    });
    const chatId = `${name}:${person}`;
    const link = await linkChat({ workspaceId, userId: user._id, channel: "telegram", chatId, locale: chatLocale });
    return { user, link, chatId };
  }

  /** Where one person stands in a campaign. */
  async function row(local = people[0] ?? "anna", campaignId = campaign._id) {
    const recipient = await RecipientModel.findOne({ workspaceId, email: `${local}@${name}.example` }).orFail();
    return await CampaignRecipientModel.findOne({ workspaceId, campaignId, recipientId: recipient._id })
      .lean()
      .orFail();
  }

  /** Our mails to one person, or to all, oldest first. */
  function messages(local?: string): Promise<Stored<OutboundMessage>[]> {
    const to = local === undefined ? {} : { "to.address": `${local}@${name}.example` };
    return OutboundMessageModel.find({ workspaceId, ...to })
      .sort({ _id: 1 })
      .lean<Stored<OutboundMessage>[]>()
      .exec();
  }

  async function messagesIn(status: OutboundMessage["status"]) {
    return (await messages()).filter((message) => message.status === status);
  }
}
