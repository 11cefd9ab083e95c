import { randomUUID } from "node:crypto";
import { z } from "zod";
import {
  type CampaignRecipient,
  CampaignRecipientModel,
  countByState,
  findInCampaign,
} from "../../db/campaign-recipients.ts";
import { type Campaign, CampaignModel, createCampaign, getCampaign } from "../../db/campaigns.ts";
import { countEvents } from "../../db/message-events.ts";
import { type Id, type Stored, toId } from "../../db/model.ts";
import { DELAY_UNITS } from "../../domain/delay.ts";
import { nextAllowedInstant } from "../../domain/sending-window.ts";
import { explainRow } from "../../flows/explain-recipient.ts";
import type { ChangeResult, EnrollResult } from "../../flows/manage-campaign.ts";
import { translate } from "../../platform/texts.ts";
import { listPage } from "./list.ts";
import { type ApiRoute, type Caller, idOf, notFound, orNotFound, Problem, route } from "./route.ts";

export interface CampaignApiDeps {
  changeCampaign(change: {
    workspaceId: Id;
    id: Id;
    to: "active" | "paused" | "archived";
    actor: string;
  }): Promise<ChangeResult>;
  enrollRecipients(request: { workspaceId: Id; campaignId: Id; recipientIds: Id[] }): Promise<EnrollResult>;
}

const idText = z.string().regex(/^[0-9a-f]{24}$/i, "not an id");
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "HH:MM");
const window = z.strictObject({
  days: z.array(z.number().int().min(1).max(7)).min(1),
  from: time,
  to: time,
  timeZone: z.string().min(1),
});
const step = z.strictObject({
  templateId: idText,
  delay: z
    .strictObject({ amount: z.number().min(0).max(3_650), unit: z.enum(DELAY_UNITS) })
    .default({ amount: 0, unit: "minutes" }),
  condition: z.enum(["noReply", "always"]).default("noReply"),
  requireApproval: z.boolean().default(false),
});
const rule = z.strictObject({
  on: z.enum(["positive", "negative", "neutral"]),
  templateId: idText,
  requireApproval: z.boolean().default(true),
});
const newCampaign = z.strictObject({
  name: z.string().trim().min(1).max(200),
  subject: z.string().max(998).default(""),
  kind: z.literal("sequence").default("sequence"),
  mailboxIds: z.array(idText).min(1),
  steps: z.array(step).min(1).max(50),
  window: window.optional(),
  rules: z.array(rule).default([]),
  startAt: z.iso.datetime({ offset: true }).optional(),
  details: z.record(z.string(), z.string()).default({}),
});

