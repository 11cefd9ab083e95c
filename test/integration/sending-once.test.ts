import { expect, it } from "vitest";
import { CampaignRecipientModel } from "../../src/db/campaign-recipients.ts";
import { listEvents } from "../../src/db/message-events.ts";
import { useWorld } from "../support/integration.ts";
import { createScene } from "../support/scene.ts";

const test = useWorld();
const never = new AbortController().signal;

it("sends a due step once, and says so everywhere", async () => {
  const { world } = test;
  const scene = await createScene(world);
  await world.send();
  await world.send();
  expect(world.handOvers).toMatchObject([
    { from: scene.mailboxes[0]?.address, mail: { subject: "Hello Anna", text: "Shall we talk, Anna?" } },
  ]);
  expect(await scene.messages()).toMatchObject([{ status: "sent", attempt: 1, settled: true, sentAt: world.now() }]);
  expect(await scene.row()).toMatchObject({ state: "completed", sentCount: 1 });
  const events = await listEvents(scene.workspaceId, undefined, 10);
  expect(events.map(({ kind, detail }) => [kind, detail])).toEqual([
    ["planned", "Hello Anna"],
    ["sent", "250 OK"],
  ]);
});

it("sends once when many workers plan and send at the same time", async () => {
  const { world } = test;
  const people = Array.from({ length: 60 }, (_, nth) => `p${nth}`);
  const scene = await createScene(world, { people });
  const workers = Array.from({ length: 4 }, () => world.worker());
  await Promise.all(
    workers.flatMap(({ jobs }) => [jobs.plan, jobs.send, jobs.plan, jobs.send].map((job) => job.run(never))),
  );
  await Promise.all(workers.map((worker) => world.send(worker)));
  await Promise.all(workers.map((worker) => world.send(worker)));
  expect(world.handOvers.map(({ mail }) => mail.to.address).toSorted()).toEqual(people.map(scene.addressOf).toSorted());
  const messages = await scene.messages();
  expect(messages.map(({ status, attempt }) => `${status} ${attempt}`)).toEqual(people.map(() => "sent 1"));
  const rows = await Promise.all(people.map((person) => scene.row(person)));
  expect(rows.map(({ state, sentCount }) => `${state} ${sentCount}`)).toEqual(people.map(() => "completed 1"));
});

it("sends a mail that was planned a moment ago, before its recipient's row has moved", async () => {
  const { world } = test;
  const scene = await createScene(world, { steps: [{}, {}] });
  await world.engine.jobs.plan.run(never);
  const row = await scene.row();
  await CampaignRecipientModel.updateOne(
    { workspaceId: scene.workspaceId, _id: row._id },
    { state: "waiting", nextActionAt: world.now() },
  );
  await world.engine.jobs.send.run(never);
  expect(await scene.messages()).toMatchObject([{ status: "sent" }]);
  expect(await scene.row()).toMatchObject({ state: "waiting", stepId: "s2", sentCount: 1 });
  await world.send();
  expect(world.handOvers).toHaveLength(1);
});
