import { afterEach, describe, expect, it, vi } from "vitest";
import { claimBatch, expireLeases, LEASE_MS, markTransmitting } from "../../src/db/outbound-claims.ts";
import { useWorld } from "../support/integration.ts";
import { createScene, type Scene } from "../support/scene.ts";
import { SECOND, START } from "../support/world.ts";

const test = useWorld();
const never = new AbortController().signal;

const claim = (scene: Scene, claimToken: string, limit = 10) =>
  claimBatch(
    {
      workspaceId: scene.workspaceId,
      mailboxId: scene.mailboxes[0]?._id as never,
      notCampaignIds: [],
      limit,
      claimToken,
    },
    test.world.now(),
  );

/** A scene whose mails are planned and not sent. */
async function planned(people: string[]) {
  const scene = await createScene(test.world, { people });
  await test.world.engine.jobs.plan.run(never);
  return scene;
}

describe("a claim", () => {
  it("gives every mail to one of many workers", async () => {
    const people = Array.from({ length: 30 }, (_, nth) => `p${nth}`);
    const scene = await planned(people);
    const batches = await Promise.all(["a", "b", "c", "d"].map((token) => claim(scene, token)));
    const ids = batches.flat().map(({ _id }) => String(_id));
    expect(new Set(ids).size).toBe(ids.length);
    const late = await claim(scene, "e", 100);
    expect([...ids, ...late.map(({ _id }) => String(_id))]).toHaveLength(people.length);
  });

  it("of a worker that died goes back to the queue after its lease, and is sent once", async () => {
    const { world } = test;
    const scene = await planned(["anna"]);
    expect(await claim(scene, "dead")).toHaveLength(1);
    world.advance(LEASE_MS - SECOND);
    await world.send();
    expect(world.handOvers).toEqual([]);
    world.advance(2 * SECOND);
    await world.send();
    expect(world.handOvers).toHaveLength(1);
  });

  it("that was lost to another worker lets nothing through", async () => {
    const { world } = test;
    const scene = await planned(["anna"]);
    const mine = await claim(scene, "slow");
    world.advance(LEASE_MS + SECOND);
    await expireLeases(world.now());
    const theirs = await claim(scene, "quick");
    expect(theirs).toHaveLength(1);
    expect([...(await markTransmitting(mine, world.now()))]).toEqual([]);
    expect([...(await markTransmitting(theirs, world.now()))]).toHaveLength(1);
    expect([...(await markTransmitting(theirs, world.now()))]).toHaveLength(1);
    expect(await scene.messages()).toMatchObject([{ status: "transmitting", attempt: 1 }]);
  });

  it("of a process that died in the hand-over is unknown at the next start, not sent again", async () => {
    const { world } = test;
    const scene = await planned(["anna", "bob"]);
    const [first] = await claim(scene, "dead");
    await markTransmitting(first ? [first] : [], world.now());
    expect(await expireLeases(undefined)).toEqual({ requeued: 1, unknown: 1 });
    await world.send();
    await world.send();
    expect(world.handOvers.map(({ mail }) => mail.messageId)).not.toContain(first?.messageId);
    expect((await scene.messages()).map(({ status }) => status).toSorted()).toEqual(["sent", "unknown"]);
  });
});

describe("a slow server", () => {
  afterEach(() => vi.useRealTimers());

  it("keeps its mail as long as the worker lives: the lease is renewed", async () => {
    const { world } = test;
    const scene = await planned(["anna", "bob"]);
    vi.useRealTimers();
    vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"], now: START });
    const answer = Promise.withResolvers<void>();
    world.onSend = async () => {
      await answer.promise;
      return { kind: "accepted", reply: "250 OK" };
    };
    const sending = world.engine.jobs.send.run(never);
    await vi.waitFor(() => expect(world.handOvers).toHaveLength(2));
    const other = world.worker();
    for (let seconds = 0; seconds < 90; seconds += 10) {
      vi.advanceTimersByTime(10 * SECOND);
      await vi.waitFor(async () => {
        const leases = (await scene.messages()).map(({ leaseUntil }) => leaseUntil?.getTime() ?? 0);
        expect(Math.min(...leases)).toBeGreaterThan(Date.now() + SECOND);
      });
      await other.jobs.send.run(never);
    }
    expect((await scene.messages()).map(({ status }) => status)).toEqual(["transmitting", "transmitting"]);
    answer.resolve();
    await sending;
    expect((await scene.messages()).map(({ status }) => status)).toEqual(["sent", "sent"]);
    expect(world.handOvers).toHaveLength(2);
  });
});