export function createCampaignRoutes(deps: CampaignApiDeps & { now(): Date }): ApiRoute[] {
  const change = (verb: string, to: "active" | "paused" | "archived", summary: string) =>
    route({
      method: "POST",
      path: `/campaigns/:id/${verb}`,
      summary,
      permission: "manageCampaigns",
      async handle(request) {
        const { workspaceId, actor } = request.caller;
        refuseFaults(await deps.changeCampaign({ workspaceId, id: idOf(request), to, actor }));
        return present(orNotFound(await getCampaign(workspaceId, idOf(request))));
      },
    });
  return [
    route({
      method: "POST",
      path: "/campaigns",
      summary: "Adds a campaign as a draft.",
      permission: "manageCampaigns",
      body: newCampaign,
      status: 201,
      handle: async ({ caller, body }) => present(await createCampaign(toCampaign(body, caller, deps.now()))),
    }),
    route({
      method: "GET",
      path: "/campaigns",
      summary: "Lists the campaigns.",
      permission: "read",
      handle: (request) => listPage(request, CampaignModel, present),
    }),
    route({
      method: "GET",
      path: "/campaigns/:id",
      summary: "One campaign.",
      permission: "read",
      handle: async (request) => present(orNotFound(await getCampaign(request.caller.workspaceId, idOf(request)))),
    }),
    route({
      method: "POST",
      path: "/campaigns/:id/enroll",
      summary: "Puts recipients into a campaign. Those in it already stay as they are.",
      permission: "manageCampaigns",
      body: z.strictObject({ recipientIds: z.array(idText).min(1).max(10_000) }),
      async handle(request) {
        const recipientIds = request.body.recipientIds.map((id) => orNotFound(toId(id)));
        const { workspaceId } = request.caller;
        const result = await deps.enrollRecipients({ workspaceId, campaignId: idOf(request), recipientIds });
        if (result.kind === "notFound") throw notFound();
        if (result.kind === "noMailbox") throw new Problem(409, "The campaign has no mailbox to send from");
        return { enrolled: result.added, unknownIds: result.unknownIds };
      },
    }),
    change("activate", "active", "Starts a campaign, or names everything that keeps it from starting."),
    change("pause", "paused", "Pauses a campaign: nothing is cancelled, nothing goes out."),
    change("resume", "active", "Lets a paused campaign go on."),
    change("archive", "archived", "Ends a campaign for good."),
    route({
      method: "GET",
      path: "/campaigns/:id/stats",
      summary: "How many recipients are in each state, and how many events of each kind there were.",
      permission: "read",
      async handle(request) {
        const { workspaceId } = request.caller;
        const { _id: campaignId } = orNotFound(await getCampaign(workspaceId, idOf(request)));
        return {
          states: await countByState(workspaceId, campaignId),
          events: await countEvents(workspaceId, { campaignId }),
        };
      },
    }),
    route({
      method: "GET",
      path: "/campaigns/:id/recipients",
      summary: "Where each recipient stands.",
      permission: "read",
      async handle(request) {
        const { _id: campaignId } = orNotFound(await getCampaign(request.caller.workspaceId, idOf(request)));
        return await listPage(request, CampaignRecipientModel, presentRow, { campaignId });
      },
    }),
    route({
      method: "GET",
      path: "/campaigns/:id/recipients/:recipientId/why",
      summary: "Why something did or did not go out to one recipient.",
      permission: "read",
      async handle(request) {
        const { workspaceId } = request.caller;
        const row = orNotFound(await findInCampaign(workspaceId, idOf(request), idOf(request, "recipientId")));
        const { events } = await explainRow(row);
        return { ...presentRow(row), events: events.map(({ kind, at, detail }) => ({ kind, at, detail })) };
      },
    }),
  ];
}

function toCampaign(body: z.infer<typeof newCampaign>, { workspaceId }: Caller, now: Date): Campaign {
  const { mailboxIds, steps, window: hours, startAt, ...rest } = body;
  if (hours) refuseWindow(hours, now);
  return {
    ...rest,
    workspaceId,
    status: "draft",
    mailboxIds: mailboxIds.map((id) => orNotFound(toId(id))),
    steps: steps.map((one) => ({ ...one, stepId: randomUUID() })),
    ...(hours && { window: hours }),
    ...(startAt && { startAt: new Date(startAt) }),
  };
}

function refuseWindow(hours: z.infer<typeof window>, now: Date): void {
  try {
    nextAllowedInstant(now, hours);
  } catch (error) {
    throw new Problem(400, "The campaign was not added", [
      { field: "window", message: String((error as Error).message) },
    ]);
  }
}

function refuseFaults(result: ChangeResult): void {
  switch (result.kind) {
    case "done":
      return;
    case "notFound":
      throw notFound();
    case "wrongStatus":
      throw new Problem(409, `The campaign is ${result.status}`);
    case "faulty": {
      const errors = result.faults.map(({ key, detail }) => ({
        field: key,
        message: translate("en", `fault-${key}`, { detail }),
      }));
      throw new Problem(409, "The campaign cannot start", errors);
    }
  }
}

function present(campaign: Stored<Campaign>) {
  const { _id, name, subject, kind, status, mailboxIds, steps, window: hours, rules, startAt, details } = campaign;
  const plan = { steps, window: hours ?? null, rules, startAt: startAt ?? null, details };
  return { id: String(_id), name, subject, kind, status, mailboxIds: mailboxIds.map(String), ...plan };
}

function presentRow(row: Stored<CampaignRecipient>) {
  const { _id, recipientId, mailboxId, state, stateReason, stepId, nextActionAt, sentCount } = row;
  const { lastSentAt, lastReplyAt, lastReplyClass } = row;
  const last = {
    lastSentAt: lastSentAt ?? null,
    lastReplyAt: lastReplyAt ?? null,
    lastReplyClass: lastReplyClass ?? null,
  };
  const next = { stepId: stepId ?? null, nextActionAt: nextActionAt ?? null };
  return {
    id: String(_id),
    recipientId: String(recipientId),
    mailboxId: String(mailboxId),
    state,
    stateReason,
    sentCount,
    ...next,
    ...last,
  };
}
