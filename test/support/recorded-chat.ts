import type {
  ButtonPress,
  ChatChannel,
  ChatHandlers,
  ChatMessage,
  ChatSendResult,
  IncomingChat,
} from "../../src/ports/chat-channel.ts";

export interface ShownMessage {
  chatId: string;
  chatMessageId: string;
  /** As it reads now, after its edits. */
  message: ChatMessage;
  edits: number;
}

export interface RecordedChat {
  shown: ShownMessage[];
  /** What the network answers before anything is shown; undefined lets it through. */
  onSend(chatId: string): ChatSendResult | undefined;
  in(chatId: string): ShownMessage[];
  say(chatId: string, text: string, rest?: Partial<IncomingChat>): Promise<ChatMessage[]>;
  press(chatId: string, data: string, rest?: Partial<ButtonPress>): ReturnType<ChatHandlers["onPress"]>;
  channel: ChatChannel;
}

/** A channel that keeps what it was given, and through which a test can speak. */
export function createRecordedChat(): RecordedChat {
  const shown: ShownMessage[] = [];
  let handlers: ChatHandlers | undefined;
  const chat: RecordedChat = {
    shown,
    onSend: () => undefined,
    in: (chatId) => shown.filter((message) => message.chatId === chatId),
    say: (chatId, text, rest = {}) =>
      started().onMessage({ channel: "telegram", chatId, senderName: "Someone", languageHint: "en", text, ...rest }),
    press: (chatId, data, rest = {}) =>
      started().onPress({
        ...{ channel: "telegram", chatId, chatMessageId: idOf(data), senderName: "Someone", languageHint: "en" },
        ...{ data, ...rest },
      }),
    channel: {
      name: "telegram",
      canEdit: true,
      async start(given) {
        handlers = given;
      },
      async send(chatId, message) {
        const fault = chat.onSend(chatId);
        if (fault) return fault;
        const chatMessageId = String(shown.length + 1);
        shown.push({ chatId, chatMessageId, message, edits: 0 });
        return { kind: "sent", chatMessageId };
      },
      async edit(chatId, chatMessageId, message) {
        const fault = chat.onSend(chatId);
        if (fault) return fault;
        const edited = shown.find((one) => one.chatId === chatId && one.chatMessageId === chatMessageId);
        if (!edited) return { kind: "failed", reason: "there is no such message" };
        Object.assign(edited, { message, edits: edited.edits + 1 });
        return { kind: "sent", chatMessageId };
      },
      async stop() {},
      state: () => ({ kind: "ok" }),
      pairingLink: (code) => `https://chat.test/?start=${code}`,
    },
  };
  return chat;

  /** The message that carries the button. */
  function idOf(data: string): string {
    const holds = ({ message }: ShownMessage) => message.buttons.flat().some((button) => button.data === data);
    return shown.find(holds)?.chatMessageId ?? "none";
  }

  function started(): ChatHandlers {
    if (!handlers) throw new Error("start the chat first");
    return handlers;
  }
}

/** The data behind the button of that verb. */
export function buttonOf(message: ChatMessage | undefined, verb: string): string {
  const found = message?.buttons.flat().find(({ data }) => data.startsWith(`${verb}:`));
  if (!found) throw new Error(`no button ${verb} in: ${message?.text}`);
  return found.data;
}
