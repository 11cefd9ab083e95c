import {
  ApiFailure,
  badRequest,
  type Parameters,
  readButtons,
  readCommands,
  readText,
  type TextButton,
} from "./bot-api-checks.ts";
import { createUpdateQueue } from "./bot-api-updates.ts";

export interface Call {
  method: string;
  parameters: Parameters;
  /** Registers what to do when the caller hangs up. */
  onClose: (gone: () => void) => void;
}

export interface SentMessage {
  chatId: string;
  messageId: number;
  text: string;
  buttons: TextButton[][];
  edits: number;
  deleted: boolean;
}

/** How the person is called; `userId` is for groups, where the person is not the chat. */
export interface UserOptions {
  firstName?: string;
  languageCode?: string;
  userId?: string;
}

interface Chat {
  blocked: boolean;
  user: Record<string, unknown>;
}

const BOT_ID = 1_234_567;
const NOT_MODIFIED =
  "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";

/** The state behind the fake Bot API and its methods; `changed` is called after each of them. */
export function createBotApiState(username: string, changed: () => void) {
  const updates = createUpdateQueue();
  const chats = new Map<string, Chat>();
  const sent: SentMessage[] = [];
  const answers: { id: string; text: string; showAlert: boolean }[] = [];
  const commands: Record<string, { command: string; description: string }[]> = {};
  const calls: { method: string; parameters: Parameters }[] = [];
  const openQueries = new Set<string>();
  let nextMessageId = 1;
  let nextQueryId = 1;

  const bot = { id: BOT_ID, is_bot: true, first_name: "Relance", username };
  const describeChat = (chatId: string) => ({
    id: Number(chatId),
    ...(chatId.startsWith("-")
      ? { type: "group", title: "A group" }
      : { type: "private", first_name: chats.get(chatId)?.user["first_name"] ?? "Someone" }),
  });
  const describe = (message: SentMessage) => ({
    message_id: message.messageId,
    from: bot,
    chat: describeChat(message.chatId),
    date: nowSeconds(),
    text: message.text,
    ...(message.buttons.length === 0 ? {} : { reply_markup: { inline_keyboard: message.buttons.map(describeRow) } }),
  });

  function reach(parameters: Parameters): string {
    const chatId = String(parameters["chat_id"] ?? "");
    if (chatId === "") throw badRequest("chat_id is empty");
    const chat = chats.get(chatId);
    if (!chat) throw badRequest("chat not found");
    if (chat.blocked) throw new ApiFailure(403, "Forbidden: bot was blocked by the user");
    return chatId;
  }

  function edit(parameters: Parameters, change: Partial<Pick<SentMessage, "text" | "buttons">>) {
    const chatId = reach(parameters);
    const messageId = Number(parameters["message_id"]);
    const message = sent.find((one) => one.chatId === chatId && one.messageId === messageId && !one.deleted);
    if (!message) throw badRequest("message to edit not found");
    const next = { ...message, ...change };
    if (next.text === message.text && JSON.stringify(next.buttons) === JSON.stringify(message.buttons)) {
      throw badRequest(NOT_MODIFIED);
    }
    Object.assign(message, change, { edits: message.edits + 1 });
    return describe(message);
  }

  const methods: Record<string, (parameters: Parameters, call: Call) => unknown> = {
    getme: () => ({
      ...bot,
      can_join_groups: true,
      can_read_all_group_messages: false,
      supports_inline_queries: false,
    }),
    getupdates: (parameters, call) => updates.getUpdates(parameters, call.onClose),
    getwebhookinfo: () => ({
      url: updates.webhookUrl(),
      has_custom_certificate: false,
      pending_update_count: updates.pending().length,
    }),
    setwebhook: (parameters) =>
      updates.setWebhook(String(parameters["url"] ?? ""), isTrue(parameters["drop_pending_updates"])),
    deletewebhook: (parameters) => updates.setWebhook("", isTrue(parameters["drop_pending_updates"])),
    sendmessage(parameters) {
      const chatId = reach(parameters);
      const content = { text: readText(parameters), buttons: readButtons(parameters) };
      const message: SentMessage = { chatId, messageId: nextMessageId++, ...content, edits: 0, deleted: false };
      sent.push(message);
      return describe(message);
    },
    editmessagetext: (parameters) => edit(parameters, { text: readText(parameters), buttons: readButtons(parameters) }),
    editmessagereplymarkup: (parameters) => edit(parameters, { buttons: readButtons(parameters) }),
    answercallbackquery(parameters) {
      const id = String(parameters["callback_query_id"] ?? "");
      const text = String(parameters["text"] ?? "");
      if (!openQueries.delete(id)) {
        throw badRequest("query is too old and response timeout expired or query ID is invalid");
      }
      if (text.length > 200) throw badRequest("MESSAGE_TOO_LONG");
      answers.push({ id, text, showAlert: isTrue(parameters["show_alert"]) });
      return true;
    },
    setmycommands(parameters) {
      commands[String(parameters["language_code"] ?? "")] = readCommands(parameters);
      return true;
    },
    getmycommands: (parameters) => commands[String(parameters["language_code"] ?? "")] ?? [],
    sendchataction(parameters) {
      reach(parameters);
      return true;
    },
  };

  function person(chatId: string, options: UserOptions): Record<string, unknown> {
    const user = {
      id: Number(options.userId ?? chatId.replace("-", "")),
      is_bot: false,
      first_name: options.firstName ?? "Someone",
      ...(options.languageCode === undefined ? {} : { language_code: options.languageCode }),
    };
    chats.set(chatId, { blocked: false, user });
    return user;
  }

  return {
    username,
    sent,
    answers,
    commands,
    calls,
    pending: updates.pending,

    async handle(call: Call): Promise<unknown> {
      const method = methods[call.method.toLowerCase()];
      if (!method) throw new ApiFailure(404, "Not Found: method not found");
      calls.push({ method: call.method, parameters: call.parameters });
      try {
        return await method(call.parameters, call);
      } finally {
        changed();
      }
    },

    /** A message of the user; `content` is `{ text }` or any other content. Returns its id. */
    userSends(chatId: string, content: Record<string, unknown>, options: UserOptions = {}): number {
      const from = person(chatId, options);
      const messageId = nextMessageId++;
      const text = content["text"];
      const command = typeof text === "string" ? /^\/[\w@]+/.exec(text)?.[0] : undefined;
      const entities = command ? { entities: [{ type: "bot_command", offset: 0, length: command.length }] } : {};
      const message = { message_id: messageId, from, chat: describeChat(chatId), date: nowSeconds() };
      updates.push("message", { ...message, ...content, ...entities });
      return messageId;
    },

    /** A press on a button of a message the bot has sent. Returns the id of the callback query. */
    userPresses(chatId: string, messageId: number, data: string, options: UserOptions = {}): string {
      const message = sent.find((one) => one.chatId === chatId && one.messageId === messageId);
      if (!message) throw new Error(`The bot has sent no message ${messageId} to chat ${chatId}`);
      const known = chats.get(chatId)?.user;
      const from = known && Object.keys(options).length === 0 ? known : person(chatId, options);
      const id = `query-${nextQueryId++}`;
      openQueries.add(id);
      updates.push("callback_query", { id, from, message: describe(message), chat_instance: "1", data });
      return id;
    },

    userBlocks(chatId: string): void {
      const chat = chats.get(chatId);
      if (chat) chat.blocked = true;
    },

    userDeletes(chatId: string, messageId: number): void {
      for (const one of sent) if (one.chatId === chatId && one.messageId === messageId) one.deleted = true;
    },
  };
}

const nowSeconds = () => Math.floor(Date.now() / 1_000);
const isTrue = (value: unknown) => value === true || value === "true" || value === "True";
const describeRow = (row: TextButton[]) => row.map(({ label, data }) => ({ text: label, callback_data: data }));
