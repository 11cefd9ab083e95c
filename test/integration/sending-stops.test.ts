import { describe, expect, it } from "vitest";
import { moveRecipients } from "../../src/db/campaign-recipients.ts";
import { CampaignModel, createCampaign, moveCampaign } from "../../src/db/campaigns.ts";
import { newId } from "../../src/db/model.ts";
import { cancelOutbound, OutboundMessageModel, readdressOutbound } from "../../src/db/outbound-messages.ts";
import { recordConsent, updateRecipient } from "../../src/db/recipients.ts";
import { suppress } from "../../src/db/suppressions.ts";
import { addTemplateVersion, createTemplate } from "../../src/db/templates.ts";
import { LIVE_STATES } from "../../src/domain/campaign.ts";
import { changeCampaign } from "../../src/flows/manage-campaign.ts";
import { stopWriting } from "../../src/flows/stop-writing.ts";
import { receive } from "../support/incoming.ts";
import { useWorld } from "../support/integration.ts";
import { createScene, type Scene } from "../support/scene.ts";
import { DAY, HOUR, MINUTE } from "../support/world.ts";

const test = useWorld();
const never = new AbortController().signal;

const change = ({ workspaceId, campaign }: Scene, to: "active" | "paused" | "archived") =>
  changeCampaign(
    { workspaceId, id: campaign._id, to, actor: "user:1" },
    { now: test.world.now, wake: () => undefined },
  );

describe("between plan and send", () => {
  it("an answer cancels what is planned, though the reader marks the row before it cancels", async () => {
    const { world } = test;
    const scene = await createScene(world);
    await world.engine.jobs.plan.run(never);
    const { _id, workspaceId } = await scene.row();
    await moveRecipients([{ workspaceId, id: _id, from: LIVE_STATES, to: "replied", reason: "answered" }]);
    await world.send();
    expect(world.handOvers).toEqual([]);
    expect(await scene.messages()).toMatchObject([{ status: "cancelled", statusReason: "recipient-moved-on" }]);
    expect(await scene.row()).toMatchObject({ state: "replied", stateReason: "answered" });
  });

  it("a cancellation between claim and hand-over is noticed by the last write", async () => {
    const { world } = test;
    const scene = await createScene(world, { people: ["anna", "bob"] });
    await world.engine.jobs.plan.run(never);
    const [anna] = await scene.messages("anna");
    const original = OutboundMessageModel.updateMany;
    // The moment after the last look and before the last write.
    OutboundMessageModel.updateMany = ((filter: never, update: { $set?: { status?: string } }, ...rest: never[]) => {
      if (update.$set?.status !== "transmitting") return original.call(OutboundMessageModel, filter, update, ...rest);
      OutboundMessageModel.updateMany = original;
      const cancelled = cancelOutbound(scene.workspaceId, { _id: anna?._id as never }, "answered");
      return cancelled.then(() => original.call(OutboundMessageModel, filter, update, ...rest));
    }) as never;
    await world.send();
    expect(world.handOvers.map(({ mail }) => mail.to.address)).toEqual([scene.addressOf("bob")]);
    expect(await scene.messages("anna")).toMatchObject([{ status: "cancelled", statusReason: "answered" }]);
  });

  it("an opt-out cancels what is planned in every campaign", async () => {
    const { world } = test;
    const scene = await createScene(world, { people: ["anna", "bob"] });
    await world.engine.jobs.plan.run(never);
    const address = scene.addressOf("anna").toUpperCase();
    await stopWriting({ workspaceId: scene.workspaceId, address, reason: "unsubscribe" }, world);
    await world.tick();
    expect(world.handOvers.map(({ mail }) => mail.to.address)).toEqual([scene.addressOf("bob")]);
    expect(await scene.messages("anna")).toMatchObject([{ status: "cancelled", statusReason: "unsubscribe" }]);
    expect(await scene.row("anna")).toMatchObject({ state: "optedOut" });
  });

  it("a consent that is withdrawn cancels what is planned, and lets nothing more be planned", async () => {
    const { world } = test;
    const scene = await createScene(world, { people: ["anna", "bob"] });
    await world.engine.jobs.plan.run(never);
    const { recipientId } = await scene.row("anna");
    await recordConsent(scene.workspaceId, recipientId, { state: "withdrawn", source: "told us", at: world.now() });
    await world.tick();
    expect(world.handOvers.map(({ mail }) => mail.to.address)).toEqual([scene.addressOf("bob")]);
    expect(await scene.messages("anna")).toMatchObject([{ status: "cancelled", statusReason: "consent-withdrawn" }]);
  });

  it("nothing goes to an address that was corrected since, but to the new one where it has not left", async () => {
    const { world } = test;
    const scene = await createScene(world, { people: ["anna", "bob"] });
    await world.engine.jobs.plan.run(never);
    const [anna, bob] = [await scene.row("anna"), await scene.row("bob")];
    await updateRecipient(scene.workspaceId, anna.recipientId, { email: "anna.new@people.test" });
    await readdressOutbound(scene.workspaceId, anna.recipientId, "anna.new@people.test");
    await updateRecipient(scene.workspaceId, bob.recipientId, { email: "bob.new@people.test" });
    await world.tick();
    expect(world.handOvers.map(({ mail }) => mail.to.address)).toEqual(["anna.new@people.test"]);
    expect(await scene.messages("bob")).toMatchObject([{ status: "cancelled", statusReason: "address-changed" }]);
  });

  it("a suppressed address is not written to, planned before or after", async () => {
    const { world } = test;
    const scene = await createScene(world, { people: ["anna"] });
    await world.engine.jobs.plan.run(never);
    for (const person of ["anna", "bob"])
      await suppress({
        workspaceId: scene.workspaceId,
        addressHash: world.hashAddress(scene.addressOf(person)),
        reason: "complaint",
      });
    const bob = await scene.addPerson("bob");
    await scene.enroll([bob._id]);
    await world.tick();
    world.advance(MINUTE);
    await world.tick();
    expect(world.handOvers).toEqual([]);
    expect(await scene.messages()).toMatchObject([{ status: "cancelled", statusReason: "suppressed" }]);
    expect(await scene.row("anna")).toMatchObject({ state: "stopped", stateReason: "suppressed" });
    expect(await scene.row("bob")).toMatchObject({ state: "stopped", stateReason: "suppressed" });
  });
});

