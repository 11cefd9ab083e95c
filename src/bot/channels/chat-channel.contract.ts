import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type {
  ButtonPress,
  ChatButton,
  ChatChannel,
  ChatHandlers,
  ChatMessage,
  IncomingChat,
} from "../../ports/chat-channel.ts";

/** A card as the person sees it. */
export interface ShownCard {
  chatMessageId: string;
  text: string;
  buttons: ChatButton[][];
}

/** A channel that is not started, with a person at its other end. */
export interface ChannelUnderTest {
  channel: ChatChannel;
  /** A chat that exists once the person has written in it. */
  chatId: string;
  personWrites(text: string): Promise<void>;
  personPresses(chatMessageId: string, data: string): Promise<void>;
  /** The toast of the last press. */
  lastToast(): string | undefined;
  /** What Relance shows in the chat, oldest first. */
  shown(): Promise<ShownCard[]>;
  waitFor<T>(predicate: () => T | undefined | false): Promise<T>;
  /** Afterwards no message of this chat can be edited. */
  close(): Promise<void>;
}

/** Records what arrives; answers are set by the tests. */
export function recordingHandlers() {
  const messages: IncomingChat[] = [];
  const presses: ButtonPress[] = [];
  const handlers: ChatHandlers & { messages: IncomingChat[]; presses: ButtonPress[] } = {
    messages,
    presses,
    async onMessage(message) {
      messages.push(message);
      return [];
    },
    async onPress(press) {
      presses.push(press);
      return { toast: "", messages: [] };
    },
  };
  return handlers;
}

export const NO_COMMANDS = { fr: [], en: [] };
const say = (text: string, buttons: ChatButton[][] = []): ChatMessage => ({ text, buttons });
const approveRow = [[{ label: "Approve", data: "tok-approve" }]];

