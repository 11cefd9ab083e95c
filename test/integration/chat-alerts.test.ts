import { describe, expect, it } from "vitest";
import { type Alert, AlertModel, claimAlert } from "../../src/db/alerts.ts";
import { linkChat } from "../../src/db/chat-links.ts";
import type { Stored } from "../../src/db/model.ts";
import { receive } from "../support/incoming.ts";
import { useWorld } from "../support/integration.ts";
import { cardIn, createDraftScene, startChat } from "../support/paired.ts";
import { buttonOf } from "../support/recorded-chat.ts";
import { createScene } from "../support/scene.ts";
import { MINUTE, SECOND } from "../support/world.ts";

const test = useWorld((world) => startChat(world));
const never = new AbortController().signal;

describe("an alert", () => {
  it("tells of an answer: how urgent, from whom, in a line, what was done, what next; and proposes one", async () => {
    const { world } = test;
    const scene = await createScene(world, { steps: [{}, {}] });
    const { chatId } = await scene.addUser("lea");
    await world.send();
    const answers = world.handOvers[0]?.mail.messageId;
    const text = "Yes, with pleasure! Let us talk on Tuesday.";
    await receive(world, scene, { from: scene.addressOf("anna"), text, answers });
    await world.engine.jobs.alert.run(never);
    const [card, ...rest] = world.chat.in(chatId);
    expect(rest).toEqual([]);
    for (const part of [
      "Positive answer",
      scene.addressOf("anna"),
      "Campaign: Talks",
      "« Let us talk on Tuesday. »",
      "Suggested action:",
      "Done: no more automatic follow-ups to this person.",
      "Proposed answer to Anna <anna@",
      "Glad to hear it, Anna.",
    ])
      expect(card?.message.text).toContain(part);
    const shown = await world.chat.press(chatId, buttonOf(card?.message, "show"));
    expect(shown.messages[0]?.text).toContain(text);
    expect((await world.chat.press(chatId, buttonOf(card?.message, "approve"))).toast).toMatch(/^Approved/);
    await world.tick();
    expect(world.handOvers.at(-1)?.mail).toMatchObject({ subject: "Re: Hello", text: "Glad to hear it, Anna." });
    expect(card?.message.text).toContain("✅ sent · by lea");
  });

  it("is told once, however often it is delivered", async () => {
    const { world } = test;
    const { lea } = await createDraftScene(world);
    for (let nth = 0; nth < 3; nth++) await world.tick();
    await Promise.all([world.tick(), world.tick()]);
    expect(world.chat.in(lea.chatId)).toHaveLength(1);
    expect(world.chat.in(lea.chatId)[0]?.edits).toBe(0);
  });

  it("is shown once when two processes deliver at the same time", async () => {
    const { world } = test;
    const scene = await createScene(world, { steps: [{ requireApproval: true }] });
    const { chatId } = await scene.addUser("lea");
    await world.send();
    const workers = [world.worker(), world.worker(), world.worker()];
    await Promise.all(workers.map(({ jobs }) => jobs.alert.run(never)));
    await world.tick();
    expect(world.chat.in(chatId)).toHaveLength(1);
  });

  it("whose process died while it delivered is taken over by another", async () => {
    const { world } = test;
    const scene = await createScene(world, { steps: [{ requireApproval: true }] });
    const { chatId } = await scene.addUser("lea");
    await world.send();
    const [alert] = await AlertModel.find({ workspaceId: scene.workspaceId }).lean<Stored<Alert>[]>();
    expect(alert && (await claimAlert(alert, world.now()))).toMatchObject({ kind: "approval" });
    await world.tick();
    expect(world.chat.in(chatId)).toEqual([]);
    world.advance(31 * SECOND);
    await world.tick();
    expect(world.chat.in(chatId)).toHaveLength(1);
  });

  it("waits when the channel asks for patience, and arrives later", async () => {
    const { world } = test;
    world.chat.onSend = () => ({ kind: "rateLimited", retryAfterSeconds: 30 });
    const { scene, lea } = await createDraftScene(world);
    world.chat.onSend = () => undefined;
    world.advance(29 * SECOND);
    await world.tick();
    expect(world.chat.in(lea.chatId)).toEqual([]);
    world.advance(SECOND);
    await world.tick();
    expect(world.chat.in(lea.chatId)).toHaveLength(1);
    await world.chat.press(lea.chatId, buttonOf(cardIn(world, lea.chatId).message, "approve"));
    await world.tick();
    expect(await scene.messages()).toMatchObject([{ status: "sent" }]);
  });

  it("that one chat cannot take yet reaches the others at once, and none twice", async () => {
    const { world } = test;
    const scene = await createScene(world, { steps: [{ requireApproval: true }] });
    const [lea, hugo] = [await scene.addUser("lea"), await scene.addUser("hugo")];
    world.chat.onSend = (chatId) => (chatId === lea.chatId ? { kind: "failed", reason: "a fault" } : undefined);
    await world.tick();
    expect([world.chat.in(lea.chatId).length, world.chat.in(hugo.chatId).length]).toEqual([0, 1]);
    world.chat.onSend = () => undefined;
    world.advance(MINUTE);
    await world.tick();
    expect([world.chat.in(lea.chatId).length, world.chat.in(hugo.chatId).length]).toEqual([1, 1]);
  });

  it("to a chat that is gone is given up; the other chats and the draft are none the worse", async () => {
    const { world } = test;
    const scene = await createScene(world, { steps: [{ requireApproval: true }] });
    const [lea, hugo] = [await scene.addUser("lea"), await scene.addUser("hugo")];
    world.chat.onSend = (chatId) => (chatId === lea.chatId ? { kind: "gone", reason: "blocked" } : undefined);
    await world.tick();
    const [alert] = await AlertModel.find({ workspaceId: scene.workspaceId }).lean();
    expect(alert).toMatchObject({ isOpen: false, deliveries: [{ status: "gone" }, { status: "sent" }] });
    expect(
      (await world.chat.press(hugo.chatId, buttonOf(cardIn(world, hugo.chatId).message, "approve"))).toast,
    ).toMatch(/^Approved/);
    await world.tick();
    expect(world.handOvers).toHaveLength(1);
    expect(world.chat.in(lea.chatId)).toEqual([]);
  });

  it("of a channel that throws is tried again, and does not hold up the others", async () => {
    const { world } = test;
    const scene = await createScene(world, { people: ["anna", "bob"], steps: [{ requireApproval: true }] });
    const lea = await scene.addUser("lea");
    let calls = 0;
    world.chat.onSend = () => {
      if (++calls === 1) throw new Error("a bug of ours");
      return undefined;
    };
    await world.tick();
    expect(world.faults).toMatchObject([{ msg: "alert not delivered" }]);
    world.faults.length = 0;
    expect(world.chat.in(lea.chatId)).toHaveLength(1);
    world.advance(MINUTE);
    await world.tick();
    expect(world.chat.in(lea.chatId)).toHaveLength(2);
  });

  it("of one firm is not told in a chat that belongs to another by now", async () => {
    const { world } = test;
    world.chat.onSend = () => ({ kind: "rateLimited", retryAfterSeconds: 30 });
    const { lea } = await createDraftScene(world);
    const other = await createScene(world, { people: [] });
    const eve = await other.addUser("eve");
    await linkChat({
      ...{ workspaceId: other.workspaceId, userId: eve.user._id, channel: "telegram", chatId: lea.chatId },
      locale: "en",
    });
    world.chat.onSend = () => undefined;
    world.advance(MINUTE);
    await world.tick();
    expect(world.chat.in(lea.chatId)).toEqual([]);
  });
});

describe("`/pending`", () => {
  it("gives a card that can be pressed though the alert itself has not come through yet", async () => {
    const { world } = test;
    world.chat.onSend = () => ({ kind: "rateLimited", retryAfterSeconds: 300 });
    const { lea } = await createDraftScene(world);
    const [, card] = await world.chat.say(lea.chatId, "/pending");
    expect((await world.chat.press(lea.chatId, buttonOf(card, "approve"))).toast).toMatch(/^Approved/);
    await world.tick();
    expect(world.handOvers).toHaveLength(1);
  });
});
