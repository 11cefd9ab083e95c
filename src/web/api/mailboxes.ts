import { z } from "zod";
import { getMailbox, type MailboxAccount, MailboxModel } from "../../db/mailboxes.ts";
import type { Stored } from "../../db/model.ts";
import type { ConnectResult, MailboxRequest } from "../../flows/connect-mailbox.ts";
import type { ConnectionCheck } from "../../ports/mail-sender.ts";
import { listPage } from "./list.ts";
import { type ApiRoute, idOf, orNotFound, Problem, route } from "./route.ts";

export interface MailboxApiDeps {
  connectMailbox(request: MailboxRequest): Promise<ConnectResult>;
  testMailbox(
    mailbox: Stored<MailboxAccount>,
  ): Promise<{ sending: ConnectionCheck; receiving: ConnectionCheck | null }>;
}

const server = z.strictObject({
  host: z.string().min(1).max(253),
  port: z.number().int().min(1).max(65_535),
  secure: z.boolean().default(false),
  user: z.string().max(320).default(""),
  password: z.string().max(1_000).default(""),
});
const newMailbox = z.strictObject({
  address: z.email(),
  displayName: z.string().max(200).default(""),
  smtp: server,
  imap: server.optional(),
  limits: z
    .strictObject({
      perDay: z.number().int().min(0).default(0),
      perHour: z.number().int().min(0).default(0),
      minGapSeconds: z.number().int().min(0).max(86_400).default(0),
    })
    .default({ perDay: 0, perHour: 0, minGapSeconds: 0 }),
});

export function createMailboxRoutes(deps: MailboxApiDeps): ApiRoute[] {
  return [
    route({
      method: "POST",
      path: "/mailboxes",
      summary: "Connects a mailbox. Its servers are tried in the background; `health` tells how they are.",
      permission: "manageMailboxes",
      body: newMailbox,
      status: 201,
      async handle({ caller, body }) {
        const { workspaceId, actor } = caller;
        const result = await deps.connectMailbox({ ...body, workspaceId, actor });
        if (result.kind === "exists") throw new Problem(409, `${body.address} is connected already`);
        return present(result.mailbox);
      },
    }),
    route({
      method: "GET",
      path: "/mailboxes",
      summary: "Lists the mailboxes.",
      permission: "read",
      handle: (request) => listPage(request, MailboxModel, present),
    }),
    route({
      method: "GET",
      path: "/mailboxes/:id",
      summary: "One mailbox.",
      permission: "read",
      handle: async (request) => present(orNotFound(await getMailbox(request.caller.workspaceId, idOf(request)))),
    }),
    route({
      method: "POST",
      path: "/mailboxes/:id/test",
      summary: "Tries both servers of a mailbox now, and says what they answered.",
      permission: "manageMailboxes",
      handle: async (request) =>
        deps.testMailbox(orNotFound(await getMailbox(request.caller.workspaceId, idOf(request)))),
    }),
  ];
}

/** Everything but the secrets. */
function present({ _id, address, displayName, provider, smtp, imap, folders, limits, health }: Stored<MailboxAccount>) {
  return { id: String(_id), address, displayName, provider, smtp, imap: imap ?? null, folders, limits, health };
}
