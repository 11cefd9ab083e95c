import { describe, expect, it } from "vitest";
import type { SendingLimits } from "../../src/db/mailboxes.ts";
import { useWorld } from "../support/integration.ts";
import { createScene, type SceneOptions } from "../support/scene.ts";
import { HOUR, MINUTE, SECOND } from "../support/world.ts";

const test = useWorld();
const never = new AbortController().signal;
const people = Array.from({ length: 12 }, (_, nth) => `p${nth}`);

async function limitedScene(limits: Partial<SendingLimits>, options: SceneOptions = {}) {
  const { world } = test;
  const all = { perDay: 0, perHour: 0, minGapSeconds: 0, ...limits };
  const scene = await createScene(world, { people, limits: all, ...options });
  const workers = [world.engine, world.worker(), world.worker()];
  await world.engine.jobs.plan.run(never);
  const sendAll = async () => {
    await Promise.all(workers.map(({ jobs }) => jobs.send.run(never)));
    return world.handOvers.length;
  };
  return { world, scene, sendAll };
}

describe("limits that several workers share", () => {
  it("let so many out an hour, and the rest in the next ones", async () => {
    const { world, scene, sendAll } = await limitedScene({ perHour: 5 });
    expect([await sendAll(), await sendAll()]).toEqual([5, 5]);
    world.advance(59 * MINUTE);
    expect(await sendAll()).toBe(5);
    world.advance(MINUTE);
    expect([await sendAll(), await sendAll()]).toEqual([10, 10]);
    world.advance(HOUR);
    expect(await sendAll()).toBe(12);
    expect(await scene.messagesIn("sent")).toHaveLength(12);
  });

  it("let so many out a day, whatever the hour allows", async () => {
    const { world, sendAll } = await limitedScene({ perDay: 7, perHour: 4 });
    expect(await sendAll()).toBe(4);
    world.advance(HOUR);
    expect(await sendAll()).toBe(7);
    world.advance(HOUR);
    expect(await sendAll()).toBe(7);
    world.setTime("2030-03-27T00:00:00Z");
    expect(await sendAll()).toBe(11);
  });

  it("leave a gap between any two mails", async () => {
    const { world, sendAll } = await limitedScene({ minGapSeconds: 90 });
    expect([await sendAll(), await sendAll()]).toEqual([1, 1]);
    world.advance(89 * SECOND);
    expect(await sendAll()).toBe(1);
    world.advance(SECOND);
    expect([await sendAll(), await sendAll()]).toEqual([2, 2]);
  });

  it("count only what was handed over: an idle minute uses nothing up", async () => {
    const { world, scene, sendAll } = await limitedScene({ perDay: 3, minGapSeconds: 90 }, { people: [] });
    for (let tick = 0; tick < 5; tick++) {
      await sendAll();
      world.advance(5 * SECOND);
    }
    await sendAll();
    const anna = await scene.addPerson("anna");
    await scene.enroll([anna._id]);
    await world.engine.jobs.plan.run(never);
    expect(await sendAll()).toBe(1);
  });

  it("give back what a server out of reach did not take", async () => {
    const { world, sendAll } = await limitedScene({ perHour: 5 });
    world.onSend = () => ({ kind: "unreachable", reply: "ECONNREFUSED" });
    await sendAll();
    world.onSend = () => ({ kind: "accepted", reply: "250" });
    world.handOvers.length = 0;
    world.advance(30 * MINUTE);
    expect(await sendAll()).toBe(5);
  });
});

describe("a limit and a sending window together", () => {
  it("put what the limit held past the window off to the next morning", async () => {
    const window = { days: [1, 2, 3, 4, 5], from: "09:00", to: "17:30", timeZone: "Europe/Paris" };
    const { world, scene, sendAll } = await limitedScene({ perHour: 5 }, { campaign: { window } });
    expect(await sendAll()).toBe(5);
    world.setTime("2030-03-26T16:31:00Z"); // 17:31 in Paris
    expect(await sendAll()).toBe(5);
    const [waiting] = await scene.messagesIn("queued");
    expect(waiting?.dueAt).toEqual(new Date("2030-03-27T08:00:00Z"));
    const rows = await Promise.all(people.map((person) => scene.row(person)));
    expect(rows.filter(({ stateReason }) => stateReason === "outside-window")).toHaveLength(7);
    world.setTime("2030-03-27T08:00:00Z");
    expect(await sendAll()).toBe(10);
  });
});
