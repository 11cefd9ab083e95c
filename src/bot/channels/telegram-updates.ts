import type { Message, Update } from "grammy/types";
import type { ButtonPress, IncomingChat } from "../../ports/chat-channel.ts";

export type ReadUpdate =
  | { kind: "message"; message: IncomingChat }
  | { kind: "press"; queryId: string; press: ButtonPress }
  /** A press we can do nothing with; it is answered, so that the button stops turning. */
  | { kind: "strayPress"; queryId: string };

/** Content that a person sent and we cannot read. What is not listed is a service message ("X joined the group"). */
const UNREADABLE = [
  "voice",
  "audio",
  "photo",
  "sticker",
  "video",
  "video_note",
  "document",
  "animation",
  "location",
  "venue",
  "contact",
  "poll",
  "dice",
  "story",
] as const satisfies (keyof Message)[];

/** Telegram's update in our words; undefined for what is not for us. Groups are treated as private chats are. */
export function readUpdate(update: Update, botUsername: string): ReadUpdate | undefined {
  if (update.callback_query) {
    const { id: queryId, from, message, data } = update.callback_query;
    if (!message || data === undefined) return { kind: "strayPress", queryId };
    const press = {
      ...describeSender(from),
      ...describeChat(message),
      chatMessageId: String(message.message_id),
      data,
    };
    return { kind: "press", queryId, press };
  }
  const message = update.message;
  if (!message?.from || message.from.is_bot) return undefined;
  const sender = { ...describeSender(message.from), ...describeChat(message) };
  if (message.text === undefined) {
    const unsupported = UNREADABLE.some((kind) => message[kind] !== undefined);
    return unsupported ? { kind: "message", message: { ...sender, text: "", unsupported } } : undefined;
  }
  const text = withoutBotName(message.text, botUsername);
  return text === undefined ? undefined : { kind: "message", message: { ...sender, text } };
}

/** `/status@our_bot x` becomes `/status x`; undefined for a command to another bot of the same group. */
function withoutBotName(text: string, botUsername: string): string | undefined {
  const [whole, command, name] = /^(\/\w+)@(\w+)/.exec(text) ?? [];
  if (whole === undefined) return text;
  return name?.toLowerCase() === botUsername.toLowerCase() ? `${command}${text.slice(whole.length)}` : undefined;
}

function describeSender(from: { id: number; first_name: string; last_name?: string; language_code?: string }) {
  return {
    senderId: String(from.id),
    senderName: [from.first_name, from.last_name].filter(Boolean).join(" "),
    languageHint: from.language_code ?? "",
  };
}

function describeChat(message: { chat: { id: number } }) {
  return { channel: "telegram" as const, chatId: String(message.chat.id) };
}
