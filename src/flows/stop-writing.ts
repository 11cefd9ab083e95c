import { listOfRecipient, moveRecipients } from "../db/campaign-recipients.ts";
import type { Id } from "../db/model.ts";
import { cancelOutbound } from "../db/outbound-messages.ts";
import { findRecipientByEmail, recordConsent } from "../db/recipients.ts";
import { type SuppressionReason, suppress } from "../db/suppressions.ts";
import { LIVE_STATES, type RecipientState } from "../domain/campaign.ts";
import type { Clock } from "../platform/clock.ts";
import type { HashAddress } from "./hash-address.ts";

export interface StopWritingDeps {
  now: Clock;
  hashAddress: HashAddress;
}

const STATE_BY_REASON: Record<SuppressionReason, RecipientState> = {
  bounce: "bounced",
  complaint: "optedOut",
  unsubscribe: "optedOut",
  manual: "stopped",
};

/** Ends all mail to one address, in every campaign, at once and for good. Safe to repeat. */
export async function stopWriting(
  stop: { workspaceId: Id; address: string; reason: SuppressionReason },
  deps: StopWritingDeps,
): Promise<void> {
  const { workspaceId, address, reason } = stop;
  if (address === "") return;
  await suppress({ workspaceId, addressHash: deps.hashAddress(address), reason });
  const recipient = await findRecipientByEmail(workspaceId, address);
  if (!recipient) return;
  if (reason !== "bounce")
    await recordConsent(workspaceId, recipient._id, { state: "withdrawn", source: reason, at: deps.now() });
  const rows = await listOfRecipient(workspaceId, recipient._id);
  const to = STATE_BY_REASON[reason];
  await moveRecipients(
    rows.map(({ _id }) => ({ workspaceId, id: _id, from: LIVE_STATES, to, reason, unset: ["nextActionAt"] })),
  );
  for (const { _id } of rows) await cancelOutbound(workspaceId, { campaignRecipientId: _id }, reason);
}
