import { type CampaignRecipient, listOfRecipient } from "../db/campaign-recipients.ts";
import { getCampaign } from "../db/campaigns.ts";
import { listEventsOf, type MessageEvent } from "../db/message-events.ts";
import type { Id, Stored } from "../db/model.ts";
import { findRecipientByEmail } from "../db/recipients.ts";

/** Why something did or did not go out to one person in one campaign. */
export interface Explanation {
  campaignName: string;
  row: Stored<CampaignRecipient>;
  events: Stored<MessageEvent>[];
}

/** Answers `/why ADDRESS`: every campaign the person is in. Empty when nobody here has that address. */
export async function explainAddress(workspaceId: Id, address: string): Promise<Explanation[]> {
  const recipient = await findRecipientByEmail(workspaceId, address);
  if (!recipient) return [];
  const rows = await listOfRecipient(workspaceId, recipient._id);
  return await Promise.all(rows.map((row) => explainRow(row)));
}

/** The story of one row. */
export async function explainRow(row: Stored<CampaignRecipient>): Promise<Explanation> {
  const [campaign, events] = await Promise.all([
    getCampaign(row.workspaceId, row.campaignId),
    listEventsOf(row.workspaceId, row._id),
  ]);
  return { campaignName: campaign?.name ?? "", row, events };
}
