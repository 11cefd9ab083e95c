import { describe, expect, it } from "vitest";
import { ApprovalModel } from "../../src/db/approvals.ts";
import { ROLES, type Role } from "../../src/domain/roles.ts";
import { startApi } from "../support/api.ts";
import { useWorld } from "../support/integration.ts";
import { createScene, type Scene } from "../support/scene.ts";

let api: Awaited<ReturnType<typeof startApi>>;
const test = useWorld(async (world) => {
  api = await startApi(world);
});

/** One of everything, with a draft that waits. */
async function createFirm() {
  const scene = await createScene(test.world, { steps: [{ requireApproval: true }] });
  await test.world.tick();
  const approval = await ApprovalModel.findOne({ workspaceId: scene.workspaceId }).lean().orFail();
  const { recipientId } = await scene.row();
  return { scene, ids: idsOf(scene, String(approval._id), String(recipientId)) };
}

const idsOf = (scene: Scene, approval: string, recipient: string) => ({
  ...{ approval, recipient, campaign: String(scene.campaign._id), template: scene.templates.first },
  mailbox: String(scene.mailboxes[0]?._id),
});
type Ids = ReturnType<typeof idsOf>;

/** What stands for `:id` in a path. */
function pathFor(path: string, ids: Ids): string {
  const [collection = ""] = path.split("/").filter(Boolean);
  const id =
    ids[collection.replace(/e?s$/, (end) => (collection === "mailboxes" ? "" : end === "es" ? "e" : "")) as keyof Ids];
  return path.replace(":recipientId", ids.recipient).replace(":id", id ?? "");
}

describe("a key", () => {
  it("is asked for, and a wrong one told no more than a missing one", async () => {
    const { scene } = await createFirm();
    await api.keyFor(scene.workspaceId);
    const wrong = ["wrong-key-of-nobody-at-all", "short", "", "x".repeat(300)];
    for (const call of [api.callWith(undefined), ...wrong.map((token) => api.callWith(token))]) {
      const answer = await call("GET", "/campaigns");
      expect(answer).toMatchObject({ status: 401, type: "application/problem+json" });
      expect(answer.body).toEqual({
        title: "Not signed in",
        status: 401,
        detail: "Give a key of this workspace: Authorization: Bearer <key>",
      });
    }
  });

  it("is asked for by every operation there is", async () => {
    const { ids } = await createFirm();
    const stranger = api.callWith("wrong-key-of-nobody-at-all");
    for (const { method, path } of api.routes) {
      expect((await stranger(method, pathFor(path, ids), {})).status, `${method} ${path}`).toBe(401);
    }
    expect(api.routes.length).toBeGreaterThan(25);
  });
});

describe("the roles", () => {
  const LEAST: Record<string, Role> = {
    "POST /recipients": "agent",
    "PATCH /recipients/:id": "agent",
    "POST /approvals/:id/approve": "agent",
    "POST /approvals/:id/edit": "agent",
    "POST /approvals/:id/refuse": "agent",
    "POST /mailboxes": "manager",
    "POST /mailboxes/:id/test": "manager",
    "POST /templates": "manager",
    "POST /templates/:id/versions": "manager",
    "POST /campaigns": "manager",
    "POST /campaigns/:id/enroll": "manager",
    "POST /campaigns/:id/activate": "manager",
    "POST /campaigns/:id/pause": "manager",
    "POST /campaigns/:id/resume": "manager",
    "POST /campaigns/:id/archive": "manager",
  };

  it("may do what the table says, every operation of it", async () => {
    const { scene, ids } = await createFirm();
    const keys = await api.keysFor(scene.workspaceId);
    const forbidden: string[] = [];
    const expected: string[] = [];
    for (const { method, path } of api.routes) {
      const name = `${method} ${path}`;
      const least = LEAST[name] ?? "viewer";
      if (method !== "GET" && name !== "POST /templates/:id/preview") expect(Object.keys(LEAST)).toContain(name);
      for (const role of ROLES) {
        // A body that no operation takes: who may, gets past the door and no further.
        const { status } = await keys[role](method, pathFor(path, ids), { notAField: 1 });
        if (status === 403) forbidden.push(`${role}: ${name}`);
        if (ROLES.indexOf(role) < ROLES.indexOf(least)) expected.push(`${role}: ${name}`);
      }
    }
    expect(forbidden).toEqual(expected);
  });

  it("refused, do nothing", async () => {
    const { scene, ids } = await createFirm();
    const viewer = await api.keyFor(scene.workspaceId, "viewer");
    const answer = await viewer("POST", `/approvals/${ids.approval}/approve`);
    expect(answer.body).toEqual({ title: "Not allowed", status: 403, detail: "The role viewer may not do this" });
    expect(await scene.messages()).toMatchObject([{ status: "awaitingApproval" }]);
  });
});