/** What every channel owes to the rest of the program, whatever its network. */
export function describeChatChannel(name: string, setUp: () => Promise<ChannelUnderTest>): void {
  describe(`${name} as a chat channel`, () => {
    let under: ChannelUnderTest;
    let handlers: ReturnType<typeof recordingHandlers>;

    beforeEach(async () => {
      under = await setUp();
      handlers = recordingHandlers();
    });
    afterEach(() => under.close());

    async function begin(): Promise<void> {
      await under.channel.start(handlers, NO_COMMANDS);
      await under.personWrites("hello");
      await under.waitFor(() => handlers.messages.length === 1);
    }

    async function sendOk(message: ChatMessage): Promise<string> {
      const result = await under.channel.send(under.chatId, message);
      if (result.kind !== "sent") throw new Error(`not sent: ${JSON.stringify(result)}`);
      return result.chatMessageId;
    }

    it("is healthy once started", async () => {
      expect(under.channel.state().kind).toBe("failed");
      await under.channel.start(handlers, NO_COMMANDS);
      expect(under.channel.state()).toEqual({ kind: "ok" });
    });

    it("hands a person's words to the handler and sends the answers back in order", async () => {
      handlers.onMessage = async (message) => {
        handlers.messages.push(message);
        return [say("first"), say("second", approveRow), say("third")];
      };
      await begin();
      expect(handlers.messages[0]).toMatchObject({ channel: under.channel.name, chatId: under.chatId, text: "hello" });
      await under.waitFor(() => handlers.messages.length === 1);
      await expect
        .poll(async () => (await under.shown()).map((card) => card.text))
        .toEqual(["first", "second", "third"]);
      expect((await under.shown())[1]?.buttons).toEqual(approveRow);
    });

    it("handles one message of a chat after the other", async () => {
      const trace: string[] = [];
      const gate = Promise.withResolvers<void>();
      handlers.onMessage = async ({ text }) => {
        trace.push(`begin ${text}`);
        if (text === "one") await gate.promise;
        trace.push(`end ${text}`);
        return [];
      };
      await under.channel.start(handlers, NO_COMMANDS);
      const writing = [under.personWrites("one")];
      await under.waitFor(() => trace.includes("begin one"));
      writing.push(under.personWrites("two"));
      gate.resolve();
      await Promise.all(writing);
      await under.waitFor(() => trace.length === 4);
      expect(trace).toEqual(["begin one", "end one", "begin two", "end two"]);
    });

    it("goes on after a handler that throws", async () => {
      handlers.onMessage = async (message) => {
        handlers.messages.push(message);
        if (message.text === "boom") throw new Error("a bug in a command");
        return [say("still here")];
      };
      await under.channel.start(handlers, NO_COMMANDS);
      await under.personWrites("boom").catch(() => {});
      await under.personWrites("and now?");
      await expect.poll(async () => (await under.shown()).map((card) => card.text)).toEqual(["still here"]);
    });

    it("sends by itself and tells the id of the message", async () => {
      await begin();
      const chatMessageId = await sendOk(say("Alert <b>not bold</b> & *plain*", approveRow));
      expect(await under.shown()).toEqual([
        { chatMessageId, text: "Alert <b>not bold</b> & *plain*", buttons: approveRow },
      ]);
    });

    it("hands on a press with its card and data, shows the toast and sends what follows", async () => {
      handlers.onPress = async (press) => {
        handlers.presses.push(press);
        return { toast: "Approved", messages: [say("It goes out at nine.")] };
      };
      await begin();
      const chatMessageId = await sendOk(say("Draft", approveRow));
      await under.personPresses(chatMessageId, "tok-approve");
      await under.waitFor(() => under.lastToast() === "Approved");
      expect(handlers.presses).toMatchObject([
        { channel: under.channel.name, chatId: under.chatId, chatMessageId, data: "tok-approve" },
      ]);
      await expect.poll(async () => (await under.shown()).at(-1)?.text).toBe("It goes out at nine.");
    });

    it("edits a card in place, and an edit that changes nothing counts as sent", async () => {
      await begin();
      const chatMessageId = await sendOk(say("Waiting", approveRow));
      for (const _ of ["first", "again"]) {
        const result = await under.channel.edit(under.chatId, chatMessageId, say("Approved by Ann"));
        expect(result).toEqual({ kind: "sent", chatMessageId });
      }
      expect(await under.shown()).toEqual([{ chatMessageId, text: "Approved by Ann", buttons: [] }]);
    });

    it("says that a message is gone instead of throwing", async () => {
      await begin();
      for (const id of ["999999", "no-such-id"]) {
        expect(await under.channel.edit(under.chatId, id, say("x"))).toMatchObject({ kind: "gone" });
      }
    });

    it("brings a long text whole, with its buttons once, at the end", async () => {
      await begin();
      const words = Array.from({ length: 1_500 }, (_, index) => `word${index}`).join(" ");
      const chatMessageId = await sendOk(say(words, approveRow));
      const cards = await under.shown();
      expect(cards.map((card) => card.text).join(" ")).toBe(words);
      expect(cards.slice(0, -1).flatMap((card) => card.buttons)).toEqual([]);
      expect(cards.at(-1)).toMatchObject({ chatMessageId, buttons: approveRow });
    });

    it("refuses button data over 64 bytes and empty texts as bugs", async () => {
      await begin();
      const tooLong = say("x", [[{ label: "Go", data: "é".repeat(33) }]]);
      await expect(under.channel.send(under.chatId, tooLong)).rejects.toThrow(/66 bytes/);
      await expect(under.channel.edit(under.chatId, "1", tooLong)).rejects.toThrow(/66 bytes/);
      await expect(under.channel.send(under.chatId, say("  "))).rejects.toThrow(/text/);
      expect(await sendOk(say("x", [[{ label: "Go", data: "é".repeat(32) }]]))).not.toBe("");
    });

    it("handles nothing after stop, and says that it is not healthy", async () => {
      await begin();
      await under.channel.stop();
      await under.personWrites("anyone?").catch(() => {});
      expect(handlers.messages.map((message) => message.text)).toEqual(["hello"]);
      expect(under.channel.state().kind).toBe("failed");
    });
  });
}
