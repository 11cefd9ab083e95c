import { describe, expect, it } from "vitest";
import { findChatLink } from "../../src/db/chat-links.ts";
import { issuePairingCode, PAIRING_LIFETIME_MS } from "../../src/flows/pair-chat.ts";
import { useWorld } from "../support/integration.ts";
import { startChat } from "../support/paired.ts";
import { createScene } from "../support/scene.ts";
import { SECOND } from "../support/world.ts";

const test = useWorld((world) => startChat(world));
const STRANGER = "Hello. I only talk to people who have linked this chat to their Relance account.";
const texts = async (answer: Promise<{ text: string }[]>) => (await answer).map(({ text }) => text);

describe("a stranger", () => {
  it("gets one polite line, in their language, and learns nothing", async () => {
    const { chat } = test.world;
    await createScene(test.world);
    for (const text of ["/status", "/why anna@firm1.example", "/start", "hello", "", "/pending", "/pair"])
      expect(await texts(chat.say("stranger", text))).toEqual([STRANGER]);
    expect(await texts(chat.say("stranger", "/help", { languageHint: "fr-CA" }))).toEqual([
      "Bonjour. Je ne parle qu'aux personnes qui ont relié ce chat à leur compte Relance.",
    ]);
    expect(await texts(chat.say("stranger", "", { unsupported: true }))).toEqual([STRANGER]);
  });
});

describe("a pairing code", () => {
  async function issue() {
    const { world } = test;
    const scene = await createScene(world, { locale: "fr" });
    const { user } = await scene.addUser("lea");
    const code = await issuePairingCode({ workspaceId: scene.workspaceId, userId: user._id }, world);
    return { world, scene, user, code };
  }

  it("links the chat that gives it, once", async () => {
    const { world, user, code } = await issue();
    expect(await texts(world.chat.say("new chat", `/start ${code.toLowerCase()}`))).toEqual([
      "C'est relié, lea. Je vous alerte ici et je demande votre accord avant d'envoyer. /help montre le reste.",
    ]);
    expect(await findChatLink("telegram", "new chat")).toMatchObject({ userId: user._id, locale: "fr" });
    const [again] = await texts(world.chat.say("another chat", `/start ${code}`));
    expect(again).toMatch(/^This code is not valid/);
    expect(await findChatLink("telegram", "another chat")).toBeNull();
    expect((await texts(world.chat.say("new chat", "/status")))[0]).toContain("Où en est-on");
  });

  it("links one chat when two give it at the same time", async () => {
    const { world, code } = await issue();
    const chats = ["a", "b", "c"];
    await Promise.all(chats.map((chatId) => world.chat.say(chatId, `/start ${code}`)));
    const links = await Promise.all(chats.map((chatId) => findChatLink("telegram", chatId)));
    expect(links.filter((link) => link !== null)).toHaveLength(1);
  });

  it("is good for ten minutes", async () => {
    const { world, code } = await issue();
    world.advance(PAIRING_LIFETIME_MS + SECOND);
    expect((await texts(world.chat.say("late", `/start ${code}`)))[0]).toMatch(/^This code is not valid/);
    expect(await findChatLink("telegram", "late")).toBeNull();
    expect(PAIRING_LIFETIME_MS).toBe(600_000);
  });

  it.each(["WRONG123", "x".repeat(64), "$ne", "{}"])("that is wrong links nothing: %s", async (code) => {
    const { world } = await issue();
    expect((await texts(world.chat.say("guess", `/start ${code}`)))[0]).toMatch(/^This code is not valid/);
    expect(await findChatLink("telegram", "guess")).toBeNull();
  });

  it("given out by `/pair` links one more chat to the same person", async () => {
    const { world, user, scene } = await issue();
    const [answer] = await texts(world.chat.say(`${scene.name}:lea`, "/pair"));
    const [, code] = /Code : (\S+)/.exec(answer ?? "") ?? [];
    expect(answer).toContain(`https://chat.test/?start=${code}`);
    await world.chat.say("phone", `/start ${code}`);
    expect(await findChatLink("telegram", "phone")).toMatchObject({ userId: user._id });
  });
});

describe("a member", () => {
  it("is refused what their role does not allow, and told when they are not understood", async () => {
    const { world } = test;
    const scene = await createScene(world);
    const { chatId } = await scene.addUser("vera", "viewer");
    expect((await texts(world.chat.say(chatId, "/status")))[0]).toContain("Where everything stands");
    expect((await texts(world.chat.say(chatId, "/nonsense")))[0]).toMatch(/^I did not understand/);
    expect((await texts(world.chat.say(chatId, "xyz")))[0]).toMatch(/^I did not understand/);
    expect(await texts(world.chat.say(chatId, "", { unsupported: true }))).toEqual([
      "I only read text for now. Write what you need, or /help.",
    ]);
  });

  it("of a group speaks with their own rights, not with those of who linked it", async () => {
    const { world } = test;
    const scene = await createScene(world, { steps: [{ requireApproval: true }] });
    await scene.addUser("owner");
    const group = `${scene.name}:owner`;
    const { chatId: vera } = await scene.addUser("vera", "viewer");
    await world.tick();
    const approve = world.chat.in(group)[0]?.message.buttons[0]?.[0]?.data ?? "";
    expect((await world.chat.press(group, approve, { senderId: vera })).toast).toMatch(/^Your role does not allow/);
    expect((await world.chat.press(group, approve, { senderId: "someone" })).toast).toBe(STRANGER);
    expect(await texts(world.chat.say(group, "/status", { senderId: "someone" }))).toEqual([STRANGER]);
    await world.tick();
    expect(world.handOvers).toEqual([]);
  });
});
