import { expect, it } from "vitest";
import { OutboundMessageModel } from "../../src/db/outbound-messages.ts";
import { useWorld } from "../support/integration.ts";
import { createDraftScene, startChat } from "../support/paired.ts";
import { buttonOf } from "../support/recorded-chat.ts";
import { MINUTE } from "../support/world.ts";

const test = useWorld((world) => startChat(world));

/** The user has pressed Edit and is asked for the new text. */
async function editing() {
  const { world } = test;
  const scene = await createDraftScene(world);
  const { chatId } = scene.lea;
  const question = await world.chat.press(chatId, buttonOf(scene.card().message, "edit"));
  const say = async (text: string) => (await world.chat.say(chatId, text))[0];
  const press = async (message: Awaited<ReturnType<typeof say>>, verb: string) =>
    (await world.chat.press(chatId, buttonOf(message, verb))).toast;
  return { ...scene, world, chatId, question: question.messages[0], say, press };
}

it("asks for the new text, shows it, asks once more, and sends it once", async () => {
  const { world, question, say, press, card, draft } = await editing();
  const { workspaceId, _id } = await draft();
  await OutboundMessageModel.updateOne({ workspaceId, _id }, { html: "<p>Shall we talk, Anna?</p>" });
  expect(question?.text).toContain("Send me the new text for anna@");
  expect(question?.text).toContain("Shall we talk, Anna?");
  const preview = await say("Dear Anna,\n\nlet us meet.");
  expect(preview?.text).toBe("This is what goes out. Shall I send it?\n\nDear Anna,\n\nlet us meet.");
  await world.tick();
  expect(world.handOvers).toEqual([]);
  expect(await press(preview, "confirm")).toBe("Approved, on its way.");
  expect(await press(preview, "confirm")).toBe("Already settled.");
  await world.tick();
  await world.tick();
  expect(world.handOvers).toMatchObject([{ mail: { subject: "Hello Anna", text: "Dear Anna,\n\nlet us meet." } }]);
  expect(world.handOvers[0]?.mail.html).toBeUndefined();
  expect(card().message.text).toContain("let us meet.");
});

it("sends once though the last yes comes twice at the same time", async () => {
  const { world, chatId, say } = await editing();
  const confirm = buttonOf(await say("Dear Anna."), "confirm");
  await Promise.all([1, 2, 3].map(() => world.chat.press(chatId, confirm)));
  await world.tick();
  await world.tick();
  expect(world.handOvers).toHaveLength(1);
});

it("takes a correction of the correction: the older preview's buttons are void", async () => {
  const { world, say, press } = await editing();
  const first = await say("First try");
  const second = await say("Second try");
  expect(await press(first, "confirm")).toBe("Already settled.");
  expect(await press(first, "cancel")).toBe("Already settled.");
  await world.tick();
  expect(world.handOvers).toEqual([]);
  await press(second, "confirm");
  await world.tick();
  expect(world.handOvers).toMatchObject([{ mail: { text: "Second try" } }]);
});

it("keeps the draft as it was when the user cancels, before or after the preview", async () => {
  const { world, question, say, press, card, draft, chatId } = await editing();
  expect(await press(question, "cancel")).toBe("Cancelled, the draft still waits.");
  const [notUnderstood] = await world.chat.say(chatId, "Some text");
  expect(notUnderstood?.text).toMatch(/^I did not understand/);
  await world.chat.press(chatId, buttonOf(card().message, "edit"));
  expect(await press(await say("Another text"), "cancel")).toBe("Cancelled, the draft still waits.");
  expect(await draft()).toMatchObject({ status: "awaitingApproval", draftVersion: 1, text: "Shall we talk, Anna?" });
  await press(card().message, "approve");
  await world.tick();
  expect(world.handOvers).toMatchObject([{ mail: { text: "Shall we talk, Anna?" } }]);
});

it("lets commands through while it waits for the text", async () => {
  const { say, draft } = await editing();
  expect((await say("/status"))?.text).toContain("Where everything stands");
  expect((await say("New text"))?.text).toContain("Shall I send it?");
  expect(await draft()).toMatchObject({ draftVersion: 1 });
});

it("forgets the question after half an hour: a late text changes nothing", async () => {
  const { world, chatId, say, press } = await editing();
  const preview = await say("New text");
  world.advance(31 * MINUTE);
  expect(await press(preview, "confirm")).toBe("Already settled.");
  expect((await world.chat.say(chatId, "Newer text"))[0]?.text).toMatch(/^I did not understand/);
  await world.tick();
  expect(world.handOvers).toEqual([]);
});

it("refuses a text that is too long, and asks on", async () => {
  const { say } = await editing();
  expect((await say("x".repeat(20_001)))?.text).toMatch(/^Too long/);
  expect((await say("short"))?.text).toContain("Shall I send it?");
});

it("sends nothing when the draft was decided while the user wrote", async () => {
  const { world, scene, say, press, draft } = await editing();
  const preview = await say("New text");
  const { _id: outboundId } = await draft();
  const by = { name: "Hugo", actor: "user:2" };
  await world.engine.decideDraft.refuse({ workspaceId: scene.workspaceId, outboundId, draftVersion: 1, by });
  expect(await press(preview, "confirm")).toMatch(/^Already settled: 🚫 refused/);
  await world.tick();
  expect(world.handOvers).toEqual([]);
  expect(await draft()).toMatchObject({ status: "refused", text: "Shall we talk, Anna?" });
});
