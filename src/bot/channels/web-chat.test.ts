import { describe, expect, it } from "vitest";
import { describeChatChannel, NO_COMMANDS, recordingHandlers } from "./chat-channel.contract.ts";
import { createWebChatChannel, type WebChatEvent } from "./web-chat.ts";
import { createMemoryWebChatStore } from "./web-chat-memory-store.ts";

const ann = { id: "user-ann", name: "Ann", locale: "fr" };

function setUp() {
  const store = createMemoryWebChatStore();
  const channel = createWebChatChannel({ store, now: () => new Date("2026-11-02T09:00:00Z") });
  return { store, channel };
}

describeChatChannel("the web chat", async () => {
  const { store, channel } = setUp();
  let toast: string | undefined;
  return {
    channel,
    chatId: ann.id,
    personWrites: async (text) => void (await channel.receive(ann, text)),
    async personPresses(chatMessageId, data) {
      toast = (await channel.press(ann, chatMessageId, data)).toast;
    },
    lastToast: () => toast,
    async shown() {
      const entries = await store.list(ann.id, 100);
      return entries
        .filter((entry) => entry.from === "relance")
        .map(({ id, text, buttons }) => ({ chatMessageId: id, text, buttons }));
    },
    async waitFor(predicate) {
      await expect.poll(predicate).toBeTruthy();
      return predicate() as never;
    },
    close: () => channel.stop(),
  };
});

describe("the web chat", () => {
  it("tells listeners of a user what happens in their chat, and of no other", async () => {
    const { channel } = setUp();
    await channel.start({ ...recordingHandlers(), onMessage: async () => [{ text: "hi", buttons: [] }] }, NO_COMMANDS);
    const mine: WebChatEvent[] = [];
    const others: WebChatEvent[] = [];
    const unsubscribe = channel.subscribe(ann.id, (event) => mine.push(event));
    channel.subscribe("user-bob", (event) => others.push(event));

    await channel.receive(ann, "hello");
    const answer = mine[1]?.entry.id ?? "";
    await channel.edit(ann.id, answer, { text: "hi again", buttons: [] });
    unsubscribe();
    await channel.send(ann.id, { text: "unheard", buttons: [] });

    expect(mine.map(({ kind, entry }) => [kind, entry.from, entry.text, entry.edited])).toEqual([
      ["message", "user", "hello", false],
      ["message", "relance", "hi", false],
      ["edited", "relance", "hi again", true],
    ]);
    expect(others).toEqual([]);
  });

  it("keeps the history for a channel that starts later", async () => {
    const { store, channel } = setUp();
    await channel.start(recordingHandlers(), NO_COMMANDS);
    await channel.receive(ann, "hello");
    await channel.stop();
    const restarted = createWebChatChannel({ store, now: () => new Date() });
    expect(await restarted.history(ann.id, 10)).toMatchObject([
      { from: "user", text: "hello", at: "2026-11-02T09:00:00.000Z" },
    ]);
  });

  it("cannot be made to edit what a user wrote, nor another user's chat", async () => {
    const { channel } = setUp();
    await channel.start(recordingHandlers(), NO_COMMANDS);
    const own = await channel.receive(ann, "my words");
    expect(await channel.edit(ann.id, own.id, { text: "x", buttons: [] })).toMatchObject({ kind: "gone" });
    const sent = await channel.send(ann.id, { text: "card", buttons: [] });
    const id = sent.kind === "sent" ? sent.chatMessageId : "";
    expect(await channel.edit("user-bob", id, { text: "x", buttons: [] })).toMatchObject({ kind: "gone" });
  });

  it("goes on when a listener throws", async () => {
    const { channel } = setUp();
    const heard: WebChatEvent[] = [];
    channel.subscribe(ann.id, () => {
      throw new Error("a page that went away");
    });
    channel.subscribe(ann.id, (event) => heard.push(event));
    expect(await channel.send(ann.id, { text: "alert", buttons: [] })).toMatchObject({ kind: "sent" });
    expect(heard).toHaveLength(1);
  });
});
