import { Api } from "grammy";
import type { Update } from "grammy/types";
import type { Log } from "../../platform/log.ts";
import type {
  ButtonPress,
  ChatChannel,
  ChatHandlers,
  ChatMessage,
  CommandSummary,
  IncomingChat,
} from "../../ports/chat-channel.ts";
import { createKeyedQueue } from "./keyed-queue.ts";
import { clipText } from "./message-text.ts";
import { type TelegramFailure, toTelegramFailure } from "./telegram-failures.ts";
import { createPolling } from "./telegram-polling.ts";
import { CALL_TIMEOUT_MS, createTelegramSending, PATIENT_SECONDS } from "./telegram-sending.ts";
import { callSignal } from "./telegram-signals.ts";
import { readUpdate } from "./telegram-updates.ts";

const MAX_TOAST_CHARS = 200;
const TYPING_AFTER_MS = 800;

export interface TelegramOptions {
  token: string;
  apiRoot: string;
  log: Log;
  /** Told once when Telegram refuses the token; the rest of the program goes on. */
  onFatal?: (reason: string) => void;
  /** For tests. */
  retryDelayMs?: (failure: TelegramFailure, failuresInARow: number) => number;
  answerWithinMs?: number;
}

/** The Telegram bot, by long polling. Its texts are plain: nothing in a mail can become markup. */
export function createTelegramChannel(options: TelegramOptions): ChatChannel {
  const { token, log } = options;
  const api = new Api(token, { apiRoot: options.apiRoot.replace(/\/+$/, ""), timeoutSeconds: 60 });
  const incoming = createKeyedQueue();
  const stopping = new AbortController();
  const sending = createTelegramSending({ api, token, signal: stopping.signal });
  let state: ReturnType<ChatChannel["state"]> = { kind: "failed", reason: "Telegram is not connected yet" };
  let username: string | undefined;
  let fatalTold = false;
  let polling: ReturnType<typeof createPolling> | undefined;

  async function prepare(commands: Record<"fr" | "en", CommandSummary[]>, stopped: AbortSignal): Promise<void> {
    const signal = callSignal(CALL_TIMEOUT_MS, stopped);
    username = (await api.getMe(signal)).username;
    await api.deleteWebhook({}, signal); // polling is refused while one is set
    const lists = { en: toCommandList(commands.en), fr: toCommandList(commands.fr) };
    const calls = [
      api.setMyCommands(lists.en, {}, signal),
      api.setMyCommands(lists.en, { language_code: "en" }, signal),
      api.setMyCommands(lists.fr, { language_code: "fr" }, signal),
    ];
    for (const call of await Promise.allSettled(calls)) {
      if (call.status === "rejected") warn(call.reason, "Telegram did not take the list of commands");
    }
  }

  function onFailure(failure: TelegramFailure): void {
    if (state.kind === "ok" || state.reason !== failure.reason) log.warn({ reason: failure.reason }, "telegram failed");
    state = { kind: "failed", reason: failure.reason };
    if (failure.kind !== "unauthorized" || fatalTold) return;
    fatalTold = true;
    options.onFatal?.(failure.reason);
  }

  function onHealthy(): void {
    if (state.kind !== "ok") log.info({ username }, "telegram connected");
    state = { kind: "ok" };
  }

  async function handle(update: Update, handlers: ChatHandlers): Promise<void> {
    const read = readUpdate(update, username ?? "");
    if (read === undefined) return;
    try {
      if (read.kind === "message") {
        await incoming.run(read.message.chatId, () => handleMessage(read.message, handlers));
      } else if (read.kind === "press") {
        await handlePress(read.queryId, read.press, handlers);
      } else {
        await answer(read.queryId, "");
      }
    } catch (err) {
      log.error({ err, updateId: update.update_id }, "a chat update was not handled");
    }
  }

  async function handleMessage(message: IncomingChat, handlers: ChatHandlers): Promise<void> {
    const showTyping = () => void api.sendChatAction(message.chatId, "typing").catch(() => {});
    const timer = setTimeout(showTyping, TYPING_AFTER_MS);
    try {
      await deliver(message.chatId, await handlers.onMessage(message));
    } finally {
      clearTimeout(timer);
    }
  }

  /** The button turns until it is answered, and Telegram forgets it soon: a slow handler's toast becomes a message. */
  async function handlePress(queryId: string, press: ButtonPress, handlers: ChatHandlers): Promise<void> {
    let answered: Promise<void> | undefined;
    const timer = setTimeout(() => {
      answered = answer(queryId, "");
    }, options.answerWithinMs ?? 5_000);
    await incoming.run(press.chatId, async () => {
      try {
        const { toast, messages } = await handlers.onPress(press);
        clearTimeout(timer);
        const late = answered !== undefined && toast !== "";
        answered ??= answer(queryId, toast);
        await answered;
        await deliver(press.chatId, late ? [{ text: toast, buttons: [] }, ...messages] : messages);
      } finally {
        clearTimeout(timer);
        await (answered ?? answer(queryId, ""));
      }
    });
  }

  async function answer(queryId: string, toast: string): Promise<void> {
    const text = clipText(toast, MAX_TOAST_CHARS);
    const signal = callSignal(CALL_TIMEOUT_MS);
    // Refused when the press is old, as after a restart: the card tells the outcome then.
    await api
      .answerCallbackQuery(queryId, text === "" ? {} : { text }, signal)
      .catch((error) => warn(error, "a press was not answered"));
  }

  async function deliver(chatId: string, messages: ChatMessage[]): Promise<void> {
    for (const message of messages) {
      const result = await sending.send(chatId, message, PATIENT_SECONDS);
      if (result.kind !== "sent") log.warn({ result }, "an answer in chat was not sent");
      if (result.kind === "gone") return;
    }
  }

  function warn(error: unknown, what: string): void {
    log.warn({ reason: toTelegramFailure(error, token).reason }, what);
  }

  return {
    name: "telegram",
    canEdit: true,
    async start(handlers, commands) {
      polling = createPolling({
        api,
        token,
        prepare: (signal) => prepare(commands, signal),
        handle: (update) => handle(update, handlers),
        onHealthy,
        onFailure,
        retryDelayMs: options.retryDelayMs ?? retryDelayMs,
      });
      await polling.start();
    },
    send: async (chatId, message) => sending.send(chatId, message),
    edit: async (chatId, chatMessageId, message) => sending.edit(chatId, chatMessageId, message),
    async stop() {
      stopping.abort();
      await polling?.stop();
      state = { kind: "failed", reason: "Telegram is stopped" };
    },
    state: () => state,
    pairingLink: (code) => (username === undefined ? undefined : `https://t.me/${username}?start=${code}`),
  };
}

function retryDelayMs({ kind, retryAfterSeconds }: TelegramFailure, failuresInARow: number): number {
  if (retryAfterSeconds !== undefined) return retryAfterSeconds * 1_000;
  if (kind === "unauthorized") return 300_000;
  const [first, most] = kind === "conflict" ? [5_000, 60_000] : [1_000, 30_000];
  return Math.min(most, first * 2 ** (failuresInARow - 1));
}

function toCommandList(commands: CommandSummary[]) {
  return commands.map(({ name, description }) => ({
    command: name.replace(/^\//, ""),
    description: clipText(description, 256),
  }));
}