describe("another workspace's objects", () => {
  it("answer as if they were not there, to every operation", async () => {
    const [ours, theirs] = [await createFirm(), await createFirm()];
    const call = await api.keyFor(ours.scene.workspaceId);
    const bodies: Record<string, unknown> = {
      "POST /approvals/:id/edit": { text: "Hello" },
      "POST /campaigns/:id/enroll": { recipientIds: [ours.ids.recipient] },
      "POST /templates/:id/versions": { text: "Hello" },
      "POST /templates/:id/preview": { recipientId: ours.ids.recipient },
      "PATCH /recipients/:id": { firstName: "Eve" },
    };
    const withId = api.routes.filter(({ path }) => path.includes(":id"));
    for (const { method, path } of withId) {
      const name = `${method} ${path}`;
      const answer = await call(method, pathFor(path, theirs.ids), bodies[name]);
      expect({ name, status: answer.status, body: answer.body }).toEqual({
        ...{ name, status: 404 },
        body: { title: "Not found", status: 404, detail: "There is no such object in this workspace" },
      });
      const nowhere = await call(method, path.replace(":recipientId", "x").replace(":id", "nonsense"), bodies[name]);
      expect({ name, status: nowhere.status }).toEqual({ name, status: 404 });
    }
    expect(await theirs.scene.messages()).toMatchObject([{ status: "awaitingApproval" }]);
    expect(await theirs.scene.row()).toMatchObject({ state: "awaitingApproval" });
  });

  it("are in no list, reached by no cursor, and taken into nothing of ours", async () => {
    const [ours, theirs] = [await createFirm(), await createFirm()];
    const call = await api.keyFor(ours.scene.workspaceId);
    for (const path of ["/campaigns", "/recipients", "/templates", "/mailboxes", "/approvals", "/events"]) {
      const { raw, body } = await call("GET", path);
      expect(body.items.length, path).toBeGreaterThan(0);
      for (const id of Object.values(theirs.ids)) expect(raw, path).not.toContain(id);
      const { body: byCursor } = await call("GET", `${path}?cursor=${"f".repeat(24)}`);
      for (const { id } of byCursor.items) expect(JSON.stringify(body)).toContain(id);
    }
    const enrolled = await call("POST", `/campaigns/${ours.ids.campaign}/enroll`, {
      recipientIds: [theirs.ids.recipient],
    });
    expect(enrolled.body).toEqual({ enrolled: 0, unknownIds: [theirs.ids.recipient] });
    const preview = await call("POST", `/templates/${ours.ids.template}/preview`, {
      recipientId: theirs.ids.recipient,
    });
    expect(preview.status).toBe(404);
    const stolen = await call("POST", "/campaigns", {
      ...{ name: "Stolen", mailboxIds: [theirs.ids.mailbox], steps: [{ templateId: theirs.ids.template }] },
    });
    const started = await call("POST", `/campaigns/${stolen.body.id}/activate`);
    expect(started.status).toBe(409);
    expect(started.body.errors.map(({ field }: { field: string }) => field)).toEqual([
      "no-mailbox",
      "template-missing",
    ]);
  });
});

it("describes every operation in OpenAPI, and lets anyone read that", async () => {
  const { status, body } = await api.callWith(undefined)("GET", "/openapi.json");
  expect(status).toBe(200);
  const described = Object.entries(body.paths).flatMap(([path, operations]) =>
    Object.keys(operations as object).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const served = api.routes.map(({ method, path }) => `${method} /api/v1${path.replace(/:(\w+)/g, "{$1}")}`);
  expect(described.toSorted()).toEqual(served.toSorted());
});
