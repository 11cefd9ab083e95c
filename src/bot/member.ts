import { type ChatLink, findChatLink } from "../db/chat-links.ts";
import type { Stored } from "../db/model.ts";
import { getUser, type User } from "../db/users.ts";
import type { IncomingChat } from "../ports/chat-channel.ts";
import type { CommandContext } from "./commands/command.ts";

/** Who stands behind a chat. */
export type Member = Omit<CommandContext, "argument">;

/** The user a chat is linked to, as they are now; undefined for a stranger. */
export async function identify(chat: Pick<IncomingChat, "channel" | "chatId">): Promise<Member | undefined> {
  const link: Stored<ChatLink> | null = await findChatLink(chat.channel, chat.chatId);
  const user: Stored<User> | null = link && (await getUser(link.workspaceId, link.userId));
  return link && user ? { link, user, locale: link.locale } : undefined;
}
