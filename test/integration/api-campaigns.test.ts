import { beforeEach, describe, expect, it } from "vitest";
import { AuditEntryModel } from "../../src/db/audit-entries.ts";
import { type Call, startApi } from "../support/api.ts";
import { receive } from "../support/incoming.ts";
import { useWorld } from "../support/integration.ts";
import { createScene, type Scene } from "../support/scene.ts";
import { DAY, MINUTE } from "../support/world.ts";

let scene: Scene;
let call: Call;
const test = useWorld(async (world) => {
  const api = await startApi(world);
  scene = await createScene(world, { people: [] });
  call = await api.keyFor(scene.workspaceId, "owner", "crm");
});

/** A campaign of two steps, the second after a yes, and two people; as a client of the API makes it. */
async function createByApi() {
  const template = (await call("POST", "/templates", { name: "T", subject: "Hi {{prenom}}", text: "Cher {{prenom}}" }))
    .body;
  const people = (
    await call("POST", "/recipients", [
      { email: "ada@x.example", firstName: "Ada" },
      { email: "bob@x.example", firstName: "Bob" },
    ])
  ).body.items;
  const { body: campaign, status } = await call("POST", "/campaigns", {
    ...{ name: "Stage", subject: "Stage", mailboxIds: [String(scene.mailboxes[0]?._id)] },
    steps: [
      { templateId: template.id },
      { templateId: template.id, delay: { amount: 2, unit: "days" }, requireApproval: true },
    ],
    details: { domaine: "Informatique" },
  });
  expect(status).toBe(201);
  const path = `/campaigns/${campaign.id}`;
  return { campaign, template, path, ids: people.map(({ id }: { id: string }) => id) as string[] };
}

describe("a campaign over REST", () => {
  it("lives: draft, enrolled, active, paused, resumed, archived", async () => {
    const { world } = test;
    const { campaign, path, ids } = await createByApi();
    expect(campaign).toMatchObject({ status: "draft", steps: [{ requireApproval: false }, { requireApproval: true }] });
    expect(new Set(campaign.steps.map(({ stepId }: { stepId: string }) => stepId)).size).toBe(2);
    const unknown = "f".repeat(24);
    const enrolled = await call("POST", `${path}/enroll`, { recipientIds: [...ids, unknown] });
    expect(enrolled.body).toEqual({ enrolled: 2, unknownIds: [unknown] });
    expect((await call("POST", `${path}/enroll`, { recipientIds: ids })).body).toMatchObject({ enrolled: 0 });
    await world.tick();
    expect(world.handOvers).toEqual([]);
    expect((await call("POST", `${path}/pause`)).status).toBe(409);
    expect((await call("POST", `${path}/activate`)).body).toMatchObject({ status: "active" });
    expect((await call("POST", `${path}/activate`)).body).toMatchObject({
      status: 409,
      detail: "The campaign is active",
    });
    await world.tick();
    expect(world.handOvers.map(({ mail }) => mail.subject).toSorted()).toEqual(["Hi Ada", "Hi Bob"]);
    expect((await call("GET", `${path}/stats`)).body).toEqual({
      states: { waiting: 2 },
      events: { planned: 2, sent: 2 },
    });
    await call("POST", `${path}/pause`);
    world.advance(3 * DAY);
    await world.tick();
    expect((await call("GET", "/approvals?status=pending")).body.items).toEqual([]);
    expect((await call("POST", `${path}/resume`)).body).toMatchObject({ status: "active" });
    await world.tick();
    expect((await call("GET", "/approvals?status=pending")).body.items).toHaveLength(2);
    expect((await call("POST", `${path}/archive`)).body).toMatchObject({ status: "archived" });
    world.advance(MINUTE);
    await world.tick();
    expect((await call("GET", "/approvals?status=pending")).body.items).toEqual([]);
    expect((await call("GET", "/approvals?status=cancelled")).body.items).toHaveLength(2);
    expect((await call("POST", `${path}/resume`)).status).toBe(409);
    const audit = await AuditEntryModel.find({ workspaceId: scene.workspaceId }).sort({ _id: 1 }).lean();
    expect(audit.map(({ actor, action }) => `${actor} ${action}`)).toEqual([
      "apiKey:crm campaign.active",
      "apiKey:crm campaign.paused",
      "apiKey:crm campaign.active",
      "apiKey:crm campaign.archived",
    ]);
  });

  it("with a broken template does not start, and says which and why", async () => {
    const { path, template } = await createByApi();
    const broken = await call("POST", `/templates/${template.id}/versions`, { text: "{{#if x}} never ends" });
    expect(broken).toMatchObject({ status: 201, body: { version: 2 } });
    expect(broken.body.fault).toContain("text:");
    const refused = await call("POST", `${path}/activate`);
    expect(refused).toMatchObject({ status: 409, body: { detail: "The campaign cannot start" } });
    expect(refused.body.errors).toMatchObject([
      { field: "template-broken", message: expect.stringContaining("T: text:") },
    ]);
    await call("POST", `/templates/${template.id}/versions`, { subject: "Mended", text: "Mended" });
    expect((await call("POST", `${path}/activate`)).body).toMatchObject({ status: "active" });
  });

  it("refuses a window that lets nothing through, and a zone that is none", async () => {
    const { campaign } = await createByApi();
    const { id, status, startAt, window, steps, ...fields } = campaign;
    const plain = steps.map(({ templateId }: { templateId: string }) => ({ templateId }));
    for (const bad of [
      { days: [1], from: "18:00", to: "09:00", timeZone: "Europe/Paris" },
      { days: [1], from: "09:00", to: "18:00", timeZone: "Europe/Atlantis" },
    ]) {
      const answer = await call("POST", "/campaigns", { ...fields, steps: plain, window: bad });
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: "window" }] } });
    }
  });

  it("tells why something did or did not go out to one person", async () => {
    const { world } = test;
    const { path, ids } = await createByApi();
    await call("POST", `${path}/enroll`, { recipientIds: ids });
    await call("POST", `${path}/activate`);
    await world.tick();
    const toAda = world.handOvers.find(({ mail }) => mail.to.address.startsWith("ada"))?.mail.messageId;
    await receive(world, scene, { from: "ada@x.example", text: "Yes, with pleasure!", answers: toAda });
    const why = async (id: string | undefined) => (await call("GET", `${path}/recipients/${id}/why`)).body;
    expect(await why(ids[0])).toMatchObject({ state: "replied", stateReason: "answered", lastReplyClass: "positive" });
    expect((await why(ids[0])).events.map(({ kind }: { kind: string }) => kind)).toEqual([
      "planned",
      "sent",
      "replied",
    ]);
    expect(await why(ids[1])).toMatchObject({
      state: "waiting",
      nextActionAt: new Date(world.now().getTime() + 2 * DAY).toISOString(),
    });
    const { body } = await call("GET", `${path}/recipients?limit=1`);
    expect(body.items).toMatchObject([{ recipientId: ids[1], sentCount: 1 }]);
    expect(body.next).toBeTruthy();
  });
});