describe("a paused campaign", () => {
  it("cancels nothing and sends nothing; resumed, it goes on where it was", async () => {
    const { world } = test;
    const scene = await createScene(world, { people: ["anna", "bob"], steps: [{}, {}] });
    await world.engine.jobs.plan.run(never);
    await change(scene, "paused");
    for (let day = 0; day < 3; day++) {
      await world.tick();
      world.advance(DAY);
    }
    expect(world.handOvers).toEqual([]);
    expect((await scene.messages()).map(({ status }) => status)).toEqual(["queued", "queued"]);
    await change(scene, "active");
    await world.tick();
    expect(world.handOvers).toHaveLength(2);
    world.advance(DAY);
    await world.tick();
    expect(world.handOvers).toHaveLength(4);
  });

  it("pauses what is claimed already, and gives the claim back", async () => {
    const { world } = test;
    const scene = await createScene(world);
    await world.engine.jobs.plan.run(never);
    const original = CampaignModel.find;
    // Paused between the claim, which skips paused campaigns, and the last look.
    let looks = 0;
    CampaignModel.find = ((...args: []) => {
      if (++looks !== 2) return original.apply(CampaignModel, args);
      const paused = moveCampaign(scene.workspaceId, scene.campaign._id, ["active"], "paused");
      return { lean: () => paused.then(() => original.apply(CampaignModel, args).lean()) };
    }) as never;
    await world.engine.jobs.send.run(never);
    CampaignModel.find = original;
    expect(world.handOvers).toEqual([]);
    const [message] = await scene.messages();
    expect(message?.status).toBe("queued");
    expect(message?.claimToken).toBeUndefined();
  });

  it("computes the window anew: resumed at night, its mail waits for the morning and says so", async () => {
    const { world } = test;
    const window = { days: [1, 2, 3, 4, 5], from: "09:00", to: "17:30", timeZone: "Europe/Paris" };
    const scene = await createScene(world, { campaign: { window } });
    await world.engine.jobs.plan.run(never);
    await change(scene, "paused");
    world.advance(12 * HOUR);
    await change(scene, "active");
    await world.tick();
    expect(world.handOvers).toEqual([]);
    expect(await scene.row()).toMatchObject({
      state: "sending",
      stateReason: "outside-window",
      nextActionAt: new Date("2030-03-27T08:00:00Z"),
    });
    world.setTime("2030-03-27T08:00:00Z");
    await world.tick();
    expect(world.handOvers).toHaveLength(1);
    expect(await scene.row()).toMatchObject({ state: "completed" });
  });
});

