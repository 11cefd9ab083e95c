import { describe, expect, it } from "vitest";
import { ApprovalModel } from "../../src/db/approvals.ts";
import { listEvents } from "../../src/db/message-events.ts";
import { useCrash } from "../support/crash.ts";
import { useWorld } from "../support/integration.ts";
import { createScene, type Scene } from "../support/scene.ts";

const test = useWorld();
const crash = useCrash();

const handOversTo = (scene: Scene, person: string) =>
  test.world.handOvers.filter(({ mail }) => mail.to.address === scene.addressOf(person)).length;

describe("a process that dies before any one of its writes", () => {
  it("sends no step twice and loses none", async () => {
    const people = ["anna", "bob"];
    const { world } = test;
    const deaths = await crash.dieAtEveryWrite(
      world,
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
    const { world } = test;
    const deaths = await crash.dieAtEveryWrite(
      world,
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
    const { world } = test;
    const deaths = await crash.dieAtEveryWrite(
      world,
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
