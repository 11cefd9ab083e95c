import { describe, expect, it } from "vitest";
import { AlertModel } from "../../src/db/alerts.ts";
import { ApprovalModel } from "../../src/db/approvals.ts";
import { ConversationModel } from "../../src/db/conversations.ts";
import { listEvents } from "../../src/db/message-events.ts";
import { listSuppressed } from "../../src/db/suppressions.ts";
import { useCrash } from "../support/crash.ts";
import { arrive, inboxOf, writeLetter } from "../support/incoming.ts";
import { useWorld } from "../support/integration.ts";
import { createScene, type Scene } from "../support/scene.ts";
import { DAY } from "../support/world.ts";

const test = useWorld();
const crash = useCrash();
const never = new AbortController().signal;

/** Step one is out, step two is planned and not sent. */
async function underWay(): Promise<Scene> {
  const scene = await createScene(test.world, { steps: [{}, {}] });
  await test.world.send();
  test.world.advance(DAY);
  await test.world.engine.jobs.plan.run(never);
  return scene;
}

/** Stores an answer and reads it, as one breath of the program. */
async function answer(scene: Scene, text: string): Promise<void> {
  const answers = test.world.handOvers.at(-1)?.mail.messageId;
  const raw = writeLetter({ from: scene.addressOf("anna"), text, answers, messageId: "<answer@elsewhere.example>" });
  // What the server still holds is fetched again at the next start: the cursor had not moved.
  const fetch = () => arrive(test.world, scene, raw, { uid: 7 });
  const read = async () => {
    await fetch();
    await test.world.engine.jobs.read.run(never);
    if (test.world.faults.length > 0) throw new Error("cut off");
  };
  pending = fetch;
  await read();
}
let pending: () => Promise<void>;

describe("a process that dies before any one of its writes while it reads", () => {
  it("a yes: one row, one alert, one draft, and what was planned is cancelled", async () => {
    const { world } = test;
    const deaths = await crash.dieAtEveryWrite(
      world,
      underWay,
      (scene) => answer(scene, "Yes, with pleasure! Let us talk on Tuesday."),
      async (scene, nth) => {
        await pending();
        await world.engine.jobs.read.run(never);
        world.advance(DAY);
        await world.tick();
        expect(await inboxOf(scene), `death ${nth}`).toMatchObject([{ stage: "acted" }]);
        expect(await AlertModel.find({ workspaceId: scene.workspaceId }).lean()).toMatchObject([{ kind: "reply" }]);
        const messages = (await scene.messages()).map(({ status, stepId }) => `${stepId ?? "answer"} ${status}`);
        const isSent = messages.includes("s2 sent"); // the start sends before it reads: the step was due
        expect(messages).toEqual(["s1 sent", isSent ? "s2 sent" : "s2 cancelled", "answer awaitingApproval"]);
        expect(await scene.row()).toMatchObject({ state: "replied", lastReplyClass: "positive" });
        expect(await ApprovalModel.find({ workspaceId: scene.workspaceId }).lean()).toMatchObject([{ kind: "rule" }]);
        const conversations = await ConversationModel.find({ workspaceId: scene.workspaceId }).lean();
        expect(conversations).toMatchObject([{ unreadCount: 1 }]);
        const replied = (await listEvents(scene.workspaceId, undefined, 50)).filter(({ kind }) => kind === "replied");
        expect(replied).toHaveLength(1);
      },
    );
    expect(deaths).toBeGreaterThan(10);
  });

  it("a `stop`: nothing more goes out, the address is suppressed", async () => {
    const { world } = test;
    const deaths = await crash.dieAtEveryWrite(
      world,
      underWay,
      (scene) => answer(scene, "Unsubscribe"),
      async (scene, nth) => {
        await pending();
        await world.engine.jobs.read.run(never);
        world.advance(DAY);
        await world.tick();
        const hash = world.hashAddress(scene.addressOf("anna"));
        expect([...(await listSuppressed(scene.workspaceId, [hash]))], `death ${nth}`).toEqual([hash]);
        expect(await scene.row()).toMatchObject({ state: "optedOut" });
        expect(await scene.messagesIn("queued")).toEqual([]);
      },
    );
    expect(deaths).toBeGreaterThan(8);
  });
});
