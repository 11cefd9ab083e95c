import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type BotApiServer, startBotApiServer } from "../../../test/support/bot-api-server.ts";
import { createLog } from "../../platform/log.ts";
import type { ChatMessage } from "../../ports/chat-channel.ts";
import { describeChatChannel, NO_COMMANDS, recordingHandlers } from "./chat-channel.contract.ts";
import { createTelegramChannel, type TelegramOptions } from "./telegram.ts";

const CHAT = "4242";
const say = (text: string): ChatMessage => ({ text, buttons: [] });

function createChannel(server: { url: string; token: string }, more: Partial<TelegramOptions> = {}) {
  const lines: string[] = [];
  const log = createLog("debug", { write: (line: string) => void lines.push(line) });
  const options = { token: server.token, apiRoot: server.url, log, retryDelayMs: () => 10, ...more };
  return { channel: createTelegramChannel(options), lines };
}

describeChatChannel("Telegram", async () => {
  const server = await startBotApiServer();
  const { channel } = createChannel(server);
  return {
    channel,
    chatId: CHAT,
    personWrites: async (text) => void server.userSends(CHAT, text),
    personPresses: async (id, data) => void server.userPresses(CHAT, Number(id), data),
    lastToast: () => server.answers.at(-1)?.text,
    shown: async () =>
      server.sent.map(({ messageId, text, buttons }) => ({ chatMessageId: String(messageId), text, buttons })),
    waitFor: server.waitFor,
    async close() {
      await channel.stop();
      await server.stop();
    },
  };
});

