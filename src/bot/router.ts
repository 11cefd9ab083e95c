import { findChatLink } from "../db/chat-links.ts";
import { getUser } from "../db/users.ts";
import { permits } from "../domain/roles.ts";
import { pairChat } from "../flows/pair-chat.ts";
import type { Clock } from "../platform/clock.ts";
import { createFailureLimit } from "../platform/failure-limit.ts";
import { toLocale } from "../platform/texts.ts";
import type {
  ButtonPress,
  ChannelName,
  ChatChannel,
  ChatHandlers,
  ChatMessage,
  IncomingChat,
} from "../ports/chat-channel.ts";
import type { CardActions } from "./card-actions.ts";
import { type Command, say } from "./commands/command.ts";
import { matchPlainWords } from "./commands/plain-words.ts";
import type { DraftDialogue } from "./draft-dialogue.ts";
import { identify } from "./member.ts";

export interface RouterDeps {
  now: Clock;
  channels: ReadonlyMap<ChannelName, ChatChannel>;
  commands: readonly Command[];
  cardActions: CardActions;
  dialogue: DraftDialogue;
}

const WRONG_CODES_AN_HOUR = 10;

/** Takes what channels hear to commands, dialogues and cards. It alone decides who may. */
export function createRouter({ now, channels, commands, cardActions, dialogue }: RouterDeps): ChatHandlers {
  const wrongCodes = createFailureLimit({ max: WRONG_CODES_AN_HOUR, windowMs: 3_600_000, now });
  const byName = new Map(commands.map((command) => [command.name, command]));

  return { onMessage, onPress };

  async function onMessage(message: IncomingChat): Promise<ChatMessage[]> {
    const text = message.text.trim();
    const pairing = /^\/start(?:\s+(\S{1,64}))?/.exec(text);
    if (pairing?.[1] && message.channel !== "web") return await pair(message, pairing[1]);
    const member = await identify(message);
    // A stranger learns nothing of who uses this bot.
    if (!member) return [say(toLocale(message.languageHint), "stranger")];
    if (message.unsupported) return [say(member.locale, "only-text")];

    if (!text.startsWith("/")) {
      const answer = await dialogue.answer(member, text);
      if (answer) return answer;
    }
    const [, name = "", argument = ""] = /^\/(\w+)\s*([\s\S]*)$/.exec(text) ?? [];
    const asked = name
      ? { name: name === "start" ? startCommand(message) : name.toLowerCase(), argument }
      : matchPlainWords(text);
    const command = asked && byName.get(asked.name);
    if (!command) return [say(member.locale, "not-understood")];
    if (!permits(member.user.role, command.permission)) return [say(member.locale, "not-allowed")];
    return await command.run({ ...member, argument: asked.argument.trim() });
  }

  async function onPress(press: ButtonPress): Promise<{ toast: string; messages: ChatMessage[] }> {
    const member = await identify(press);
    if (!member) return { toast: say(toLocale(press.languageHint), "stranger").text, messages: [] };
    if (!permits(member.user.role, "decideApproval"))
      return { toast: say(member.locale, "not-allowed").text, messages: [] };
    const [verb = "", token = ""] = press.data.split(":");
    const replacePressed = async (message: ChatMessage) => {
      await channels.get(press.channel)?.edit(press.chatId, press.chatMessageId, message);
    };
    const outcome =
      (await dialogue.press(member, verb, token, replacePressed)) ?? (await cardActions(member, verb, token));
    // A tampered token, one of another chat and one that is gone are not told apart.
    return outcome ?? { toast: say(member.locale, "press-unknown").text, messages: [] };
  }

  async function pair(message: IncomingChat, code: string): Promise<ChatMessage[]> {
    const chat = `${message.channel}:${message.chatId}`;
    // A guesser hears the same as somebody whose code has expired.
    if (wrongCodes.take(chat) > 0) return [say(toLocale(message.languageHint), "pair-refused")];
    const link = await pairChat({ channel: message.channel, chatId: message.chatId, code }, { now });
    const known = link ?? (await findChatLink(message.channel, message.chatId));
    if (!link) return [say(known?.locale ?? toLocale(message.languageHint), "pair-refused")];
    wrongCodes.giveBack(chat);
    const user = await getUser(link.workspaceId, link.userId);
    return [say(link.locale, "pair-done", { name: user?.name || (user?.email ?? "") })];
  }
}

/** Bots are greeted with /start. In the web chat, where nothing is to be paired, it asks for a code to pair another chat. */
function startCommand({ channel }: IncomingChat): string {
  return channel === "web" ? "pair" : "help";
}
