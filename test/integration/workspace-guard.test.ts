import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import mongoose from "mongoose";
import { describe, expect, it } from "vitest";
import { newId } from "../../src/db/model.ts";
import { RecipientModel } from "../../src/db/recipients.ts";
import { UnboundOperationError } from "../../src/db/workspace-plugin.ts";
import { useWorld } from "../support/integration.ts";
import { createScene } from "../support/scene.ts";

const test = useWorld();
const M = RecipientModel as never as Record<string, (...args: unknown[]) => Promise<unknown>>;
const call = (method: string, ...args: unknown[]) => M[method]?.(...args);
const _id = newId();
const change = { $set: { firstName: "Eve" } };

describe("an operation that names no workspace is refused:", () => {
  it.each<[string, () => unknown]>([
    ["find", () => call("find", { firstName: "Anna" })],
    ["find with nothing", () => call("find")],
    ["findOne", () => call("findOne", { _id })],
    ["findById", () => call("findById", _id)],
    ["exists", () => call("exists", { _id })],
    ["findOneAndUpdate", () => call("findOneAndUpdate", { _id }, change)],
    ["findByIdAndUpdate", () => call("findByIdAndUpdate", _id, change)],
    ["findOneAndReplace", () => call("findOneAndReplace", { _id }, { firstName: "Eve" })],
    ["findOneAndDelete", () => call("findOneAndDelete", { _id })],
    ["findByIdAndDelete", () => call("findByIdAndDelete", _id)],
    ["updateOne", () => call("updateOne", { _id }, change)],
    ["updateMany", () => call("updateMany", {}, change)],
    ["replaceOne", () => call("replaceOne", { _id }, { firstName: "Eve" })],
    ["deleteOne", () => call("deleteOne", { _id })],
    ["deleteMany", () => call("deleteMany", {})],
    ["countDocuments", () => call("countDocuments", {})],
    ["distinct", () => call("distinct", "email")],
    ["estimatedDocumentCount", () => call("estimatedDocumentCount")],
    ["aggregate", () => call("aggregate", [{ $group: { _id: null, count: { $sum: 1 } } }])],
    ["aggregate, bound too late", () => call("aggregate", [{ $sort: { _id: 1 } }, { $match: { workspaceId: _id } }])],
    ["insertMany", () => call("insertMany", [{ email: "a@b.example" }])],
    ["insertMany, one of two", () => call("insertMany", [{ workspaceId: newId(), email: "a@b.example" }, {}])],
    ["bulkWrite", () => call("bulkWrite", [{ updateOne: { filter: { _id }, update: change } }])],
    ["bulkWrite of an insert", () => call("bulkWrite", [{ insertOne: { document: { email: "a@b.example" } } }])],
    ["bulkWrite of a deletion", () => call("bulkWrite", [{ deleteMany: { filter: {} } }])],
    ["an upsert", () => call("updateOne", { email: "a@b.example" }, change, { upsert: true })],
    ["a cursor", () => RecipientModel.find({ firstName: "Anna" }).cursor().next()],
    ["a reason that is empty", () => RecipientModel.find().setOptions({ allWorkspaces: "" }).exec()],
    ["an operator for a workspace", () => call("updateOne", { workspaceId: { $exists: true } }, change)],
    ["`$ne` for a workspace", () => call("find", { workspaceId: { $ne: _id } })],
    ["`$in` of workspaces", () => call("deleteMany", { workspaceId: { $in: [_id] } })],
    ["null for a workspace", () => call("find", { workspaceId: null })],
    ["an empty text for a workspace", () => call("find", { workspaceId: "" })],
    ["a workspace in an alternative", () => call("find", { $or: [{ workspaceId: _id }, {}] })],
  ])("%s", async (_name, act) => {
    const scene = await createScene(test.world);
    await expect(Promise.resolve().then(act)).rejects.toThrow(UnboundOperationError);
    expect(await RecipientModel.find({ workspaceId: scene.workspaceId }).lean()).toMatchObject([{ firstName: "Anna" }]);
  });

  it("a new document", async () => {
    await createScene(test.world);
    await expect(call("create", { email: "a@b.example" })).rejects.toThrow("workspaceId");
    await expect(new RecipientModel({ email: "a@b.example" }).save()).rejects.toThrow("workspaceId");
    await expect(call("bulkSave", [new RecipientModel({ email: "a@b.example" })])).rejects.toThrow();
    expect(await test.world.chat.shown).toEqual([]);
  });
});

