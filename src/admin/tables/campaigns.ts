import { CampaignRecipientModel, countByState } from "../../db/campaign-recipients.ts";
import { type Campaign, CampaignModel } from "../../db/campaigns.ts";
import { listMailboxes } from "../../db/mailboxes.ts";
import type { Id, Stored } from "../../db/model.ts";
import { TemplateModel } from "../../db/templates.ts";
import { CAMPAIGN_STATUSES, RECIPIENT_STATES } from "../../domain/campaign.ts";
import type { Row, Table, View } from "../table.ts";
import { adminText, countText, valueText } from "../words.ts";

/** Counting on reads every row of a campaign: the list says "1000+" there, the record's own page how many. */
const MOST_COUNTED = 1_000;

/** Campaigns, which job seekers call "postes". */
export const campaignTable: Table<Campaign> = {
  id: "Campaign",
  model: CampaignModel,
  group: "campaigns",
  read: "read",
  title: "name",
  sort: { column: "createdAt", direction: "desc" },
  loads: ["name", "subject", "status", "mailboxIds", "steps", "window", "rules", "startAt", "details", "createdAt"],
  columns: [
    { name: "name", type: "text", path: "name" },
    { name: "status", type: "text", path: "status", values: CAMPAIGN_STATUSES },
    { name: "subject", type: "text", path: "subject" },
    { name: "stepCount", type: "number" },
    { name: "recipientCount", type: "text" },
    { name: "repliedCount", type: "text" },
    { name: "progress", type: "longText" },
    { name: "steps", type: "longText" },
    { name: "rules", type: "longText" },
    { name: "window", type: "text" },
    { name: "mailboxes", type: "longText" },
    { name: "details", type: "longText" },
    { name: "startAt", type: "instant", path: "startAt" },
    { name: "createdAt", type: "instant", path: "createdAt", sortPath: "_id" },
  ],
  list: ["name", "status", "subject", "stepCount", "recipientCount", "repliedCount", "startAt", "createdAt"],
  show: [
    "name",
    "status",
    "subject",
    "steps",
    "rules",
    "window",
    "mailboxes",
    "progress",
    "details",
    "startAt",
    "createdAt",
  ],
  filter: ["name", "status", "subject", "createdAt"],
  present: async (docs, view) => {
    const names = view.isDetailed ? await loadNames(docs, view.workspaceId) : new Map<string, string>();
    return await Promise.all(docs.map((doc) => presentCampaign(doc, names, view)));
  },
};

async function presentCampaign(
  { _id, name, status, subject, steps, rules, window, mailboxIds, startAt, details, createdAt }: Stored<Campaign>,
  names: ReadonlyMap<string, string>,
  { workspaceId, locale, isDetailed }: View,
): Promise<Row> {
  const t = (key: string, args = {}) => adminText(locale, key, args);
  const count = async (state?: "replied") => {
    const rows = { workspaceId, campaignId: _id, ...(state && { state }) };
    return countText(await CampaignRecipientModel.countDocuments(rows, { limit: MOST_COUNTED }), MOST_COUNTED);
  };
  const [recipientCount, repliedCount] = await Promise.all([count(), count("replied")]);
  const row = { name, status, subject, startAt, createdAt, stepCount: steps.length, recipientCount, repliedCount };
  if (!isDetailed) return row;

  const nameOf = (id: string) => names.get(id) ?? id;
  const approval = (isAsked: boolean) => (isAsked ? ` · ${t("step-approval")}` : "");
  const states = await countByState(workspaceId, _id);
  return {
    ...row,
    progress: RECIPIENT_STATES.filter((state) => states[state])
      .map((state) => `${valueText(locale, state)} : ${states[state]}`)
      .join("\n"),
    steps: steps
      .map(({ templateId, delay, condition, requireApproval }, at) => {
        const when = delay.amount ? t(`delay-${delay.unit.toLowerCase()}`, { amount: delay.amount }) : t("delay-none");
        return `${at + 1}. ${nameOf(templateId)} · ${when} · ${t(`condition-${condition.toLowerCase()}`)}${approval(requireApproval)}`;
      })
      .join("\n"),
    rules: rules
      .map(
        ({ on, templateId, requireApproval }) =>
          `${valueText(locale, on)} → ${nameOf(templateId)}${approval(requireApproval)}`,
      )
      .join("\n"),
    window: window && `${daysText(window.days, locale)} · ${window.from}–${window.to} · ${window.timeZone}`,
    mailboxes: mailboxIds.map((id) => nameOf(id.toString())).join("\n"),
    details: Object.entries(details ?? {})
      .map(([field, value]) => `${field} : ${value}`)
      .join("\n"),
  };
}

/** What templates and mailboxes are called, by id. */
async function loadNames(docs: Stored<Campaign>[], workspaceId: Id): Promise<Map<string, string>> {
  const ids = docs.flatMap(({ steps, rules }) => [...steps, ...rules].map((use) => use.templateId));
  const [templates, mailboxes] = await Promise.all([
    TemplateModel.find({ workspaceId, _id: { $in: [...new Set(ids)] } })
      .select("name")
      .lean<{ _id: Id; name: string }[]>(),
    listMailboxes(workspaceId),
  ]);
  return new Map([
    ...templates.map(({ _id, name }) => [_id.toString(), name] as const),
    ...mailboxes.map(({ _id, address }) => [_id.toString(), address] as const),
  ]);
}

function daysText(days: readonly number[], locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" });
  return days.map((day) => format.format(Date.UTC(2024, 0, day))).join(", "); // 1 January 2024 was a Monday
}
