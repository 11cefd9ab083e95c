import { listApprovals } from "../db/approvals.ts";
import { countByState } from "../db/campaign-recipients.ts";
import { type Campaign, listCampaigns } from "../db/campaigns.ts";
import { listMailboxes, type MailboxAccount } from "../db/mailboxes.ts";
import { countEvents } from "../db/message-events.ts";
import type { Id, Stored } from "../db/model.ts";
import { countOutbound, getOutbound, type OutboundMessage } from "../db/outbound-messages.ts";
import type { RecipientState } from "../domain/campaign.ts";
import type { EventKind } from "../domain/outbound-status.ts";

/** Where everything stands: what `/status` and the dashboard tell. */
export interface Overview {
  campaigns: { campaign: Stored<Campaign>; states: Partial<Record<RecipientState, number>> }[];
  today: Partial<Record<EventKind, number>>;
  pendingCount: number;
  unknownCount: number;
  mailboxes: Stored<MailboxAccount>[];
}

const MAX_CAMPAIGNS = 10;

/** `startOfDay` is the user's own midnight. */
export async function loadOverview(workspaceId: Id, startOfDay: Date): Promise<Overview> {
  const active = (await listCampaigns(workspaceId)).filter(({ status }) => status === "active" || status === "paused");
  const [today, pendingCount, unknownCount, mailboxes, ...states] = await Promise.all([
    countEvents(workspaceId, { since: startOfDay }),
    countOutbound(workspaceId, "awaitingApproval"),
    countOutbound(workspaceId, "unknown"),
    listMailboxes(workspaceId),
    ...active.slice(0, MAX_CAMPAIGNS).map(({ _id }) => countByState(workspaceId, _id)),
  ]);
  const campaigns = active
    .slice(0, MAX_CAMPAIGNS)
    .map((campaign, index) => ({ campaign, states: states[index] ?? {} }));
  return { campaigns, today, pendingCount, unknownCount, mailboxes };
}

/** The user's own midnight before `now`. */
export function startOfDay(now: Date, timeZone: string): Date {
  return new Date(now.toTemporalInstant().toZonedDateTimeISO(timeZone).startOfDay().epochMilliseconds);
}

/** Drafts that wait for a person, newest first. */
export async function listPendingDrafts(workspaceId: Id, limit: number): Promise<Stored<OutboundMessage>[]> {
  const approvals = await listApprovals(workspaceId, "pending", limit);
  const drafts = await Promise.all(approvals.map(({ outboundId }) => getOutbound(workspaceId, outboundId)));
  return drafts.filter((draft) => draft !== null && draft.status === "awaitingApproval") as Stored<OutboundMessage>[];
}