it("an operation that names its workspace reaches nobody else's", async () => {
  const [ours, theirs] = [await createScene(test.world), await createScene(test.world)];
  const { workspaceId } = ours;
  const their = await theirs.row();
  expect(await RecipientModel.findOne({ workspaceId, _id: their.recipientId })).toBeNull();
  expect((await RecipientModel.updateMany({ workspaceId }, { firstName: "Eve" })).modifiedCount).toBe(1);
  expect(await RecipientModel.distinct("firstName", { workspaceId: theirs.workspaceId })).toEqual(["Anna"]);
});

/** Who may cross workspaces, and why. A new line here is a decision: login, token look-up, or a job's claim. */
const CROSSINGS = [
  "alerts.ts: job: every user's alerts are delivered",
  "alerts.ts: start: claims of the process before",
  "alerts.ts: token look-up: the token says which workspace",
  "api-keys.ts: token look-up: the key says which workspace",
  "campaigns.ts: job: claims skip what is paused",
  "campaigns.ts: job: steps of every active campaign are planned",
  "chat-links.ts: chat look-up: the chat says which workspace",
  "chat-links.ts: pairing: a chat belongs to whoever holds it",
  "inbound-messages.ts: job: every mail that came in is read",
  "mailboxes.ts: job: every mailbox is watched and sent from",
  "outbound-claims.ts: claim: the token is this worker's alone",
  "outbound-claims.ts: claim: the token is this worker's alone",
  "outbound-claims.ts: job: leases of dead workers",
  "outbound-decisions.ts: job: drafts nobody answered expire",
  "outbound-decisions.ts: job: looks up what an interrupted hand-over left open",
  "outbound-messages.ts: job: completes what a crash cut off",
  "pairing-codes.ts: token look-up: the code says which workspace",
  "sessions.ts: sign-out: the cookie says which workspace",
  "sessions.ts: token look-up: the cookie says which workspace",
  "users.ts: login: the address says which workspace",
  "web-chat-entries.ts: chat look-up: the user says which workspace",
];

it("crosses workspaces only where this list says so, and why", async () => {
  const root = new URL("../../src/", import.meta.url).pathname;
  const files = (await readdir(root, { recursive: true })).filter((file) => /\.[jt]sx?$/.test(file));
  const found: string[] = [];
  for (const file of files) {
    if (file === "db/workspace-plugin.ts") continue;
    const source = await readFile(join(root, file), "utf8");
    for (const [line] of source.matchAll(/.*allWorkspaces.*/g)) {
      const reason = /allWorkspaces: "([^"]+)"/.exec(line)?.[1] ?? `no reason in: ${line.trim()}`;
      found.push(`${file.replace(/^db\//, "")}: ${reason}`);
    }
  }
  expect(found.toSorted()).toEqual(CROSSINGS);
});

it("keeps every collection but a few behind the guard", async () => {
  const folder = new URL("../../src/db/", import.meta.url);
  for (const file of await readdir(folder)) await import(new URL(file, folder).pathname);
  const unguarded = [];
  for (const model of Object.values(mongoose.models)) {
    const refused = await model.findOne({}).then(
      () => false,
      (error) => error instanceof UnboundOperationError,
    );
    if (!refused) unguarded.push(model.modelName);
  }
  expect(unguarded.toSorted()).toEqual(["InstanceKey", "Workspace"]);
});
