import type { Table } from "./table.ts";
import { approvalTable } from "./tables/approvals.ts";
import { campaignRecipientTable } from "./tables/campaign-recipients.ts";
import { campaignTable } from "./tables/campaigns.ts";
import { inboundMessageTable } from "./tables/inbound-messages.ts";
import { mailboxTable } from "./tables/mailboxes.ts";
import { messageEventTable } from "./tables/message-events.ts";
import { outboundMessageTable } from "./tables/outbound-messages.ts";
import { recipientTable } from "./tables/recipients.ts";
import { templateTable } from "./tables/templates.ts";
import { userTable } from "./tables/users.ts";

/** Every table, in the order of the navigation. A new one is a file in tables/ and a line here. */
export const TABLES = [
  campaignTable,
  campaignRecipientTable,
  recipientTable,
  approvalTable,
  templateTable,
  outboundMessageTable,
  inboundMessageTable,
  messageEventTable,
  mailboxTable,
  userTable,
] as unknown as readonly Table[];
