import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ApprovalModel } from "../../src/db/approvals.ts";
import { listEvents } from "../../src/db/message-events.ts";
import { expireLeases } from "../../src/db/outbound-claims.ts";
import { createCrash } from "../support/crash.ts";
import { startTestDatabase } from "../support/database.ts";
import { createScene, type Scene } from "../support/scene.ts";
import { createWorld, SECOND, type World } from "../support/world.ts";

let database: Awaited<ReturnType<typeof startTestDatabase>>;
let crash: ReturnType<typeof createCrash>;
let world: World;
beforeAll(async () => {
  database = await startTestDatabase();
  crash = createCrash();
});
afterAll(async () => {
  crash?.restore();
  await database?.stop();
});
beforeEach(() => {
  world = createWorld();
});
afterEach(() => {
  crash.revive();
  world.end();
});

/** The next start of a program that owns its database. Sending ticks before what repairs: the worse order. */
async function restart(): Promise<void> {
  crash.revive();
  await expireLeases(undefined);
  world.engine = world.worker();
  const { send, plan, repair, alert } = world.engine.jobs;
  for (const job of [send, plan, send, repair, send, repair, alert]) {
    world.advance(6 * SECOND);
    await job.run(new AbortController().signal);
  }
}

/** Runs `act` and dies before each of its writes in turn; `check` looks at what the next start made of it. */
async function dieAtEveryWrite(
  prepare: () => Promise<Scene>,
  act: (scene: Scene) => Promise<unknown>,
  check: (scene: Scene, nth: number) => Promise<void>,
): Promise<number> {
  for (let nth = 1; ; nth++) {
    world.handOvers.length = 0;
    const scene = await prepare();
    crash.before(nth);
    await act(scene).catch(() => undefined);
    if (!crash.isDead()) {
      crash.revive();
      return nth - 1;
    }
    await restart();
    await check(scene, nth);
  }
}

const handOversTo = (scene: Scene, person: string) =>
  world.handOvers.filter(({ mail }) => mail.to.address === scene.addressOf(person)).length;

describe("a process that dies before any one of its writes", () => {
  it("sends no step twice and loses none", async () => {
    const people = ["anna", "bob"];
    const deaths = await dieAtEveryWrite(
      () => createScene(world, { people, steps: [{}, {}] }),
      () => world.tick(),
      async (scene, nth) => {
        for (const person of people) {
          const [message] = await scene.messages(person);
          const fate = { nth, person, status: message?.status, handOvers: handOversTo(scene, person) };
          const isAsked = message?.status === "unknown";
          expect(fate).toEqual({
            nth,
            person,
            status: isAsked ? "unknown" : "sent",
            handOvers: isAsked ? fate.handOvers : 1,
          });
          expect(fate.handOvers).toBeLessThanOrEqual(1);
          expect(message?.settled).toBe(true);
          expect({ nth, ...(await scene.row(person)) }).toMatchObject(
            isAsked
              ? { nth, state: "sending", stateReason: "send-unknown", sentCount: 0 }
              : { nth, state: "waiting", stepId: "s2", sentCount: 1 },
          );
        }
        expect(await scene.messages()).toHaveLength(people.length);
      },
    );
    expect(deaths).toBeGreaterThan(10);
  });

  it("asks for approval once, and loses no draft", async () => {
    const deaths = await dieAtEveryWrite(
      () => createScene(world, { steps: [{ requireApproval: true }] }),
      () => world.tick(),
      async (scene, nth) => {
        expect(await scene.messages(), `death ${nth}`).toMatchObject([{ status: "awaitingApproval", settled: true }]);
        expect(await scene.row()).toMatchObject({ state: "awaitingApproval" });
        expect(await ApprovalModel.find({ workspaceId: scene.workspaceId }).lean()).toMatchObject([
          { status: "pending" },
        ]);
        expect(world.handOvers).toEqual([]);
      },
    );
    expect(deaths).toBeGreaterThan(3);
  });

  it("sends an approved draft once, or still asks", async () => {
    const deaths = await dieAtEveryWrite(
      async () => {
        const scene = await createScene(world, { steps: [{ requireApproval: true }] });
        await world.tick();
        return scene;
      },
      async (scene) => {
        const [draft] = await scene.messages();
        if (!draft) throw new Error("there is a draft");
        const by = { name: "Léa", actor: "user:1" };
        const choice = { workspaceId: scene.workspaceId, outboundId: draft._id, draftVersion: 1, by };
        await world.engine.decideDraft.approve(choice);
        await world.tick();
      },
      async (scene, nth) => {
        const [message] = await scene.messages();
        const [approval] = await ApprovalModel.find({ workspaceId: scene.workspaceId }).lean();
        const sent = handOversTo(scene, "anna");
        const fate = { nth, status: message?.status, approval: approval?.status, sent };
        if (message?.status === "awaitingApproval") expect(fate).toMatchObject({ approval: "pending", sent: 0 });
        else if (message?.status === "unknown") expect(fate).toMatchObject({ approval: "approved" });
        else expect(fate).toEqual({ nth, status: "sent", approval: "approved", sent: 1 });
        const kinds = (await listEvents(scene.workspaceId, undefined, 100)).map(({ kind }) => kind);
        if (message?.status === "sent") expect(kinds).toEqual(expect.arrayContaining(["planned", "approved", "sent"]));
        expect(sent).toBeLessThanOrEqual(1);
      },
    );
    expect(deaths).toBeGreaterThan(8);
  });
});
