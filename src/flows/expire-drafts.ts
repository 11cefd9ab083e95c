import { endDraft, listDraftsOlderThan } from "../db/outbound-decisions.ts";
import { getOutbounds } from "../db/outbound-messages.ts";
import type { Clock } from "../platform/clock.ts";
import { APPROVAL_LIFETIME_MS, type SettleMessages } from "./settle-messages.ts";

/** Lets drafts go that nobody answered in time: they are never sent, and stay listed. */
export async function expireDrafts(limit: number, deps: { now: Clock; settle: SettleMessages }): Promise<void> {
  const now = deps.now();
  const old = await listDraftsOlderThan(new Date(now.getTime() - APPROVAL_LIFETIME_MS), limit);
  for (const { workspaceId, _id, draftVersion } of old) {
    await endDraft(workspaceId, _id, draftVersion, "expired", {
      by: "",
      at: now,
      reason: "draft-expired",
      skipOnly: false,
    });
  }
  await deps.settle((await getOutbounds(old)).filter(({ status }) => status === "expired"));
}
