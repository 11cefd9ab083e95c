import type { ChannelName } from "../domain/channel-names.ts";

export type { ChannelName };

export interface ChatButton {
  label: string;
  /** Opaque, at most 64 bytes (Telegram's limit for callback_data); resolved by the router. */
  data: string;
}

/** One message of ours in a chat. Plain text: channels escape it and may split it. */
export interface ChatMessage {
  text: string;
  /** Rows of buttons. */
  buttons: ChatButton[][];
}

/** `messageId` here is the channel's own id of the message, not a mail's header. */
export type ChatSendResult =
  | { kind: "sent"; chatMessageId: string }
  | { kind: "rateLimited"; retryAfterSeconds: number }
  | { kind: "gone"; reason: string }
  | { kind: "failed"; reason: string };

/** What a person wrote to us in a chat. */
export interface IncomingChat {
  channel: ChannelName;
  chatId: string;
  senderName: string;
  /** The channel's language tag for the sender, such as `fr`; empty when it gives none. */
  languageHint: string;
  text: string;
  /** True for what is no text (voice, photo, sticker); `text` is then empty. */
  unsupported?: boolean;
  /** The channel's id of the person, where a chat can hold several. */
  senderId?: string;
}

/** A button someone pressed. */
export interface ButtonPress {
  channel: ChannelName;
  chatId: string;
  chatMessageId: string;
  senderName: string;
  languageHint: string;
  data: string;
  /** The channel's id of the person, where a chat can hold several. */
  senderId?: string;
}

export interface ChatHandlers {
  /** Answers a message; what it returns is sent to the same chat, in order. */
  onMessage(message: IncomingChat): Promise<ChatMessage[]>;
  /**
   * Handles a press. `toast` is shown at once where the channel can; `messages` follow in the chat. Editing the
   * pressed card is the flows' business.
   */
  onPress(press: ButtonPress): Promise<{ toast: string; messages: ChatMessage[] }>;
}

/** A command as channels list it to their users. */
export interface CommandSummary {
  name: string;
  description: string;
}

/** One network towards our users. It translates and decides nothing. */
export interface ChatChannel {
  readonly name: ChannelName;
  readonly canEdit: boolean;
  /** Starts to listen; resolves once ready, or once the failure is known (it then retries by itself). */
  start(handlers: ChatHandlers, commands: Record<"fr" | "en", CommandSummary[]>): Promise<void>;
  send(chatId: string, message: ChatMessage): Promise<ChatSendResult>;
  edit(chatId: string, chatMessageId: string, message: ChatMessage): Promise<ChatSendResult>;
  stop(): Promise<void>;
  /** For `doctor`, `/readyz` and the watchdog: how the connection is. */
  state(): { kind: "ok" } | { kind: "failed"; reason: string };
  /** How a user reaches the bot with a pairing code: a link, or undefined where there is none. */
  pairingLink(code: string): string | undefined;
}
