import { describe, expect, it } from "vitest";
import { findChatLink } from "../../src/db/chat-links.ts";
import { LOCALES, type Locale } from "../../src/platform/texts.ts";
import { receive } from "../support/incoming.ts";
import { useWorld } from "../support/integration.ts";
import { cardIn, startChat } from "../support/paired.ts";
import { buttonOf } from "../support/recorded-chat.ts";
import { createScene } from "../support/scene.ts";
import { DAY } from "../support/world.ts";

const test = useWorld((world) => startChat(world));

/** Anna has answered, Bob's second mail waits for a yes, Carl lacks a value, and Dora's server says no. */
async function busyScene(locale: Locale) {
  const { world } = test;
  const scene = await createScene(world, {
    people: ["anna", "bob", "dora"],
    steps: [{}, { requireApproval: true }],
    locale,
  });
  const { _id: carl } = await scene.addPerson("carl", { firstName: "" });
  await scene.enroll([carl]);
  const { chatId } = await scene.addUser("lea");
  world.onSend = ({ to }) =>
    to.address.startsWith("dora")
      ? { kind: "rejected", reply: "550 no such user" }
      : { kind: "accepted", reply: "250" };
  await world.tick();
  const toAnna = world.handOvers.find(({ mail }) => mail.to.address.startsWith("anna"))?.mail.messageId;
  await receive(world, scene, { from: scene.addressOf("anna"), text: "What does it cost?", answers: toAnna });
  world.advance(DAY);
  await world.tick();
  const ask = async (text: string) =>
    (await world.chat.say(chatId, text)).map((message) => message.text).join("\n---\n");
  return { world, scene, chatId, ask };
}

describe("in English", () => {
  it("/status and /campaigns tell where everything stands, /today what happened since midnight", async () => {
    const { ask, scene } = await busyScene("en");
    const campaign = "• Talks (active): 4 recipients — ";
    const status = await ask("/status");
    expect(status.split("\n")).toEqual([
      "Where everything stands",
      expect.stringContaining(campaign),
      "Today: 0 sent, 0 answers, 0 bounces, 0 failures",
      "1 draft to approve: /pending",
      `✓ us@${scene.name}.test`,
    ]);
    for (const count of ["answered 1", "to approve 1", "on hold 1", "failed 1"]) expect(status).toContain(count);
    expect(await ask("/campaigns")).toContain(campaign);
    expect(await ask("/today")).toBe("Today: 0 sent, 0 answers, 0 bounces, 0 failures\n1 draft to approve: /pending");
  });

  it("/why tells the story of one person, and why nothing went out", async () => {
    const { ask, scene } = await busyScene("en");
    expect(await ask(`/why ${scene.addressOf("carl")}`)).toContain(
      "Talks: on hold (merge fields without value: firstName)",
    );
    const anna = await ask(`/why ${scene.addressOf("anna").toUpperCase()}`);
    expect(anna).toContain("Talks: answered (this person answered)");
    expect(anna).toMatch(/sent \(250\)[\s\S]*answered/);
    expect(await ask(`/why ${scene.addressOf("dora")}`)).toContain("550 no such user");
    expect(await ask("/why nobody@elsewhere.example")).toBe("I know nobody at nobody@elsewhere.example.");
    expect(await ask("/why")).toBe("Write /why and an address: /why mary@example.org");
    const other = await createScene(test.world, { people: ["eve"] });
    expect(await ask(`/why ${other.addressOf("eve")}`)).toMatch(/^I know nobody/);
  });

  it("/pending shows the drafts that wait as cards that can be pressed at once", async () => {
    const { world, ask, chatId } = await busyScene("en");
    const messages = await world.chat.say(chatId, "/pending");
    expect(messages[0]?.text).toBe("1 draft waits for your approval.");
    expect(messages[1]?.text).toContain("Follow-up to Bob");
    expect((await world.chat.press(chatId, buttonOf(messages[1], "approve"))).toast).toMatch(/^Approved/);
    await world.tick();
    expect(world.handOvers.at(-1)?.mail).toMatchObject({ subject: "Re: Hello Bob" });
    expect(await ask("/pending")).toBe("Nothing waits for your approval.");
  });

  it("/help lists every command", async () => {
    const { ask } = await busyScene("en");
    const help = await ask("/help");
    for (const name of ["status", "today", "pending", "campaigns", "why", "language", "unlink", "help"])
      expect(help).toMatch(new RegExp(`^/${name} · \\S`, "m"));
  });

  it("plain words do as well", async () => {
    const { ask } = await busyScene("en");
    expect(await ask("what is waiting?")).toContain("1 draft waits");
    expect(await ask("How is it going?")).toContain("Where everything stands");
  });
});

describe("in French", () => {
  it("says the same", async () => {
    const { ask, scene } = await busyScene("fr");
    const status = await ask("/status");
    expect(status).toContain("• Talks (active) : 4 destinataires — ");
    expect(status).toContain("1 brouillon à valider : /pending");
    expect(await ask("/today")).toContain("Aujourd'hui : 0 envoyé");
    expect(await ask(`/why ${scene.addressOf("carl")}`)).toContain("champs sans valeur : firstName");
    expect(await ask("/pending")).toContain("1 brouillon attend votre accord.");
    expect(await ask("/help")).toContain("/pending · les brouillons à valider");
    expect(await ask("où en est-on ?")).toContain("Où en est-on");
  });
});

it("/language changes this chat, its cards included", async () => {
  const { world, ask, chatId } = await busyScene("en");
  expect(await ask("/language")).toBe("Write /language fr or /language en.");
  expect(await ask("/language de")).toBe("Write /language fr or /language en.");
  expect(await ask("/language fr")).toBe("D'accord, je vous parle en français.");
  expect(await ask("/status")).toContain("Où en est-on");
  const card = cardIn(world, chatId);
  await world.chat.press(chatId, buttonOf(card.message, "refuse"));
  await world.tick();
  expect(card.message.text).toContain("🚫 refusé · par lea");
  expect(await ask("/language English")).toBe("All right, I speak English with you.");
});

it("/unlink ends it: no answer but the stranger's, no card", async () => {
  const { world, ask, chatId, scene } = await busyScene("en");
  const approve = buttonOf(cardIn(world, chatId).message, "approve");
  const shown = world.chat.shown.length;
  expect(await ask("/unlink")).toBe("This chat is not linked any more. To come back: a new code.");
  expect(await findChatLink("telegram", chatId)).toBeNull();
  expect(await ask("/status")).toMatch(/^Hello\. I only talk/);
  expect((await world.chat.press(chatId, approve)).toast).toMatch(/^Hello\. I only talk/);
  await receive(world, scene, { from: scene.addressOf("bob"), text: "Yes, with pleasure!" });
  await world.tick();
  expect(world.chat.shown).toHaveLength(shown);
});

it.each(LOCALES)("every reason and every state has its words in %s", async (locale) => {
  const { ask, scene } = await busyScene(locale);
  for (const person of ["anna", "bob", "carl", "dora"])
    expect(await ask(`/why ${scene.addressOf(person)}`)).not.toMatch(
      /missing-fields|next-step|approval-requested|\(answered\)/,
    );
});
