import { type ChatLink, linkChat } from "../db/chat-links.ts";
import type { Id, Stored } from "../db/model.ts";
import { createPairingCode, takePairingCode } from "../db/pairing-codes.ts";
import { getUser } from "../db/users.ts";
import type { Clock } from "../platform/clock.ts";
import { hashToken, randomCode } from "../platform/tokens.ts";
import type { ChannelName } from "../ports/chat-channel.ts";

export const PAIRING_LIFETIME_MS = 10 * 60_000;

/** A single-use code that links a chat to this user, good for ten minutes. */
export async function issuePairingCode(user: { workspaceId: Id; userId: Id }, deps: { now: Clock }): Promise<string> {
  const code = randomCode();
  const expiresAt = new Date(deps.now().getTime() + PAIRING_LIFETIME_MS);
  await createPairingCode({ ...user, codeHash: hashToken(code), expiresAt });
  return code;
}

/** Uses a code up and links the chat that gave it. Undefined for a code that is wrong, used or expired. */
export async function pairChat(
  chat: { channel: ChannelName; chatId: string; code: string },
  deps: { now: Clock },
): Promise<Stored<ChatLink> | undefined> {
  const { channel, chatId, code } = chat;
  const taken = await takePairingCode(hashToken(code.trim().toUpperCase()), deps.now());
  const user = taken && (await getUser(taken.workspaceId, taken.userId));
  if (!user) return undefined;
  return await linkChat({ workspaceId: user.workspaceId, userId: user._id, channel, chatId, locale: user.locale });
}
