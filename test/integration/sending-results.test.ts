import { describe, expect, it, vi } from "vitest";
import { AlertModel } from "../../src/db/alerts.ts";
import { getMailbox, MailboxModel } from "../../src/db/mailboxes.ts";
import { listEvents } from "../../src/db/message-events.ts";
import { LEASE_MS } from "../../src/db/outbound-claims.ts";
import { useWorld } from "../support/integration.ts";
import { createScene, type Scene } from "../support/scene.ts";
import { DAY, MINUTE, SECOND } from "../support/world.ts";

const test = useWorld();

const alertsOf = async ({ workspaceId }: Scene) =>
  (await AlertModel.find({ workspaceId }).sort({ _id: 1 }).lean()).map(({ kind }) => kind);
const kindsOf = async ({ workspaceId }: Scene) =>
  (await listEvents(workspaceId, undefined, 200)).map(({ kind }) => kind);
const idsOf = () => test.world.handOvers.map(({ mail }) => mail.messageId);

describe("a server that says later", () => {
  it("gets the same mail again under the same Message-ID, later each time", async () => {
    const { world } = test;
    world.onSend = () => ({ kind: "deferred", reply: "450 busy" });
    const scene = await createScene(world);
    const waits: number[] = [];
    for (let nth = 0; nth < 4; nth++) {
      await world.send();
      const [message] = await scene.messages();
      expect(message).toMatchObject({ status: "queued", statusReason: "450 busy", attempt: nth + 1 });
      const waitMs = (message?.dueAt.getTime() ?? 0) - world.now().getTime();
      waits.push(waitMs);
      world.advance(waitMs - SECOND);
      await world.send();
      expect(world.handOvers).toHaveLength(nth + 1);
      world.advance(SECOND);
    }
    expect(waits).toEqual([1, 2, 4, 8].map((minutes) => minutes * MINUTE));
    world.onSend = () => ({ kind: "accepted", reply: "250 OK" });
    await world.send();
    expect(await scene.messages()).toMatchObject([{ status: "sent", attempt: 5 }]);
    expect(new Set(idsOf()).size).toBe(1);
    expect((await kindsOf(scene)).filter((kind) => kind === "deferred")).toHaveLength(4);
    expect(await scene.row()).toMatchObject({ state: "completed", sentCount: 1 });
  });

  it("is given up after days, and the user is told", async () => {
    const { world } = test;
    world.onSend = () => ({ kind: "deferred", reply: "450 busy" });
    const scene = await createScene(world);
    await world.send();
    world.advance(3 * DAY + MINUTE);
    await world.send();
    expect(await scene.messages()).toMatchObject([{ status: "failed", statusReason: "450 busy" }]);
    expect(await scene.row()).toMatchObject({ state: "failed", stateReason: "450 busy" });
    expect(await alertsOf(scene)).toEqual(["sendFailed"]);
  });
});

it("ends a mail that a server refuses for good, tells the user, and goes on with the others", async () => {
  const { world } = test;
  world.onSend = ({ to }) =>
    to.address.startsWith("bob") ? { kind: "rejected", reply: "550 no such user" } : { kind: "accepted", reply: "250" };
  const scene = await createScene(world, { people: ["anna", "bob", "carl"] });
  await world.send();
  await world.send();
  expect((await scene.messages("bob"))[0]).toMatchObject({ status: "failed", statusReason: "550 no such user" });
  expect(await scene.row("bob")).toMatchObject({ state: "failed", stateReason: "550 no such user" });
  expect(await scene.messagesIn("sent")).toHaveLength(2);
  expect(world.handOvers).toHaveLength(3);
  expect(await alertsOf(scene)).toEqual(["sendFailed"]);
});

describe("a server that cannot be reached", () => {
  const people = Array.from({ length: 120 }, (_, nth) => `p${nth}`);

  it("is marked and tried again with patience; its mails wait, other mailboxes go on", async () => {
    const { world } = test;
    const scene = await createScene(world, { people, mailboxCount: 2 });
    const [down, up] = scene.mailboxes;
    world.onSend = (_mail, from) =>
      from === down?.address ? { kind: "unreachable", reply: "ECONNREFUSED" } : { kind: "accepted", reply: "250" };
    const tries = () => world.handOvers.filter(({ from }) => from === down?.address).length;
    await world.send();
    const atOnce = tries();
    const waiting = await scene.messagesIn("queued");
    expect(waiting).toHaveLength(60);
    expect(atOnce).toBeLessThan(60);
    expect(waiting.every(({ mailboxId, claimToken }) => mailboxId.equals(down?._id) && !claimToken)).toBe(true);
    expect(await scene.messagesIn("sent")).toHaveLength(people.length - waiting.length);
    expect(await getMailbox(scene.workspaceId, down?._id as never)).toMatchObject({
      health: { sending: { state: "unreachable", reason: "ECONNREFUSED" } },
    });
    expect((await getMailbox(scene.workspaceId, up?._id as never))?.health.sending.state).toBe("ok");
    await world.send();
    world.advance(SECOND);
    await world.send();
    expect(tries()).toBe(atOnce);

    for (let tick = 0; tick < 120; tick++) {
      world.advance(5 * SECOND);
      await world.engine.jobs.send.run(new AbortController().signal);
    }
    // Ten minutes of an outage: a dozen rounds, not one every five seconds.
    expect(tries()).toBeLessThan(atOnce * 12);
    expect((await alertsOf(scene)).filter((kind) => kind === "mailboxDown")).toHaveLength(1);

    world.onSend = () => ({ kind: "accepted", reply: "250" });
    world.advance(10 * MINUTE);
    await world.send();
    expect(await scene.messagesIn("sent")).toHaveLength(people.length);
    expect((await getMailbox(scene.workspaceId, down?._id as never))?.health.sending.state).toBe("ok");
  });
});