describe("an archived campaign", () => {
  it("cancels its steps and stops its recipients, drafts and all", async () => {
    const { world } = test;
    const scene = await createScene(world, { people: ["anna", "bob"], steps: [{ requireApproval: true }] });
    await world.tick();
    expect(await change(scene, "archived")).toEqual({ kind: "done" });
    world.advance(HOUR);
    await world.tick();
    expect(await scene.messages()).toMatchObject([
      { status: "cancelled", statusReason: "campaign-archived", settled: true },
      { status: "cancelled", statusReason: "campaign-archived", settled: true },
    ]);
    expect(await scene.row("bob")).toMatchObject({ state: "stopped", stateReason: "campaign-archived" });
    expect(world.handOvers).toEqual([]);
    expect(await change(scene, "active")).toEqual({ kind: "wrongStatus", status: "archived" });
  });

  it("sends nothing though a crash cut the archiving off", async () => {
    const { world } = test;
    const scene = await createScene(world);
    await world.engine.jobs.plan.run(never);
    await moveCampaign(scene.workspaceId, scene.campaign._id, ["active"], "archived");
    await world.tick();
    expect(world.handOvers).toEqual([]);
    expect(await scene.messages()).toMatchObject([{ status: "cancelled", statusReason: "campaign-archived" }]);
  });
});

it("a template that is broken after the start holds its mails and says why; the mended one goes out", async () => {
  const { world } = test;
  const scene = await createScene(world);
  const id = newId(scene.templates.first);
  await addTemplateVersion(scene.workspaceId, id, 1, { subject: "Hello", text: "{{#if}}" }, world.now());
  await world.send();
  expect(await scene.row()).toMatchObject({ state: "onHold" });
  expect((await scene.row()).stateReason).toMatch(/^template-broken /);
  await addTemplateVersion(scene.workspaceId, id, 2, { subject: "Hello", text: "Mended" }, world.now());
  world.advance(HOUR);
  await world.send();
  expect(world.handOvers).toMatchObject([{ mail: { text: "Mended" } }]);
});

it("a campaign whose template is broken or gone does not start, and says why", async () => {
  const { world } = test;
  const scene = await createScene(world);
  const { workspaceId } = scene;
  const broken = await createTemplate(
    { workspaceId, name: "Broken", kind: "first", locale: "en" },
    { subject: "Hello", text: "Dear {{firstName" },
    world.now(),
  );
  const { createdAt, updatedAt, _id, ...fields } = scene.campaign;
  const steps = [broken._id.toString(), "f".repeat(24)].map((templateId, index) => ({
    ...{ stepId: `x${index}`, templateId, condition: "noReply" as const, requireApproval: false },
    delay: { amount: 0, unit: "days" as const },
  }));
  const campaign = await createCampaign({ ...fields, name: "Faulty", steps, mailboxIds: [] });
  const result = await change({ ...scene, campaign }, "active");
  expect(result).toMatchObject({
    kind: "faulty",
    faults: [{ key: "no-mailbox" }, { key: "template-broken" }, { key: "template-missing" }],
  });
  expect(JSON.stringify(result)).toContain("Broken: text:");
});

it("an answer received while the mail is on its way counts, and no further step follows", async () => {
  const { world } = test;
  const scene = await createScene(world, { steps: [{}, {}] });
  world.onSend = async ({ messageId }) => {
    const from = scene.addressOf("anna");
    await receive(world, scene, { from, text: "Thank you, I will think about it.", answers: messageId });
    return { kind: "accepted", reply: "250" };
  };
  await world.send();
  world.advance(2 * DAY);
  await world.tick();
  await world.engine.settle(await scene.messages()); // as the repair job does after a crash
  expect(world.handOvers).toHaveLength(1);
  expect(await scene.row()).toMatchObject({ state: "replied", sentCount: 1, lastReplyClass: "neutral" });
});
