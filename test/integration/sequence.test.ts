import { describe, expect, it } from "vitest";
import { CampaignModel, createCampaign } from "../../src/db/campaigns.ts";
import { updateRecipient } from "../../src/db/recipients.ts";
import { explainAddress } from "../../src/flows/explain-recipient.ts";
import { useWorld } from "../support/integration.ts";
import { createScene } from "../support/scene.ts";
import { DAY, MINUTE } from "../support/world.ts";

const test = useWorld();
const PARIS = { days: [1, 2, 3, 4, 5], from: "09:00", to: "17:30", timeZone: "Europe/Paris" };

describe("several steps", () => {
  it("are due at the exact instant, across the change of the clocks", async () => {
    const { world } = test;
    world.setTime("2030-03-28T15:15:00Z"); // Thursday, 16:15 in Paris; the clocks go forward on Sunday
    const scene = await createScene(world, {
      steps: [
        {},
        { delay: { amount: 1, unit: "days" } },
        { delay: { amount: 2, unit: "businessDays" } },
        { delay: { amount: 90, unit: "minutes" } },
        { delay: { amount: 3, unit: "days" } },
      ],
      campaign: { window: PARIS },
    });
    const due: string[] = [];
    for (let step = 0; step < 5; step++) {
      const before = await scene.row();
      const at = before.nextActionAt ?? world.now();
      due.push(at.toISOString());
      if (step > 0) {
        world.setTime(new Date(at.getTime() - 1_000).toISOString());
        await world.tick();
        expect(world.handOvers).toHaveLength(step);
      }
      world.setTime(at.toISOString());
      await world.tick();
      expect(world.handOvers).toHaveLength(step + 1);
    }
    expect(due).toEqual([
      "2030-03-28T15:15:00.000Z", // at once
      "2030-03-29T15:15:00.000Z", // Friday, 16:15 winter time
      "2030-04-02T14:15:00.000Z", // Tuesday, 16:15 summer time
      "2030-04-03T07:00:00.000Z", // 17:45 is too late: Wednesday 09:00
      "2030-04-08T07:00:00.000Z", // Saturday 09:00 is no working day: Monday 09:00
    ]);
    expect(await scene.row()).toMatchObject({ state: "completed", stateReason: "all-sent", sentCount: 5 });
  });

  it("stand in one thread, with `Re:` once and every mail before it named", async () => {
    const { world } = test;
    const scene = await createScene(world, { steps: [{}, {}, {}] });
    for (let step = 0; step < 3; step++) {
      await world.tick();
      world.advance(3 * DAY);
    }
    const [first, second, third] = world.handOvers.map(({ mail }) => mail);
    expect(first).toMatchObject({ subject: "Hello Anna", references: [] });
    expect(first?.inReplyTo).toBeUndefined();
    expect(second).toMatchObject({
      ...{ subject: "Re: Hello Anna", inReplyTo: first?.messageId, references: [first?.messageId] },
    });
    expect(third).toMatchObject({
      ...{ subject: "Re: Hello Anna", inReplyTo: second?.messageId },
      references: [first?.messageId, second?.messageId],
    });
    expect(new Set([first, second, third].map((mail) => mail?.messageId)).size).toBe(3);
    expect(first?.messageId.endsWith(`@${scene.name}.test>`)).toBe(true);
  });

  it("follow the header that the provider put in place of ours", async () => {
    const { world } = test;
    const scene = await createScene(world, { steps: [{}, {}] });
    const theirs = () => `<${world.handOvers.length}@provider.test>`;
    world.onSend = () => ({ kind: "accepted", reply: "250", providerMessageId: theirs() });
    await world.tick();
    world.advance(2 * DAY);
    await world.tick();
    expect(world.handOvers[1]?.mail).toMatchObject({
      inReplyTo: "<1@provider.test>",
      references: ["<1@provider.test>"],
    });
    expect(await scene.row()).toMatchObject({ sentCount: 2 });
  });

  it("end where the plan has lost the step that was next: nothing is sent on a guess", async () => {
    const { world } = test;
    const scene = await createScene(world, { steps: [{}, {}, {}] });
    await world.tick();
    const { workspaceId, campaign } = scene;
    await CampaignModel.updateOne({ workspaceId, _id: campaign._id }, { $pull: { steps: { stepId: "s2" } } });
    world.advance(9 * DAY);
    await world.tick();
    expect(world.handOvers).toHaveLength(1);
    expect(await scene.row()).toMatchObject({ state: "completed", stateReason: "plan-changed" });
  });
});

