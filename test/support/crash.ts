import mongoose from "mongoose";
import { afterAll, afterEach, beforeAll } from "vitest";
import { expireLeases } from "../../src/db/outbound-claims.ts";
import { emptyDatabase } from "./integration.ts";
import type { Scene } from "./scene.ts";
import { SECOND, type World } from "./world.ts";

const WRITES = [
  "bulkWrite",
  "deleteMany",
  "deleteOne",
  "findOneAndDelete",
  "findOneAndUpdate",
  "insertMany",
  "insertOne",
  "updateMany",
  "updateOne",
] as const;
type Method = (this: unknown, ...args: unknown[]) => unknown;
type Methods = Record<(typeof WRITES)[number], Method>;

/** The process is dead: none of its writes comes through. */
class ProcessDied extends Error {}

/**
 * Lets the process die before one of its writes: that write and all that follows do not reach the database, until
 * `revive` stands for the next start.
 */
function createCrash() {
  const prototype = mongoose.mongo.Collection.prototype as unknown as Methods;
  const originals = Object.fromEntries(WRITES.map((name) => [name, prototype[name]])) as Methods;
  let writes = 0;
  let diesAt = Number.POSITIVE_INFINITY;
  let isDead = false;
  let depth = 0;

  for (const name of WRITES) {
    prototype[name] = function (this: unknown, ...args: unknown[]) {
      // One call of the driver may be made of others: they count as one.
      if (depth === 0 && ++writes >= diesAt) isDead = true;
      if (isDead) return Promise.reject(new ProcessDied("the process died"));
      depth++;
      try {
        return originals[name].apply(this, args);
      } finally {
        depth--;
      }
    };
  }
  return {
    before(nth: number) {
      writes = 0;
      diesAt = nth;
    },
    revive() {
      diesAt = Number.POSITIVE_INFINITY;
      isDead = false;
    },
    isDead: () => isDead,
    restore: () => void Object.assign(prototype, originals),
  };
}

/** The next start of a program that owns its database. Sending ticks before what repairs: the worse order. */
async function restart(world: World): Promise<void> {
  await expireLeases(undefined);
  world.engine = world.worker();
  const { send, plan, read, repair, alert } = world.engine.jobs;
  for (const job of [send, plan, send, read, repair, send, repair, read, alert]) {
    world.advance(6 * SECOND);
    await job.run(new AbortController().signal);
  }
}

export function useCrash() {
  let crash: ReturnType<typeof createCrash>;
  beforeAll(() => {
    crash = createCrash();
  });
  afterEach(() => crash.revive());
  afterAll(() => crash?.restore());
  return { dieAtEveryWrite };

  /**
   * Runs `act` on scene after scene and dies before each of its writes in turn; `check` looks at what the next start
   * made of it. Returns how often it died.
   */
  async function dieAtEveryWrite(
    world: World,
    prepare: () => Promise<Scene>,
    act: (scene: Scene) => Promise<unknown>,
    check: (scene: Scene, nth: number) => Promise<void>,
  ): Promise<number> {
    for (let nth = 1; ; nth++) {
      await emptyDatabase();
      world.handOvers.length = 0;
      const scene = await prepare();
      crash.before(nth);
      await act(scene).catch((error) => {
        if (!crash.isDead()) throw error;
      });
      if (!crash.isDead()) {
        crash.revive();
        return nth - 1;
      }
      crash.revive();
      world.faults.length = 0;
      await restart(world);
      await check(scene, nth);
    }
  }
}
