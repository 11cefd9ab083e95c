import { describe, expect, it } from "vitest";
import { arrive, receive, writeLetter } from "../support/incoming.ts";
import { useWorld } from "../support/integration.ts";
import { createScene, type Scene } from "../support/scene.ts";
import { alertKindsOf, underWay } from "../support/under-way.ts";
import { DAY } from "../support/world.ts";

const test = useWorld();
describe("a copy of our own mail", () => {
  const copyOf = (scene: Scene, { messageId }: { messageId: string }, answers?: string) =>
    writeLetter({ from: `us@${scene.name}.test`, subject: "Hello", text: "Shall we talk?", messageId, answers });

  it("is no answer, wherever it lies", async () => {
    const { world, scene, sent } = await underWay(test.world);
    const before = await scene.row();
    await arrive(world, scene, copyOf(scene, sent), { folder: "Sent" });
    await receive(world, scene);
    expect(await scene.row()).toEqual(before);
    expect(await alertKindsOf(scene)).toEqual(["approval"]);
  });

  it("that the user wrote by hand in the thread is no answer either", async () => {
    const { world, scene, sent } = await underWay(test.world);
    await receive(world, scene, copyOf(scene, { messageId: "<by-hand@us.test>" }, sent.messageId));
    expect(await scene.row()).toMatchObject({ state: "awaitingApproval" });
  });

  it("in another mailbox of the firm is no answer either", async () => {
    const { world, scene, sent } = await underWay(test.world, { mailboxCount: 2 });
    const [first, second] = scene.mailboxes;
    const senderIs = world.handOvers[0]?.from === first?.address ? first : second;
    const other = senderIs === first ? second : first;
    const raw = writeLetter({
      ...{ from: senderIs?.address ?? "", text: "Shall we talk?", messageId: "<s2@us.test>" },
      answers: sent.messageId,
    });
    await arrive(world, scene, raw, { ...(other && { mailbox: other }) });
    await receive(world, scene);
    expect(await scene.row()).toMatchObject({ state: "awaitingApproval" });
  });

  it("proves that an interrupted hand-over arrived", async () => {
    const { world } = test;
    world.onSend = () => ({ kind: "unknown", reply: "the link broke" });
    const scene = await createScene(world, { steps: [{}, {}] });
    await world.send();
    const [message] = await scene.messages();
    await receive(world, scene, copyOf(scene, { messageId: message?.messageId ?? "" }));
    expect(await scene.messages()).toMatchObject([{ status: "sent", settled: true }]);
    expect(await scene.row()).toMatchObject({ state: "waiting", stepId: "s2", sentCount: 1 });
  });
});

it("an answer that cites an interrupted mail settles it as sent, and stops the sequence", async () => {
  const { world } = test;
  world.onSend = () => ({ kind: "unknown", reply: "the link broke" });
  const scene = await createScene(world, { steps: [{}, {}] });
  await world.send();
  const answers = world.handOvers[0]?.mail.messageId;
  await receive(world, scene, { from: scene.addressOf("anna"), text: "What does it cost?", answers });
  expect(await scene.messages()).toMatchObject([{ status: "sent" }]);
  expect(await scene.row()).toMatchObject({ state: "replied", sentCount: 1 });
  world.advance(9 * DAY);
  await world.send();
  await expect(world.handOvers).toHaveLength(1);
});
