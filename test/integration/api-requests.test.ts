import { describe, expect, it } from "vitest";
import { CampaignRecipientModel } from "../../src/db/campaign-recipients.ts";
import { CampaignModel } from "../../src/db/campaigns.ts";
import { MailboxModel } from "../../src/db/mailboxes.ts";
import { RecipientModel } from "../../src/db/recipients.ts";
import { type Answer, type Call, startApi } from "../support/api.ts";
import { useWorld } from "../support/integration.ts";
import { createScene, type Scene } from "../support/scene.ts";
import { DAY } from "../support/world.ts";

let api: Awaited<ReturnType<typeof startApi>>;
let scene: Scene;
let call: Call;
const test = useWorld(async (world) => {
  api = await startApi(world);
  scene = await createScene(world, { people: ["anna"] });
  call = await api.keyFor(scene.workspaceId);
});

const fieldsOf = ({ body }: Answer) => body.errors?.map(({ field }: { field: string }) => field);

describe("a problem", () => {
  it("is a document of its own type, names the fields, and holds nothing internal", async () => {
    const answer = await call("POST", "/campaigns", {
      ...{ name: "", mailboxIds: ["x"], steps: [{ templateId: "f".repeat(24), delay: { amount: -1, unit: "years" } }] },
      window: { days: [8], from: "9", to: "25:00", timeZone: "" },
      unknownField: 1,
    });
    expect(answer).toMatchObject({ status: 400, type: "application/problem+json" });
    expect(Object.keys(answer.body)).toEqual(["title", "status", "detail", "errors"]);
    const fields = fieldsOf(answer);
    for (const field of ["name", "mailboxIds.0", "steps.0.delay.amount", "steps.0.delay.unit", "window.days.0"])
      expect(fields).toContain(field);
    for (const field of ["window.from", "window.to", "window.timeZone"]) expect(fields).toContain(field);
    expect(answer.raw).toContain("unknownField");
    expect(answer.raw).not.toMatch(/at .*\.ts|node_modules|Zod|mongoose/);
  });

  it("names the fields of one recipient, and of each in a list", async () => {
    expect(fieldsOf(await call("POST", "/recipients", { email: "no address" }))).toEqual(["email"]);
    const list = [{ email: "a@b.example" }, { email: "no address" }, { tags: [""] }];
    expect(fieldsOf(await call("POST", "/recipients", list))).toEqual(["1.email", "2.tags.0"]);
    expect((await call("POST", "/recipients", [])).status).toBe(400);
    expect((await call("PATCH", `/recipients/${(await scene.row()).recipientId}`, { email: "x" })).status).toBe(400);
  });

  it("of a body that is no JSON, too large, or of another type is the caller's, told as such", async () => {
    const headers = { "content-type": "application/json" };
    for (const [body, type, status] of [
      ["{oops", headers["content-type"], 400],
      ["<x/>", "application/xml", 415],
      [JSON.stringify({ text: "x".repeat(5 * 1024 * 1024) }), headers["content-type"], 413],
    ] as const) {
      const answer = await call("POST", "/templates", body, { "content-type": type });
      expect(answer).toMatchObject({ status, type: "application/problem+json", body: { status } });
    }
    const nowhere = await call("GET", "/nowhere");
    expect(nowhere).toMatchObject({ status: 404, type: "application/problem+json" });
  });

  it("of ours is told without a word of why, and logged", async () => {
    const { world } = test;
    const original = CampaignModel.find;
    CampaignModel.find = (() => {
      throw new Error("secret-host.internal:27017 refused");
    }) as never;
    const answer = await call("GET", "/campaigns");
    CampaignModel.find = original;
    expect(answer.body).toEqual({ title: "Internal error", status: 500, detail: "Something failed on our side" });
    expect(answer.type).toBe("application/problem+json");
    expect(world.faults).toMatchObject([{ msg: "request failed" }]);
    world.faults.length = 0;
  });
});

