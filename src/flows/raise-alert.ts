import { type Delivery, type NewAlert, raiseAlert } from "../db/alerts.ts";
import { type ChatLink, listChatLinks } from "../db/chat-links.ts";
import type { Stored } from "../db/model.ts";
import type { Clock } from "../platform/clock.ts";
import { randomToken } from "../platform/tokens.ts";
import type { Wake } from "./wake.ts";

/** Tells the workspace's users something, once under its key. */
export type RaiseAlert = (alert: Omit<NewAlert, "at" | "deliveries">) => Promise<void>;

/** Writes the alert down with a card for every linked chat; `deliverAlerts` sends them. */
export function createRaiseAlert(deps: { now: Clock; wake: Wake }): RaiseAlert {
  return async (alert) => {
    const links = await listChatLinks(alert.workspaceId);
    await raiseAlert({ ...alert, at: deps.now(), deliveries: links.map(newDelivery) });
    deps.wake("deliver-alerts");
  };
}

/** A card that has still to be sent to one chat. */
export function newDelivery(link: Stored<ChatLink>): Delivery {
  const { _id, channel, chatId } = link;
  return { chatLinkId: _id, channel, chatId, token: randomToken(), status: "pending", draftVersion: 0, revision: 0 };
}
