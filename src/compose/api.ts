import { connectMailbox } from "../flows/connect-mailbox.ts";
import type { DecideDraft } from "../flows/decide-draft.ts";
import { changeCampaign, enrollRecipients } from "../flows/manage-campaign.ts";
import type { Wake } from "../flows/wake.ts";
import type { Clock } from "../platform/clock.ts";
import type { SecretBox } from "../platform/encryption.ts";
import { createApprovalRoutes } from "../web/api/approvals.ts";
import { createCampaignRoutes } from "../web/api/campaigns.ts";
import { createEventRoutes } from "../web/api/events.ts";
import { createMailboxRoutes } from "../web/api/mailboxes.ts";
import { createRecipientRoutes } from "../web/api/recipients.ts";
import type { ApiRoute } from "../web/api/route.ts";
import { createTemplateRoutes } from "../web/api/templates.ts";
import type { MailboxConnections } from "./mailbox-connections.ts";

export interface ApiDeps {
  now: Clock;
  wake: Wake;
  secrets: SecretBox;
  connections: MailboxConnections;
  decideDraft: DecideDraft;
}

/** The operations of the REST API over the flows. */
export function createApiRoutes(deps: ApiDeps): ApiRoute[] {
  const { now, wake, secrets, connections } = deps;
  return [
    ...createMailboxRoutes({
      connectMailbox: (request) =>
        connectMailbox(request, { now, secrets, onMailboxesChanged: () => wake("watch-mailboxes") }),
      testMailbox: async (mailbox) => ({
        sending: await connections.senderFor(mailbox).verify(),
        receiving: mailbox.imap ? await connections.readerFor(mailbox).verify() : null,
      }),
    }),
    ...createRecipientRoutes({ now, onChange: () => wake("plan-due-steps") }),
    ...createTemplateRoutes({ now }),
    ...createCampaignRoutes({
      now,
      changeCampaign: (change) => changeCampaign(change, { now, wake }),
      enrollRecipients: (request) => enrollRecipients(request, { now, wake }),
    }),
    ...createApprovalRoutes(deps),
    ...createEventRoutes(),
  ];
}
