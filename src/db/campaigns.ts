import {
  CAMPAIGN_STATUSES,
  type CampaignStatus,
  type ReplyRule,
  STEP_CONDITIONS,
  type Step,
} from "../domain/campaign.ts";
import { DELAY_UNITS } from "../domain/delay.ts";
import type { SendingWindow } from "../domain/sending-window.ts";
import { createSchema, embedded, type Id, insert, ref, type Stored, workspaceField, workspaceModel } from "./model.ts";

/** A subject, its steps and what follows from answers; a job seeker calls it "poste". */
export interface Campaign {
  workspaceId: Id;
  name: string;
  subject: string;
  kind: "sequence";
  status: CampaignStatus;
  mailboxIds: Id[];
  steps: Step[];
  window?: SendingWindow | undefined;
  rules: ReplyRule[];
  startAt?: Date | undefined;
  /** Free fields about it, such as domain, contract type, duration, school. */
  details: Record<string, string>;
}

const schema = createSchema<Campaign>({
  workspaceId: workspaceField,
  name: { type: String, required: true },
  subject: { type: String, default: "" },
  kind: { type: String, enum: ["sequence"], required: true },
  status: { type: String, enum: CAMPAIGN_STATUSES, required: true },
  mailboxIds: [ref("MailboxAccount")],
  steps: [
    embedded<Step>({
      stepId: { type: String, required: true },
      templateId: { type: String, required: true },
      delay: embedded({ amount: Number, unit: { type: String, enum: DELAY_UNITS } }),
      condition: { type: String, enum: STEP_CONDITIONS, required: true },
      requireApproval: { type: Boolean, required: true },
    }),
  ],
  window: embedded<SendingWindow>({ days: [Number], from: String, to: String, timeZone: String }),
  rules: [
    embedded<ReplyRule>({
      on: { type: String, enum: ["positive", "negative", "neutral"] },
      templateId: String,
      requireApproval: Boolean,
    }),
  ],
  startAt: Date,
  details: { type: Object, default: {} },
});
schema.index({ workspaceId: 1, status: 1 });
schema.index({ status: 1 });
schema.index({ workspaceId: 1, name: 1 });

export const CampaignModel = workspaceModel<Campaign>("Campaign", schema);

export function createCampaign(fields: Campaign): Promise<Stored<Campaign>> {
  return insert(CampaignModel, fields);
}

export function getCampaign(workspaceId: Id, id: Id): Promise<Stored<Campaign> | null> {
  return CampaignModel.findOne({ workspaceId, _id: id }).lean<Stored<Campaign>>().exec();
}

/** These campaigns, by id. */
export async function getCampaigns(workspaceId: Id, ids: readonly Id[]): Promise<Map<string, Stored<Campaign>>> {
  if (ids.length === 0) return new Map();
  const found = await CampaignModel.find({ workspaceId, _id: { $in: ids } }).lean<Stored<Campaign>[]>();
  return new Map(found.map((campaign) => [campaign._id.toString(), campaign]));
}

export function listCampaigns(workspaceId: Id): Promise<Stored<Campaign>[]> {
  return CampaignModel.find({ workspaceId }).sort({ _id: -1 }).limit(100).lean<Stored<Campaign>[]>().exec();
}

/** Moves a campaign from one of `from` to `to`; false when it was in none of them. */
export async function moveCampaign(
  workspaceId: Id,
  id: Id,
  from: readonly CampaignStatus[],
  to: CampaignStatus,
): Promise<boolean> {
  const moved = await CampaignModel.updateOne({ workspaceId, _id: id, status: { $in: from } }, { status: to });
  return moved.modifiedCount > 0;
}

/** Campaigns whose mail must wait: whatever is queued for them stays queued. */
export async function listIdsNotSending(): Promise<Id[]> {
  const rows = await CampaignModel.find({ status: { $in: ["draft", "paused"] } })
    .setOptions({ allWorkspaces: "job: claims skip what is paused" })
    .select({ _id: 1 })
    .lean<{ _id: Id }[]>();
  return rows.map((row) => row._id);
}

export function listActiveCampaigns(): Promise<Stored<Campaign>[]> {
  return CampaignModel.find({ status: "active" })
    .setOptions({ allWorkspaces: "job: steps of every active campaign are planned" })
    .lean<Stored<Campaign>[]>()
    .exec();
}
