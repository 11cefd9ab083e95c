import { findChatLink } from "../db/chat-links.ts";
import { getUser } from "../db/users.ts";
import type { IncomingChat } from "../ports/chat-channel.ts";
import type { CommandContext } from "./commands/command.ts";

/** Who stands behind a chat. */
export type Member = Omit<CommandContext, "argument">;

/**
 * The person who speaks in a linked chat, as they are now; undefined for a stranger. In a group that is whoever wrote
 * or pressed, known by a chat of their own: membership of the group gives no rights.
 */
export async function identify(
  chat: Pick<IncomingChat, "channel" | "chatId" | "senderId">,
): Promise<Member | undefined> {
  const { channel, chatId, senderId = chatId } = chat;
  const link = await findChatLink(channel, chatId);
  const own = senderId === chatId ? link : await findChatLink(channel, senderId);
  if (!link || !own?.workspaceId.equals(link.workspaceId)) return undefined;
  const user = await getUser(own.workspaceId, own.userId);
  return user ? { link, user, locale: link.locale } : undefined;
}
