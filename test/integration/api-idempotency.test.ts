import { describe, expect, it } from "vitest";
import { RecipientModel } from "../../src/db/recipients.ts";
import { type Call, startApi } from "../support/api.ts";
import { useWorld } from "../support/integration.ts";
import { createScene, type Scene } from "../support/scene.ts";

let api: Awaited<ReturnType<typeof startApi>>;
let scene: Scene;
let call: Call;
const test = useWorld(async (world) => {
  api = await startApi(world);
  scene = await createScene(world, { people: ["anna"] });
  call = await api.keyFor(scene.workspaceId);
});

describe("an Idempotency-Key", () => {
  const post = (body: unknown, key = "k1") => call("POST", "/recipients", body, { "idempotency-key": key });

  it("gives the first answer again, and does the work once", async () => {
    const [first, second] = [await post({ email: "x@x.example" }), await post({ email: "x@x.example" })];
    expect(second).toEqual(first);
    expect(first.status).toBe(201);
    const others = await post({ email: "x@x.example" }, "k2");
    expect(others.status).toBe(409);
  });

  it("with another body is refused", async () => {
    await post({ email: "x@x.example" });
    expect(await post({ email: "y@x.example" })).toMatchObject({ status: 422, type: "application/problem+json" });
    expect(await RecipientModel.countDocuments({ workspaceId: scene.workspaceId, email: "y@x.example" })).toBe(0);
  });

  it("of many requests at once does the work once", async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => post({ firstName: "No address" })));
    for (const { status } of answers) expect([201, 409]).toContain(status);
    expect(await RecipientModel.countDocuments({ workspaceId: scene.workspaceId, firstName: "No address" })).toBe(1);
  });

  it("of a request that failed may be used again", async () => {
    expect((await post({ email: scene.addressOf("anna") })).status).toBe(409);
    expect((await post({ email: "z@x.example" })).status).toBe(201);
  });

  it("belongs to one key, one operation and one workspace", async () => {
    const other = await createScene(test.world, { people: [] });
    const theirs = await api.keyFor(other.workspaceId);
    await post({ email: "x@x.example" });
    const headers = { "idempotency-key": "k1" };
    expect((await theirs("POST", "/recipients", { email: "q@x.example" }, headers)).status).toBe(201);
    const template = await call("POST", "/templates", { name: "T", text: "Hello" }, headers);
    expect(template).toMatchObject({ status: 201, body: { name: "T" } });
  });
});
