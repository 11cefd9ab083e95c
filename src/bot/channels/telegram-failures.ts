import { GrammyError, HttpError } from "grammy";
import type { ChatSendResult } from "../../ports/chat-channel.ts";

export type FailureKind =
  | "unauthorized"
  | "conflict"
  | "rateLimited"
  | "gone"
  | "notModified"
  | "refused"
  | "unreachable";

/** What went wrong at Telegram, in words for a person: the URL of the Bot API holds the token, the reason never does. */
export interface TelegramFailure {
  kind: FailureKind;
  reason: string;
  retryAfterSeconds?: number;
}

const GONE = [
  "chat not found",
  "user not found",
  "PEER_ID_INVALID",
  "group chat was upgraded",
  "message to edit not found",
  "message can't be edited",
  "MESSAGE_ID_INVALID",
];

export function toTelegramFailure(error: unknown, token: string): TelegramFailure {
  if (error instanceof GrammyError) return readAnswer(error);
  if (!(error instanceof HttpError)) return { kind: "refused", reason: redact(String(error), token) };
  const cause = error.error instanceof Error ? error.error : undefined;
  const detail = (cause as NodeJS.ErrnoException | undefined)?.code ?? cause?.message ?? "no answer";
  return { kind: "unreachable", reason: `Telegram cannot be reached: ${redact(detail, token)}` };
}

export function toSendResult(failure: TelegramFailure): Exclude<ChatSendResult, { kind: "sent" }> {
  const { kind, reason, retryAfterSeconds } = failure;
  if (kind === "rateLimited") return { kind, retryAfterSeconds: retryAfterSeconds ?? 1 };
  return { kind: kind === "gone" ? "gone" : "failed", reason };
}

function readAnswer({ error_code: code, description, parameters }: GrammyError): TelegramFailure {
  const said = `Telegram says ${code}: ${description}`;
  switch (code) {
    case 401:
      return { kind: "unauthorized", reason: "Telegram refuses the bot's token (401): check TELEGRAM_BOT_TOKEN" };
    case 404: // a token of a wrong form, or no Bot API at that address
      return {
        kind: "unauthorized",
        reason: "Telegram knows no such bot (404): check TELEGRAM_BOT_TOKEN and TELEGRAM_API_ROOT",
      };
    case 403:
      return { kind: "gone", reason: said };
    case 409:
      return {
        kind: "conflict",
        reason: `Another program reads this bot's messages (409): stop it, or use a bot of its own. ${description}`,
      };
    case 429:
      return { kind: "rateLimited", reason: said, retryAfterSeconds: parameters.retry_after ?? 1 };
    default:
      if (code >= 500) return { kind: "unreachable", reason: said };
      if (description.includes("message is not modified")) return { kind: "notModified", reason: said };
      return { kind: GONE.some((text) => description.includes(text)) ? "gone" : "refused", reason: said };
  }
}

function redact(text: string, token: string): string {
  return text.replaceAll(token, "[token]").replaceAll(encodeURIComponent(token), "[token]");
}