describe("an approval over REST", () => {
  let approval: { id: string; draft: { text: string } };
  let other: { id: string };
  beforeEach(async () => {
    const { world } = test;
    const { path, ids } = await createByApi();
    await call("POST", `${path}/enroll`, { recipientIds: ids });
    await call("POST", `${path}/activate`);
    await world.tick();
    world.advance(2 * DAY);
    await world.tick();
    world.handOvers.length = 0;
    [approval, other] = (await call("GET", "/approvals?status=pending")).body.items;
  });

  it("shows the draft, lets it go once, and refuses a second word", async () => {
    const { world } = test;
    expect(approval).toMatchObject({
      ...{ kind: "step", status: "pending", decidedBy: null },
      draft: { subject: "Re: Hi Bob", text: "Cher Bob", draftVersion: 1, status: "awaitingApproval" },
    });
    const answers = await Promise.all([1, 2, 3].map(() => call("POST", `/approvals/${approval.id}/approve`)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
    expect(answers.find(({ status }) => status === 200)?.body).toMatchObject({ status: "approved", decidedBy: "crm" });
    await world.tick();
    await world.tick();
    expect(world.handOvers).toHaveLength(1);
    const late = await call("POST", `/approvals/${approval.id}/refuse`, {});
    expect(late.body).toMatchObject({ status: 409, detail: "The draft is sent" });
  });

  it("takes other words, which still wait for a yes", async () => {
    const { world } = test;
    const edited = await call("POST", `/approvals/${approval.id}/edit`, { text: "New words" });
    expect(edited.body).toMatchObject({
      ...{ status: "pending" },
      draft: { subject: "Re: Hi Bob", text: "New words", draftVersion: 2 },
    });
    await world.tick();
    expect(world.handOvers).toEqual([]);
    expect((await call("POST", `/approvals/${approval.id}/edit`, { text: "" })).status).toBe(400);
    await call("POST", `/approvals/${approval.id}/approve`);
    await world.tick();
    expect(world.handOvers).toMatchObject([{ mail: { subject: "Re: Hi Bob", text: "New words" } }]);
  });

  it("refuses: the recipient stops, or with `skipOnly` goes on", async () => {
    const { world } = test;
    const refused = await call("POST", `/approvals/${approval.id}/refuse`, { reason: "not now" });
    expect(refused.body).toMatchObject({ status: "refused", reason: "not now", draft: { status: "refused" } });
    expect((await call("POST", `/approvals/${other.id}/refuse`, { skipOnly: true })).body).toMatchObject({
      status: "refused",
    });
    await world.tick();
    expect(world.handOvers).toEqual([]);
    expect((await call("GET", "/approvals?status=refused")).body.items).toHaveLength(2);
    expect((await call("GET", "/approvals?status=nonsense")).status).toBe(400);
  });

  it("with an Idempotency-Key answers the same again instead of a conflict", async () => {
    const headers = { "idempotency-key": "a1" };
    const first = await call("POST", `/approvals/${approval.id}/approve`, undefined, headers);
    const second = await call("POST", `/approvals/${approval.id}/approve`, undefined, headers);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.raw).toBe(first.raw);
  });
});
