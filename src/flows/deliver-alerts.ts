import {
  type Alert,
  claimAlert,
  closeAlert,
  type Delivery,
  listOpenAlerts,
  postponeAlert,
  recordDelivery,
} from "../db/alerts.ts";
import { findChatLink } from "../db/chat-links.ts";
import type { Stored } from "../db/model.ts";
import type { Clock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import type { ChannelName, ChatChannel, ChatSendResult } from "../ports/chat-channel.ts";
import { composeCard } from "./compose-card.ts";

export interface DeliverDeps {
  now: Clock;
  log: Log;
  channels: ReadonlyMap<ChannelName, ChatChannel>;
}

const RETRY_MS = 15_000;

/**
 * Sends the cards that were not sent yet and draws those anew whose subject has changed; of several processes one
 * takes an alert. A crash between sending and noting it shows a card twice; its buttons still have one effect.
 */
export async function deliverAlerts(limit: number, deps: DeliverDeps): Promise<void> {
  for (const open of await listOpenAlerts(deps.now(), limit)) {
    const alert = await claimAlert(open, deps.now());
    if (!alert) continue;
    try {
      await deliver(alert, deps);
    } catch (err) {
      deps.log.error({ err, alertId: alert._id }, "alert not delivered");
      await postponeAlert(alert, new Date(deps.now().getTime() + RETRY_MS));
    }
  }
}

async function deliver(alert: Stored<Alert>, deps: DeliverDeps): Promise<void> {
  let retryAt: Date | undefined;
  for (const delivery of alert.deliveries) {
    if (delivery.status === "gone" || delivery.revision >= alert.revision) continue;
    const result = await show(alert, delivery, deps);
    if (result.kind === "rateLimited") retryAt = new Date(deps.now().getTime() + result.retryAfterSeconds * 1_000);
    if (result.kind === "failed") retryAt = new Date(deps.now().getTime() + RETRY_MS);
  }
  if (retryAt) await postponeAlert(alert, retryAt);
  else await closeAlert(alert);
}

async function show(alert: Stored<Alert>, delivery: Delivery, deps: DeliverDeps): Promise<ChatSendResult> {
  const { channel: name, chatId, token, chatMessageId } = delivery;
  const link = await findChatLink(name, chatId);
  const channel = deps.channels.get(name);
  // The chat may have been paired anew since: what belongs to one user is not told to the next.
  const isTheirs = link?._id.equals(delivery.chatLinkId) && link.workspaceId.equals(alert.workspaceId);
  if (!link || !isTheirs || !channel) {
    await recordDelivery(alert, token, { ...delivery, status: "gone" });
    return { kind: "gone", reason: "the chat is not linked any more" };
  }
  const { message, draftVersion } = await composeCard(alert, delivery, link.locale);
  const result =
    chatMessageId === undefined
      ? await channel.send(chatId, message)
      : await channel.edit(chatId, chatMessageId, message);
  const { revision } = alert;
  if (result.kind === "sent") {
    await recordDelivery(alert, token, { status: "sent", chatMessageId: result.chatMessageId, draftVersion, revision });
  }
  if (result.kind === "gone") await recordDelivery(alert, token, { ...delivery, status: "gone" });
  return result;
}