describe("a list", () => {
  it("comes in pages that hold everything once, newest first", async () => {
    const people = Array.from({ length: 11 }, (_, nth) => ({ email: `p${nth}@list.example`, firstName: `P${nth}` }));
    await call("POST", "/recipients", people);
    const seen: string[] = [];
    let cursor: string | null = null;
    let pages = 0;
    do {
      const { body } = await call("GET", `/recipients?limit=5${cursor ? `&cursor=${cursor}` : ""}`);
      expect(body.items.length).toBeLessThanOrEqual(5);
      seen.push(...body.items.map(({ email }: { email: string }) => email));
      cursor = body.next;
      pages++;
    } while (cursor);
    expect(pages).toBe(3);
    expect(seen).toEqual([...people.map(({ email }) => email).toReversed(), scene.addressOf("anna")]);
  });

  it.each(["limit=0", "limit=201", "limit=1.5", "limit=x", "cursor=x", "cursor[$gt]="])("refuses %s", async (query) => {
    const { status } = await call("GET", `/recipients?${query}`);
    expect(query === "cursor[$gt]=" ? [200, 400] : [400]).toContain(status);
  });

  it("of recipients finds one by address, whatever its letters", async () => {
    const { body } = await call("GET", `/recipients?email=${scene.addressOf("anna").toUpperCase()}`);
    expect(body.items).toMatchObject([{ firstName: "Anna" }]);
    expect((await call("GET", "/recipients?email=nobody@x.example")).body.items).toEqual([]);
  });
});

describe("several recipients at once", () => {
  it("are all added, or none: what is known or stands twice is named", async () => {
    const list = [
      { email: "new@x.example" },
      { email: scene.addressOf("anna").toUpperCase() },
      { email: "twice@x.example" },
      { email: "Twice@x.example" },
      { phone: "+33 1 23 45 67 89" },
    ];
    const refused = await call("POST", "/recipients", list);
    expect(refused).toMatchObject({ status: 409, body: { detail: "No recipient was added" } });
    expect(fieldsOf(refused)).toEqual(["1.email", "3.email"]);
    expect(await RecipientModel.countDocuments({ workspaceId: scene.workspaceId })).toBe(1);
    const added = await call("POST", "/recipients", [list[0], list[2], list[4]]);
    expect(added.status).toBe(201);
    expect(added.body.items.map(({ email }: { email: string | null }) => email)).toEqual([
      "new@x.example",
      "twice@x.example",
      null,
    ]);
  });

  it("sent twice at the same time are added by one of the two, wholly", async () => {
    const list = Array.from({ length: 8 }, (_, nth) => ({ email: `race${nth}@x.example` }));
    const answers = await Promise.all([1, 2, 3].map(() => call("POST", "/recipients", list)));
    const statuses = answers.map(({ status }) => status).toSorted();
    expect(statuses.filter((status) => status === 409).length).toBeGreaterThanOrEqual(2);
    const count = await RecipientModel.countDocuments({ workspaceId: scene.workspaceId, email: /^race/ });
    expect(count).toBe(statuses[0] === 201 ? 8 : 0);
  });

  it("that overlap with others sent at the same time leave nothing half done", async () => {
    const emails = Array.from({ length: 12 }, (_, nth) => ({ email: `over${nth}@x.example` }));
    const lists = [emails.slice(0, 8), emails.slice(4).toReversed()];
    const answers = await Promise.all(lists.map((list) => call("POST", "/recipients", list)));
    const added = answers.flatMap(({ status, body }) => (status === 201 ? body.items : []));
    const count = await RecipientModel.countDocuments({ workspaceId: scene.workspaceId, email: /^over/ });
    expect(count).toBe(added.length);
    expect([0, 8]).toContain(count);
  });
});

