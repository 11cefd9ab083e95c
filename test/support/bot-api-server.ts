import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ApiFailure } from "./bot-api-checks.ts";
import { type Call, createBotApiState, type UserOptions } from "./bot-api-methods.ts";

export interface PlannedFailure {
  method: string;
  /** The error code to answer; 0 breaks the connection without an answer. */
  code: number;
  description?: string;
  retryAfter?: number;
  times?: number;
}

/**
 * Telegram's side of the Bot API on loopback: long polling, confirmation by offset, the same checks and the same
 * errors. A program in another process reaches it by TELEGRAM_API_ROOT = `url`.
 */
export async function startBotApiServer(options: { token?: string; username?: string; port?: number } = {}) {
  const token = options.token ?? "1234567:AAfake-token_of_the_tests_0123456789";
  const failures: PlannedFailure[] = [];
  const waiters = new Set<() => void>();
  const state = createBotApiState(options.username ?? "relance_test_bot", () => {
    for (const check of [...waiters]) check();
  });

  const server = createServer(
    (request, response) => void serve(request, response).catch(() => request.socket.destroy()),
  );
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await readCall(request, (gone) => response.once("close", gone));
    if (call === undefined) return reply(response, { code: 404, description: "Not Found" });
    if (call.token !== token) return reply(response, { code: 401, description: "Unauthorized" });

    const planned = failures.findIndex((failure) => failure.method.toLowerCase() === call.method.toLowerCase());
    const failure = failures[planned];
    if (failure) {
      failure.times = (failure.times ?? 1) - 1;
      if (failure.times <= 0) failures.splice(planned, 1);
      state.calls.push({ method: call.method, parameters: call.parameters });
      if (failure.code === 0) return void request.socket.destroy();
      return reply(response, { ...failure, description: descriptionOf(failure) });
    }
    try {
      const result = await state.handle(call);
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ ok: true, result }));
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      reply(response, error);
    }
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    username: state.username,
    /** Messages of the bot, oldest first, each with its text and buttons of now. */
    sent: state.sent,
    /** Callback answers, in order. */
    answers: state.answers,
    /** Command lists by language code; "" is the one for all other languages. */
    commands: state.commands,
    /** Every call that had the right token. */
    calls: state.calls,
    /** Updates the bot has not confirmed yet. */
    pendingUpdates: () => state.pending().length,
    userSends: (chatId: string, text: string, user: UserOptions = {}) => state.userSends(chatId, { text }, user),
    /** Any other content, such as `{ voice: { ... } }`, or a service message. */
    userSendsContent: (chatId: string, content: Record<string, unknown>, user: UserOptions = {}) =>
      state.userSends(chatId, content, user),
    userPresses: state.userPresses,
    userBlocks: state.userBlocks,
    userDeletes: state.userDeletes,
    failNext: (failure: PlannedFailure) => void failures.push({ ...failure }),

    /** Resolves with the first truthy answer of `predicate`, asked after every change. */
    async waitFor<T>(predicate: () => T | undefined | false | null, ms = 5_000): Promise<T> {
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      const check = () => {
        const found = predicate();
        if (found) resolve(found);
      };
      const timer = setTimeout(() => {
        const texts = state.sent.map((message) => `  [${message.chatId}] ${message.text.slice(0, 200)}`).join("\n");
        reject(new Error(`Not seen within ${ms} ms: ${predicate}\nThe bot has sent:\n${texts || "  nothing"}`));
      }, ms);
      // The interval sees predicates over things that are not of this server.
      const interval = setInterval(check, 20);
      waiters.add(check);
      check();
      return promise.finally(() => {
        clearTimeout(timer);
        clearInterval(interval);
        waiters.delete(check);
      });
    },

    async stop(): Promise<void> {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

export type BotApiServer = Awaited<ReturnType<typeof startBotApiServer>>;

function reply(response: ServerResponse, failure: { code: number; description: string; retryAfter?: number }): void {
  const { code, description, retryAfter } = failure;
  const parameters = retryAfter === undefined ? {} : { parameters: { retry_after: retryAfter } };
  response
    .writeHead(code, { "content-type": "application/json" })
    .end(JSON.stringify({ ok: false, error_code: code, description, ...parameters }));
}

function descriptionOf({ code, description, retryAfter }: PlannedFailure): string {
  if (description !== undefined) return description;
  if (code === 429) return `Too Many Requests: retry after ${retryAfter ?? 1}`;
  if (code === 409)
    return "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
  if (code === 403) return "Forbidden: bot was blocked by the user";
  if (code === 401) return "Unauthorized";
  return code >= 500 ? "Internal Server Error" : "Bad Request";
}

async function readCall(
  request: IncomingMessage,
  onClose: (gone: () => void) => void,
): Promise<(Call & { token: string }) | undefined> {
  const url = new URL(request.url ?? "/", "http://localhost");
  const path = /^\/bot(\d+:[^/]+)\/(\w+)$/.exec(decodeURIComponent(url.pathname));
  if (!path?.[1] || !path[2]) return undefined;
  const body = Buffer.concat(await Array.fromAsync(request));
  const parameters = { ...Object.fromEntries(url.searchParams), ...(await parseBody(request, body)) };
  return { token: path[1], method: path[2], parameters, onClose };
}

async function parseBody(request: IncomingMessage, body: Buffer): Promise<Record<string, unknown>> {
  const type = request.headers["content-type"] ?? "";
  if (body.length === 0) return {};
  if (type.startsWith("application/json")) return JSON.parse(body.toString("utf8"));
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
  return Object.fromEntries(form);
}