describe("the sending window", () => {
  it("holds a mail until it opens, and `why` says so", async () => {
    const { world } = test;
    world.setTime("2030-03-29T18:00:00Z"); // Friday evening
    const scene = await createScene(world, { steps: [{ delay: { amount: 0, unit: "minutes" } }] });
    const { workspaceId, campaign } = scene;
    await CampaignModel.updateOne({ workspaceId, _id: campaign._id }, { window: PARIS });
    await world.tick();
    const [story] = await explainAddress(workspaceId, scene.addressOf("anna"));
    expect(story?.row).toMatchObject({
      ...{ state: "waiting", stateReason: "outside-window" },
      nextActionAt: new Date("2030-04-01T07:00:00Z"),
    });
    world.setTime("2030-04-01T06:59:59Z");
    await world.tick();
    expect(world.handOvers).toEqual([]);
    world.setTime("2030-04-01T07:00:00Z");
    await world.tick();
    expect(world.handOvers).toHaveLength(1);
  });

  it("holds a mail that was approved at night", async () => {
    const { world } = test;
    const scene = await createScene(world, { steps: [{ requireApproval: true }], campaign: { window: PARIS } });
    await world.tick();
    const [draft] = await scene.messages();
    world.setTime("2030-03-26T22:00:00Z");
    await world.engine.decideDraft.approve({
      ...{ workspaceId: scene.workspaceId, outboundId: draft?._id as never, draftVersion: 1 },
      by: { name: "Léa", actor: "user:1" },
    });
    await world.tick();
    expect(world.handOvers).toEqual([]);
    world.setTime("2030-03-27T08:00:00Z");
    await world.tick();
    expect(world.handOvers).toHaveLength(1);
  });
});

describe("enrolment", () => {
  it("adds nobody twice, and names the ids it does not know", async () => {
    const { world } = test;
    const scene = await createScene(world, { people: ["anna"] });
    const other = await createScene(world, { people: ["bob"] });
    const { recipientId: anna } = await scene.row();
    const { recipientId: stranger } = await other.row("bob");
    const carl = (await scene.addPerson("carl"))._id;
    const results = await Promise.all([1, 2, 3].map(() => scene.enroll([anna, carl, stranger])));
    expect(results.map((result) => (result.kind === "done" ? result.added : -1)).toSorted()).toEqual([0, 0, 1]);
    expect(results).toMatchObject(Array(3).fill({ unknownIds: [String(stranger)] }));
    await world.tick();
    expect(await scene.enroll([anna, carl])).toMatchObject({ added: 0 });
    await world.tick();
    expect(world.handOvers.filter(({ mail }) => mail.to.address === scene.addressOf("anna"))).toHaveLength(1);
  });

  it("lets mailboxes take turns, and each person hear from one for good", async () => {
    const { world } = test;
    const people = Array.from({ length: 30 }, (_, nth) => `p${nth}`);
    const scene = await createScene(world, { people, mailboxCount: 3, steps: [{}, {}, {}] });
    for (let step = 0; step < 3; step++) {
      await world.tick();
      world.advance(4 * DAY);
    }
    const senders = Object.groupBy(world.handOvers, ({ mail }) => mail.to.address);
    expect(Object.keys(senders)).toHaveLength(30);
    for (const mails of Object.values(senders)) expect(new Set(mails?.map(({ from }) => from)).size).toBe(1);
    const loads = Object.values(Object.groupBy(world.handOvers, ({ from }) => from)).map((mails) => mails?.length);
    expect(loads.toSorted()).toEqual([30, 30, 30]);
    expect(scene.mailboxes).toHaveLength(3);
  });

  it("keeps one person's campaigns apart: each has its own thread and its own steps", async () => {
    const { world } = test;
    const scene = await createScene(world, { people: ["anna"], steps: [{}, {}] });
    const { createdAt, updatedAt, _id, ...fields } = scene.campaign;
    const second = await createCampaign({ ...fields, name: "Second", status: "active" });
    await scene.enroll([(await scene.row()).recipientId], second._id);
    await world.tick();
    expect(world.handOvers).toHaveLength(2);
    world.advance(2 * DAY);
    await world.tick();
    expect(world.handOvers).toHaveLength(4);
    const threads = new Set(world.handOvers.slice(2).map(({ mail }) => mail.references[0]));
    expect(threads.size).toBe(2);
  });
});

describe("a merge field without value", () => {
  it("holds the mail and is named; the value given, it goes out at the next look", async () => {
    const { world } = test;
    const scene = await createScene(world, { people: [] });
    const nobody = await scene.addPerson("nobody", { firstName: "" });
    await scene.enroll([nobody._id]);
    await world.tick();
    expect(world.handOvers).toEqual([]);
    expect(await scene.messages()).toEqual([]);
    expect(await scene.row("nobody")).toMatchObject({ state: "onHold", stateReason: "missing-fields firstName" });
    await updateRecipient(scene.workspaceId, nobody._id, { firstName: "Nina" });
    world.advance(10 * MINUTE);
    await world.tick();
    expect(world.handOvers).toMatchObject([{ mail: { subject: "Hello Nina" } }]);
  });
});