describe("PATCH of a recipient", () => {
  it("changes what is given and nothing else", async () => {
    const body = {
      ...{ email: "Full@X.example", firstName: "Ada", lastName: "Byron", company: "Engines", phone: "+44 1" },
      ...{ fields: { city: "London" }, tags: ["vip"], groups: ["g"], timeZone: "Europe/London", locale: "en" },
      consent: { state: "given", source: "form" },
    };
    const { body: added } = await call("POST", "/recipients", body);
    expect(added).toMatchObject({ ...body, email: "full@x.example" });
    const { body: changed, status } = await call("PATCH", `/recipients/${added.id}`, { lastName: "Lovelace" });
    expect(status).toBe(200);
    expect(changed).toEqual({ ...added, lastName: "Lovelace" });
  });

  it("releases what waited for a value", async () => {
    const { world } = test;
    const { body } = await call("POST", "/recipients", { email: "nobody@x.example" });
    await call("POST", `/campaigns/${scene.campaign._id}/enroll`, { recipientIds: [body.id] });
    await world.tick();
    const why = async () => (await call("GET", `/campaigns/${scene.campaign._id}/recipients/${body.id}/why`)).body;
    expect(await why()).toMatchObject({ state: "onHold", stateReason: "missing-fields firstName" });
    await call("PATCH", `/recipients/${body.id}`, { firstName: "Nina" });
    expect(world.woken).toContain("plan-due-steps");
    await world.tick();
    expect(world.handOvers.map(({ mail }) => mail.subject)).toContain("Hello Nina");
    expect((await why()).events.map(({ kind }: { kind: string }) => kind)).toEqual(["planned", "sent"]);
  });

  it("to an address that is another's is refused, and changes nothing", async () => {
    const { body } = await call("POST", "/recipients", { email: "bob@x.example", firstName: "Bob" });
    const answer = await call("PATCH", `/recipients/${body.id}`, { email: scene.addressOf("anna"), firstName: "X" });
    expect(answer).toMatchObject({ status: 409, type: "application/problem+json" });
    expect((await call("GET", `/recipients/${body.id}`)).body).toMatchObject({
      firstName: "Bob",
      email: "bob@x.example",
    });
  });
});

it("a mailbox's passwords are sealed, and in no answer", async () => {
  const server = { host: "mail.x.example", port: 465, secure: true, user: "me", password: "hunter2-smtp" };
  const imap = { ...server, port: 993, password: "hunter2-imap" };
  const made = await call("POST", "/mailboxes", { address: "Me@X.example", smtp: server, imap });
  expect(made).toMatchObject({ status: 201, body: { address: "me@x.example", smtp: { host: "mail.x.example" } } });
  const answers = [
    made,
    await call("GET", "/mailboxes"),
    await call("GET", `/mailboxes/${made.body.id}`),
    await call("POST", `/mailboxes/${made.body.id}/test`),
    await call("POST", "/mailboxes", { address: "me@x.example", smtp: server }),
    await call("POST", "/mailboxes", { address: "bad", smtp: server }),
    await call("GET", "/events"),
  ];
  expect(answers.map(({ status }) => status)).toEqual([201, 200, 200, 200, 409, 400, 200]);
  for (const { raw } of answers) expect(raw).not.toMatch(/hunter2|sealed|password|v1\./i);
  const [stored] = await MailboxModel.find({ workspaceId: scene.workspaceId, address: "me@x.example" }).lean();
  expect(JSON.stringify(stored)).not.toContain("hunter2");
  expect(stored?.sealedSecrets).toMatch(/^v1\./);
});

it("events come oldest first, after the one given, each once", async () => {
  const { world } = test;
  await world.tick();
  const first = (await call("GET", "/events")).body;
  expect(first.items.map(({ kind }: { kind: string }) => kind)).toEqual(["planned", "sent"]);
  const last = first.items.at(-1).id;
  expect((await call("GET", `/events?after=${last}`)).body.items).toEqual([]);
  world.advance(DAY);
  const bob = await scene.addPerson("bob");
  await scene.enroll([bob._id]);
  await world.tick();
  const next = (await call("GET", `/events?after=${last}&limit=1`)).body;
  expect(next.items).toMatchObject([{ kind: "planned", recipientId: String(bob._id) }]);
  const rest = (await call("GET", `/events?after=${next.next}`)).body;
  expect(rest.items.map(({ kind }: { kind: string }) => kind)).toEqual(["sent"]);
  expect(await CampaignRecipientModel.countDocuments({ workspaceId: scene.workspaceId })).toBe(2);
});