describe("a hand-over whose end nobody knows", () => {
  it("is never repeated by itself, and asked about once", async () => {
    const { world } = test;
    world.onSend = () => ({ kind: "unknown", reply: "the link broke" });
    const scene = await createScene(world, { steps: [{}, {}] });
    for (let nth = 0; nth < 3; nth++) {
      await world.tick();
      world.advance(2 * DAY);
    }
    expect(world.handOvers).toHaveLength(1);
    expect(await scene.messages()).toMatchObject([{ status: "unknown", statusReason: "the link broke" }]);
    expect(await scene.row()).toMatchObject({ state: "sending", stateReason: "send-unknown" });
    expect(await alertsOf(scene)).toEqual(["sendUnknown"]);
  });

  it("is settled once it is found in the folder of sent mail, and the sequence goes on", async () => {
    const { world } = test;
    world.onSend = () => ({ kind: "unknown", reply: "the link broke" });
    const scene = await createScene(world, { steps: [{}, {}] });
    await world.tick();
    world.onFindSent = (messageId) => (messageId === idsOf()[0] ? "found" : "absent");
    await world.tick();
    expect(await scene.messages()).toMatchObject([{ status: "sent", settled: true }]);
    expect(await scene.row()).toMatchObject({ state: "waiting", stepId: "s2", sentCount: 1 });
    expect(world.handOvers).toHaveLength(1);
  });

  it.each([
    ["sent", 1, { state: "completed" }],
    ["queued", 2, { state: "completed" }],
    ["failed", 1, { state: "failed" }],
  ] as const)("is what the user says it is: %s", async (to, handOvers, row) => {
    const { world } = test;
    world.onSend = () => ({ kind: "unknown", reply: "the link broke" });
    const scene = await createScene(world);
    await world.tick();
    world.onSend = () => ({ kind: "accepted", reply: "250" });
    const [message] = await scene.messages();
    const choice = { workspaceId: scene.workspaceId, outboundId: message?._id as never, to };
    const by = { name: "Léa", actor: "user:1" };
    const answers = await Promise.all([
      world.engine.decideUnknown({ ...choice, by }),
      world.worker().decideUnknown({ ...choice, by }),
    ]);
    expect(answers.filter(Boolean)).toHaveLength(1);
    await world.tick();
    await world.tick();
    expect(idsOf()).toEqual(Array(handOvers).fill(message?.messageId));
    expect(await scene.row()).toMatchObject(row);
  });

  it("takes the server's late word, and is not sent again though the user said so", async () => {
    const { world } = test;
    const scene = await createScene(world);
    const said = Promise.withResolvers<void>();
    world.onSend = async () => {
      await said.promise;
      return { kind: "accepted", reply: "250 at last" };
    };
    const slow = world.send();
    await vi.waitFor(() => expect(world.handOvers).toHaveLength(1));
    world.advance(LEASE_MS + SECOND);
    const other = world.worker();
    await other.jobs.send.run(new AbortController().signal);
    const [message] = await scene.messages();
    expect(message).toMatchObject({ status: "unknown", statusReason: "interrupted" });
    const by = { name: "Léa", actor: "user:1" };
    const { workspaceId } = scene;
    await other.decideUnknown({ workspaceId, outboundId: message?._id as never, to: "queued", by });
    said.resolve();
    await slow;
    await world.tick();
    await world.tick(other);
    expect(await scene.messages()).toMatchObject([{ status: "sent", statusReason: "250 at last" }]);
    expect(world.handOvers).toHaveLength(1);
  });
});

it("leaves a mail alone whose hand-over throws: it becomes unknown when its lease runs out", async () => {
  const { world } = test;
  world.onSend = () => {
    throw new Error("a bug of ours");
  };
  const scene = await createScene(world);
  await world.send();
  expect(world.faults).toMatchObject([{ msg: "send failed" }]);
  world.faults.length = 0;
  expect(await scene.messages()).toMatchObject([{ status: "transmitting" }]);
  world.advance(LEASE_MS + SECOND);
  await world.tick();
  await world.tick();
  expect(await scene.messages()).toMatchObject([{ status: "unknown", statusReason: "interrupted" }]);
  expect(world.handOvers).toHaveLength(1);
  world.advance(15 * SECOND);
  await world.tick();
  expect(await alertsOf(scene)).toEqual(["sendUnknown"]);
  expect(await MailboxModel.countDocuments({ workspaceId: scene.workspaceId, "health.sending.state": "ok" })).toBe(0);
});
