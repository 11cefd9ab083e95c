import { listEvents, type MessageEvent } from "../../db/message-events.ts";
import type { Stored } from "../../db/model.ts";
import { readCursor, readLimit } from "./list.ts";
import { type ApiRoute, route } from "./route.ts";

export function createEventRoutes(): ApiRoute[] {
  return [
    route({
      method: "GET",
      path: "/events",
      summary: "What happened, oldest first, after the event `?after=`. `next` is the cursor to go on from, or null.",
      permission: "read",
      async handle({ caller, query }) {
        const limit = readLimit(query["limit"]);
        const events = await listEvents(caller.workspaceId, readCursor(query["after"] ?? query["cursor"]), limit);
        const last = events.at(-1);
        return { items: events.map(present), next: last && events.length === limit ? String(last._id) : null };
      },
    }),
  ];
}

function present(event: Stored<MessageEvent>) {
  const { _id, kind, at, detail, outboundId, inboundId, campaignId, campaignRecipientId, recipientId, mailboxId } =
    event;
  const about = { outboundId, inboundId, campaignId, campaignRecipientId, recipientId, mailboxId };
  const ids = Object.fromEntries(Object.entries(about).map(([name, id]) => [name, id ? String(id) : null]));
  return { id: String(_id), kind, at, detail, ...ids };
}
