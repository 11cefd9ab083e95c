import { setTimeout as sleep } from "node:timers/promises";
import type { Api } from "grammy";
import type { ChatMessage, ChatSendResult } from "../../ports/chat-channel.ts";
import { createKeyedQueue } from "./keyed-queue.ts";
import { assertSendable, clipText, splitText } from "./message-text.ts";
import { toSendResult, toTelegramFailure } from "./telegram-failures.ts";
import { type CallSignal, callSignal } from "./telegram-signals.ts";

export const CALL_TIMEOUT_MS = 15_000;
/** Worth waiting for: an answer someone expects, or the rest of a message that is half sent. */
export const PATIENT_SECONDS = 60;

const MAX_TEXT_CHARS = 4096;
/** Longer than this, the caller decides what to do about a rate limit. */
const SHORT_WAIT_SECONDS = 3;

type BotCall = (signal: CallSignal) => Promise<{ message_id: number } | true>;

/** Telegram's way out: messages of one chat in the order of the calls, rate limits obeyed. */
export function createTelegramSending({ api, token, signal }: { api: Api; token: string; signal: AbortSignal }) {
  const queue = createKeyedQueue();

  /** One call, made again after each rate limit while all waits together stay within `patienceSeconds`. */
  async function attempt(patienceSeconds: number, call: BotCall, editedId = ""): Promise<ChatSendResult> {
    for (let waitedSeconds = 0; ; ) {
      try {
        const message = await call(callSignal(CALL_TIMEOUT_MS));
        return { kind: "sent", chatMessageId: message === true ? editedId : String(message.message_id) };
      } catch (error) {
        const failure = toTelegramFailure(error, token);
        if (failure.kind === "notModified") return { kind: "sent", chatMessageId: editedId };
        const result = toSendResult(failure);
        if (result.kind !== "rateLimited" || signal.aborted) return result;
        waitedSeconds += result.retryAfterSeconds;
        if (waitedSeconds > patienceSeconds) return result;
        await sleep(result.retryAfterSeconds * 1_000, undefined, { signal }).catch(() => {});
      }
    }
  }

  return {
    /** The id of a message in several pieces is that of the last, which carries the buttons. */
    send(chatId: string, message: ChatMessage, patienceSeconds = SHORT_WAIT_SECONDS): Promise<ChatSendResult> {
      assertSendable(message);
      const pieces = splitText(message.text, MAX_TEXT_CHARS);
      return queue.run(chatId, async () => {
        let result: ChatSendResult = { kind: "failed", reason: "nothing to send" };
        for (const [index, text] of pieces.entries()) {
          const other = toOptions(message, index === pieces.length - 1);
          result = await attempt(index === 0 ? patienceSeconds : PATIENT_SECONDS, (stop) =>
            api.sendMessage(chatId, text, other, stop),
          );
          if (result.kind !== "sent") break;
        }
        return result;
      });
    },

    /** A text over the limit is cut: an edit cannot become two messages. */
    async edit(chatId: string, chatMessageId: string, message: ChatMessage): Promise<ChatSendResult> {
      assertSendable(message);
      const messageId = Number(chatMessageId);
      if (!Number.isSafeInteger(messageId)) return { kind: "gone", reason: "Telegram has no such message" };
      const text = clipText(message.text, MAX_TEXT_CHARS);
      const change: BotCall = (stop) => api.editMessageText(chatId, messageId, text, toOptions(message, true), stop);
      return queue.run(chatId, () => attempt(SHORT_WAIT_SECONDS, change, chatMessageId));
    },
  };
}

/** No markup: a text from a mail stays text. No previews: they would fetch links of the mail. */
function toOptions({ buttons }: ChatMessage, withButtons: boolean) {
  const rows = buttons.filter((row) => row.length > 0);
  const keyboard = rows.map((row) => row.map(({ label, data }) => ({ text: label, callback_data: data })));
  return {
    link_preview_options: { is_disabled: true },
    ...(withButtons && keyboard.length > 0 ? { reply_markup: { inline_keyboard: keyboard } } : {}),
  };
}
