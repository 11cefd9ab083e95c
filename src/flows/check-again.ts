import { listLiveSteps } from "../db/campaign-recipients.ts";
import { getCampaigns } from "../db/campaigns.ts";
import type { ClaimedMessage } from "../db/outbound-claims.ts";
import { getRecipients } from "../db/recipients.ts";
import { listSuppressed } from "../db/suppressions.ts";
import { nextAllowedInstant } from "../domain/sending-window.ts";
import type { HashAddress } from "./hash-address.ts";

/** Why a claimed mail does not leave now: for good, until an instant, or until its campaign goes on. */
export type Hindrance = { kind: "cancel"; reason: string } | { kind: "wait"; until: Date } | { kind: "paused" };

const FAULTY_RETRY_MS = 600_000;

/** By id, what stands against sending these mails; what may have changed since they were planned and claimed. */
export async function checkAgain(
  messages: readonly ClaimedMessage[],
  { now, hashAddress }: { now: Date; hashAddress: HashAddress },
): Promise<Map<string, Hindrance>> {
  const hindrances = new Map<string, Hindrance>();
  for (const group of Object.values(Object.groupBy(messages, ({ workspaceId }) => workspaceId.toString()))) {
    const [first] = group ?? [];
    if (!first || !group) continue;
    const { workspaceId } = first;
    const rowIds = group.flatMap(({ stepId, campaignRecipientId: id }) => (stepId !== undefined && id ? [id] : []));
    const campaignIds = group.flatMap(({ campaignId }) => (campaignId ? [campaignId] : []));
    const hashes = new Map(group.map(({ to }) => [to.address, hashAddress(to.address)]));
    const recipientIds = group.flatMap(({ recipientId }) => (recipientId ? [recipientId] : []));
    const [liveSteps, campaigns, suppressed, recipients] = await Promise.all([
      listLiveSteps(workspaceId, rowIds),
      getCampaigns(workspaceId, campaignIds),
      listSuppressed(workspaceId, [...hashes.values()]),
      getRecipients(workspaceId, recipientIds),
    ]);
    const byId = new Map(recipients.map((recipient) => [recipient._id.toString(), recipient]));
    for (const message of group) {
      const found = hindranceOrFault(message);
      if (found) hindrances.set(message._id.toString(), found);
    }

    /** A campaign that cannot be judged holds up its own mail, and nobody else's. */
    function hindranceOrFault(message: ClaimedMessage): Hindrance | undefined {
      try {
        return hindranceOf(message);
      } catch {
        return { kind: "wait", until: new Date(now.getTime() + FAULTY_RETRY_MS) };
      }
    }

    function hindranceOf(message: ClaimedMessage): Hindrance | undefined {
      const campaign = campaigns.get(String(message.campaignId));
      if (suppressed.has(hashes.get(message.to.address) ?? "")) return { kind: "cancel", reason: "suppressed" };
      const recipient = byId.get(String(message.recipientId));
      if (recipient?.consent.state === "withdrawn") return { kind: "cancel", reason: "consent-withdrawn" };
      // The address was corrected since: what was written for the old one goes nowhere.
      if (recipient && recipient.email !== message.to.address) return { kind: "cancel", reason: "address-changed" };
      if (campaign?.status === "paused" || campaign?.status === "draft") return { kind: "paused" };
      if (message.stepId === undefined || !message.campaignRecipientId) return undefined;
      if (campaign?.status === "archived") return { kind: "cancel", reason: "campaign-archived" };
      // The row may still wait: what plans and what approves moves the mail first and the row after it.
      const isOnItsWay = liveSteps.get(message.campaignRecipientId.toString()) === message.stepId;
      if (!isOnItsWay) return { kind: "cancel", reason: "recipient-moved-on" };
      // A limit, a pause or a late yes may have held it past the window it was planned in.
      const until = campaign?.window ? nextAllowedInstant(now, campaign.window) : now;
      return until > now ? { kind: "wait", until } : undefined;
    }
  }
  return hindrances;
}