describe("the Telegram channel", () => {
  let server: BotApiServer;
  let channel: ReturnType<typeof createTelegramChannel>;
  let lines: string[];
  let handlers: ReturnType<typeof recordingHandlers>;

  beforeEach(async () => {
    server = await startBotApiServer({ username: "relance_bot" });
    handlers = recordingHandlers();
    ({ channel, lines } = createChannel(server));
  });
  afterEach(async () => {
    await channel.stop();
    await server.stop();
    expect(lines.join("")).not.toContain(server.token);
  });

  const begin = () => channel.start(handlers, NO_COMMANDS);
  const received = (count: number) => server.waitFor(() => handlers.messages.length >= count);
  const callsOf = (method: string) => server.calls.filter((call) => call.method === method);

  describe("what it hands on", () => {
    it("brings the pairing command, the sender's name and language", async () => {
      await begin();
      server.userSends(CHAT, "/start ABC123", { firstName: "Zoé", languageCode: "fr" });
      await received(1);
      expect(handlers.messages[0]).toEqual({
        channel: "telegram",
        chatId: CHAT,
        senderId: CHAT,
        senderName: "Zoé",
        languageHint: "fr",
        text: "/start ABC123",
      });
      expect(channel.pairingLink("ABC123")).toBe("https://t.me/relance_bot?start=ABC123");
    });

    it("drops the bot's name from a command in a group, and ignores commands to other bots", async () => {
      await begin();
      server.userSends("-100", "/status@other_bot", { userId: "7" });
      server.userSends("-100", "/why@Relance_Bot ann@example.org", { userId: "7" });
      await received(1);
      expect(handlers.messages).toMatchObject([{ chatId: "-100", senderId: "7", text: "/why ann@example.org" }]);
    });

    it("marks a voice message as unsupported and ignores service messages", async () => {
      await begin();
      server.userSendsContent(CHAT, { new_chat_title: "x" });
      server.userSendsContent(CHAT, { voice: { file_id: "v", duration: 2 } });
      await received(1);
      expect(handlers.messages).toMatchObject([{ text: "", unsupported: true }]);
    });

    it("lists its commands in both languages, English for all others", async () => {
      await channel.start(handlers, {
        fr: [{ name: "status", description: "État" }],
        en: [{ name: "status", description: "Status" }],
      });
      expect(server.commands).toEqual({
        "": [{ command: "status", description: "Status" }],
        en: [{ command: "status", description: "Status" }],
        fr: [{ command: "status", description: "État" }],
      });
    });

    it("does not let a slow chat hold up another", async () => {
      const gate = Promise.withResolvers<ChatMessage[]>();
      handlers.onMessage = async (message) => (message.chatId === "1" ? gate.promise : [say("quick")]);
      await begin();
      server.userSends("1", "slow");
      server.userSends("2", "quick?");
      await server.waitFor(() => server.sent.some((message) => message.chatId === "2"));
      server.userSends("2", "and again?");
      await server.waitFor(() => server.sent.length === 2);
      gate.resolve([say("slow")]);
      await server.waitFor(() => server.sent.some((message) => message.chatId === "1"));
      expect(callsOf("sendChatAction")[0]?.parameters).toEqual({ chat_id: "1", action: "typing" });
    });
  });

  describe("presses", () => {
    async function card(): Promise<number> {
      await begin();
      server.userSends(CHAT, "hi");
      await received(1);
      await channel.send(CHAT, { text: "Draft", buttons: [[{ label: "Approve", data: "t1" }]] });
      return server.sent.at(-1)?.messageId ?? 0;
    }

    it("answers a press in time while the handler is slow, and sends the late toast as a message", async () => {
      const gate = Promise.withResolvers<void>();
      ({ channel, lines } = createChannel(server, { answerWithinMs: 20 }));
      handlers.onPress = async () => {
        await gate.promise;
        return { toast: "Approved", messages: [say("It goes out.")] };
      };
      server.userPresses(CHAT, await card(), "t1");
      await server.waitFor(() => server.answers.length === 1);
      expect(server.answers[0]?.text).toBe("");
      gate.resolve();
      await server.waitFor(() => server.sent.length === 3);
      expect(server.sent.slice(1).map((message) => message.text)).toEqual(["Approved", "It goes out."]);
      expect(server.answers).toHaveLength(1);
    });

    it("answers the press even when the handler throws", async () => {
      handlers.onPress = () => Promise.reject(new Error("a bug"));
      server.userPresses(CHAT, await card(), "t1");
      await server.waitFor(() => server.answers.length === 1);
      expect(channel.state()).toEqual({ kind: "ok" });
    });

    it("cuts a toast at Telegram's limit", async () => {
      handlers.onPress = async () => ({ toast: "long ".repeat(100), messages: [] });
      server.userPresses(CHAT, await card(), "t1");
      await server.waitFor(() => server.answers.length === 1);
      expect(server.answers[0]?.text).toMatch(/^(long )+long?…$|…$/);
    });
  });

  describe("sending", () => {
    beforeEach(async () => {
      await begin();
      server.userSends(CHAT, "hi");
      await received(1);
    });

    it("waits a short rate limit and sends once", async () => {
      server.failNext({ method: "sendMessage", code: 429, retryAfter: 1 });
      expect(await channel.send(CHAT, say("alert"))).toMatchObject({ kind: "sent" });
      expect(server.sent).toHaveLength(1);
    });

    it("hands a long rate limit back to the caller", async () => {
      server.failNext({ method: "sendMessage", code: 429, retryAfter: 900 });
      expect(await channel.send(CHAT, say("alert"))).toEqual({ kind: "rateLimited", retryAfterSeconds: 900 });
    });

    it("says gone for a chat that blocked the bot, is unknown, or a message that was deleted", async () => {
      await channel.send(CHAT, say("card"));
      server.userDeletes(CHAT, server.sent[0]?.messageId ?? 0);
      const edited = await channel.edit(CHAT, String(server.sent[0]?.messageId), say("new"));
      expect(edited).toMatchObject({ kind: "gone" });
      expect(await channel.send("777", say("x"))).toMatchObject({ kind: "gone" });
      server.userBlocks(CHAT);
      expect(await channel.send(CHAT, say("x"))).toMatchObject({ kind: "gone" });
    });

    it("says failed when the network breaks, without the token in the reason", async () => {
      server.failNext({ method: "sendMessage", code: 0 });
      const result = await channel.send(CHAT, say("x"));
      expect(result).toMatchObject({ kind: "failed", reason: expect.stringContaining("cannot be reached") });
      expect(JSON.stringify(result)).not.toContain(server.token);
    });

    it("cuts the text of an edit that is too long, since an edit stays one message", async () => {
      await channel.send(CHAT, say("card"));
      const id = String(server.sent[0]?.messageId);
      expect(await channel.edit(CHAT, id, say("x".repeat(5_000)))).toEqual({ kind: "sent", chatMessageId: id });
      expect(server.sent[0]?.text).toHaveLength(4_096);
    });

    it("keeps the pieces of two long messages apart", async () => {
      const long = (letter: string) => say(Array.from({ length: 3_000 }, () => `${letter}${letter}`).join(" "));
      await Promise.all([channel.send(CHAT, long("a")), channel.send(CHAT, long("b"))]);
      expect(server.sent.map((message) => message.text[0]).join("")).toMatch(/^a+b+$/);
    });
  });

  describe("failures of the connection", () => {
    it("names TELEGRAM_BOT_TOKEN when Telegram refuses the token, tells once, and does not throw", async () => {
      const fatal: string[] = [];
      const wrong = { url: server.url, token: "1:wrong" };
      ({ channel, lines } = createChannel(wrong, { onFatal: (reason) => fatal.push(reason) }));
      await begin();
      expect(channel.state()).toMatchObject({ kind: "failed", reason: expect.stringContaining("TELEGRAM_BOT_TOKEN") });
      expect(fatal).toHaveLength(1);
      expect(channel.pairingLink("x")).toBeUndefined();
    });

    it("connects by itself once the network is back", async () => {
      server.failNext({ method: "getMe", code: 0, times: 2 });
      await begin();
      expect(channel.state()).toMatchObject({ kind: "failed" });
      await server.waitFor(() => channel.state().kind === "ok");
      server.userSends(CHAT, "hello");
      await received(1);
    });

    it("goes on polling after errors in the middle", async () => {
      await begin();
      server.failNext({ method: "getUpdates", code: 502 });
      server.failNext({ method: "getUpdates", code: 0 });
      server.failNext({ method: "getUpdates", code: 429, retryAfter: 0 });
      server.userSends(CHAT, "one");
      await received(1);
      server.userSends(CHAT, "two");
      await received(2);
      await server.waitFor(() => channel.state().kind === "ok");
    });

    it("says so when another program polls with the same token, and gets messages again afterwards", async () => {
      await begin();
      await server.waitFor(() => callsOf("getUpdates").length > 0);
      const other = fetch(`${server.url}/bot${server.token}/getUpdates?timeout=20`);
      await server.waitFor(() => channel.state().kind === "failed");
      expect(channel.state()).toMatchObject({ reason: expect.stringContaining("409") });
      expect((await other).status).toBe(409); // ours came back and won
      server.userSends(CHAT, "hello");
      await received(1);
    });

    it("removes a webhook that someone set, since polling is refused while it is there", async () => {
      await fetch(`${server.url}/bot${server.token}/setWebhook?url=https://example.org/hook`);
      await begin();
      server.userSends(CHAT, "hello");
      await received(1);
    });
  });

  describe("across a restart", () => {
    it("confirms what it handled, so that it does not come again", async () => {
      await begin();
      server.userSends(CHAT, "one");
      await received(1);
      await channel.stop();
      expect(server.pendingUpdates()).toBe(0);
    });

    it("leaves an update unconfirmed while its handler runs, so that a kill loses nothing", async () => {
      const gate = Promise.withResolvers<ChatMessage[]>();
      handlers.onMessage = async (message) => {
        handlers.messages.push(message);
        return message.text === "slow" ? gate.promise : [];
      };
      await begin();
      server.userSends("1", "slow");
      server.userSends("2", "quick");
      await received(2);
      const polls = callsOf("getUpdates").length;
      await server.waitFor(() => callsOf("getUpdates").length > polls);
      expect(server.pendingUpdates()).toBe(2);
      expect(handlers.messages).toHaveLength(2);
      gate.resolve([]);
      await server.waitFor(() => server.pendingUpdates() === 0);
    });

    it("ends the long poll at once", async () => {
      await begin();
      await server.waitFor(() => callsOf("getUpdates").length > 0);
      const startedAt = performance.now();
      await channel.stop();
      expect(performance.now() - startedAt).toBeLessThan(2_000);
    });
  });
});
