import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getRecipient } from "../../src/db/recipients.ts";
import type { Role } from "../../src/domain/roles.ts";
import { startTestDatabase } from "../support/database.ts";
import { startTestWeb, type TestWeb } from "../support/web-app.ts";
import { SECRET, seedWorkspace, type WorkspaceData } from "../support/workspace-data.ts";

const TABLES = [
  ...["Campaign", "CampaignRecipient", "Recipient", "Approval", "Template"],
  ...["OutboundMessage", "InboundMessage", "MessageEvent", "MailboxAccount", "User"],
];

let database: Awaited<ReturnType<typeof startTestDatabase>>;
let web: TestWeb;
let alpha: WorkspaceData;
let beta: WorkspaceData;
const cookies = {} as Record<Role, string>;

beforeAll(async () => {
  database = await startTestDatabase();
  alpha = await seedWorkspace("alpha", new Date());
  beta = await seedWorkspace("beta", new Date(), "en");
  web = await startTestWeb();
  for (const role of ["viewer", "agent", "manager", "owner"] as const)
    cookies[role] = await web.signIn(`${role}@alpha.test`);
}, 60_000);
afterAll(async () => {
  await web.app.close();
  await database.stop();
});

interface AdminAnswer {
  records?: { id: string; title: string; params: Record<string, unknown>; recordActions: { name: string }[] }[];
  record?: { id?: string; params: Record<string, unknown>; errors: Record<string, { message: string }> };
  notice?: { type: string; message: string };
  meta?: { total: number };
}
const api = async (role: Role, path: string, method: "GET" | "POST" = "GET", payload?: object) => {
  const answer = await web.ask(cookies[role], `/admin/api/resources/${path}`, { method, ...(payload && { payload }) });
  return { status: answer.status, text: answer.text, body: answer.json() as AdminAnswer };
};
const show = (of: WorkspaceData, table: string) => `${table}/records/${of.ids[table]}/show`;

describe("a stranger", () => {
  const paths = [
    ...["/admin", "/admin/", "/admin?x=/frontend/assets/app.bundle.js", "/admin/login", "/admin/api/dashboard"],
    ...["/admin/api/resources/Recipient/actions/list?x=/frontend/assets/app.bundle.js", "/admin//api/dashboard"],
    ...[
      "/admin/resources/Recipient",
      "/admin/frontend/assets/app.bundle.js",
      "/admin/frontend/assets/../../api/dashboard",
    ],
    ...[
      "/ADMIN",
      "/Admin/api/dashboard",
      "/%61dmin/api/dashboard",
      "/admin%2fapi/dashboard",
      "/admin/%2e%2e/admin/api/dashboard",
    ],
    ...["/admin/%2e/api/dashboard", "//admin/api/dashboard", "/admin;x/api/dashboard", "/admin\\api/dashboard"],
  ];
  it.each(paths)("gets nothing at %s", async (url) => {
    for (const cookie of ["", "relance_session=guess", "relance_session=%7B%22%24gt%22%3A%22%22%7D"]) {
      for (const method of ["GET", "POST", "PUT", "DELETE", "HEAD"] as const) {
        const { status, text } = await web.ask(cookie, url, { method });
        expect([303, 401, 404, 400, 405], `${method} ${url}`).toContain(status);
        expect(text).not.toContain("alpha");
      }
    }
  });

  it("is led to the sign-in and back", async () => {
    const { headers } = await web.ask("", "/admin/resources/Campaign?page=2");
    expect(headers["location"]).toBe("/login?next=%2Fadmin%2Fresources%2FCampaign%3Fpage%3D2");
  });
});

describe("a page", () => {
  it("holds no host of others and only marked scripts, and tells no secrets", async () => {
    const { text, headers, status } = await web.ask(cookies.owner, "/admin");
    expect(status).toBe(200);
    expect(text).not.toMatch(/https?:\/\/(?!www\.w3\.org|meyerweb)[\w.]+/);
    const nonce = /'nonce-([\w-]+)'/.exec(String(headers["content-security-policy"]))?.[1];
    for (const [tag] of text.matchAll(/<(script|style)[ >][^>]*/g)) expect(tag).toContain(`nonce="${nonce}"`);
    expect(headers["content-security-policy"]).not.toContain("unsafe");
    expect(headers["cache-control"]).toBe("no-store");
    expect((await web.ask(cookies.owner, "/admin")).text).not.toContain(`${nonce}`);
  });

  it("speaks the user's language", async () => {
    expect((await web.ask(cookies.owner, "/admin")).text).toContain("Tableau de suivi");
    expect((await web.ask(await web.signIn("owner@beta.test"), "/admin")).text).toContain("Follow-up table");
  });

  it("counts what waits", async () => {
    const { text } = await web.ask(cookies.viewer, "/admin/api/dashboard");
    expect(text).toContain('"1","href":"/admin/resources/OutboundMessage?filters.status=awaitingApproval"');
  });
});

describe("another workspace", () => {
  it.each(TABLES)("shows nothing of its %s", async (table) => {
    const list = await api("owner", `${table}/actions/list?perPage=500`);
    expect([list.status, list.body.meta?.total]).toEqual([
      200,
      table === "User" ? 4 : table === "MessageEvent" ? 2 : 1,
    ]);
    expect(list.text).not.toContain("beta");
    const search = await api("owner", `${table}/actions/search/beta`);
    expect(search.body.records).toEqual([]);

    const own = await api("owner", show(alpha, table));
    expect([own.status, own.body.record?.id]).toEqual([200, alpha.ids[table]?.toString()]);
    const foreign = await api("owner", show(beta, table));
    expect([foreign.status, foreign.body.record?.params]).toEqual([404, {}]);
    expect(foreign.text).not.toContain("beta");
  });

  it("is out of reach for filters, references and changes", async () => {
    const { Campaign, Recipient } = beta.ids;
    const filtered = await api("owner", `CampaignRecipient/actions/list?filters.campaign=${Campaign}`);
    expect([filtered.body.meta?.total, filtered.text.includes("beta")]).toEqual([0, false]);
    const change = { email: "taken@over.test", firstName: "Taken" };
    expect((await api("owner", `Recipient/records/${Recipient}/edit`, "POST", change)).status).toBe(404);
    expect((await api("owner", `Recipient/records/${Recipient}/delete`, "POST")).status).toBe(404);
    expect((await api("owner", `Campaign/records/${Campaign}/activate`, "POST")).status).toBe(404);
    expect(await getRecipient(beta.workspaceId, beta.ids["Recipient"] as never)).toMatchObject({ firstName: "Jeanne" });
    expect(web.pressed).toEqual([]);
  });

  it("cannot be named by a new recipient", async () => {
    const input = { email: "new@alpha.test", workspaceId: beta.workspaceId.toString(), firstName: "New" };
    const made = await api("agent", "Recipient/actions/new", "POST", input);
    expect(made.status).toBe(200);
    expect((await api("owner", "Recipient/actions/search/new@alpha")).body.records).toHaveLength(1);
  });
});

describe("secrets", () => {
  it.each(TABLES)("are in no answer about %s", async (table) => {
    for (const path of [`${table}/actions/list`, show(alpha, table), `${table}/actions/search/a`]) {
      const { text } = await api("owner", path);
      expect(text).not.toContain(SECRET);
      expect(text).not.toContain("argon2id");
    }
  });

  it("cannot be felt for by filters or sorting", async () => {
    const all = await api("owner", "MailboxAccount/actions/list");
    for (const field of ["sealedSecrets", "smtp.host", "$where", "workspaceId"]) {
      const asked = await api("owner", `MailboxAccount/actions/list?filters.${field}=zzz&sortBy=${field}`);
      expect(asked.body.meta?.total, field).toBe(all.body.meta?.total);
    }
    const hash = await api("owner", "User/actions/list?filters.passwordHash=zzz&sortBy=passwordHash");
    expect(hash.body.meta?.total).toBe(4);
  });
});

describe("roles", () => {
  const draft = () => `OutboundMessage/records/${alpha.ids["OutboundMessage"]}`;
  const campaign = () => `Campaign/records/${alpha.ids["Campaign"]}`;
  const recipient = () => `Recipient/records/${alpha.ids["Recipient"]}`;

  const least: [string, () => string, Role][] = [
    ["read the users", () => "User/actions/list", "owner"],
    ["add a recipient", () => "Recipient/actions/new", "agent"],
    ["edit a recipient", () => `${recipient()}/edit`, "agent"],
    ["delete a recipient", () => `${recipient()}/delete`, "manager"],
    ["approve a draft", () => `${draft()}/approve`, "agent"],
    ["refuse a draft", () => `${draft()}/refuse`, "agent"],
    ["cancel a mail", () => `${draft()}/cancel`, "agent"],
    ["start a campaign", () => `${campaign()}/activate`, "manager"],
    ["pause a campaign", () => `${campaign()}/pause`, "manager"],
  ];
  it.each(least)("only some may %s", async (_what, path, from) => {
    const order: Role[] = ["viewer", "agent", "manager", "owner"];
    for (const role of order) {
      web.pressed.length = 0;
      const { status } = await api(role, path(), "POST", { email: `${role}@form.test` });
      const may = order.indexOf(role) >= order.indexOf(from);
      expect([role, status]).toEqual([role, may ? 200 : 403]);
      if (!may) expect(web.pressed).toEqual([]);
    }
  });

  it.each(TABLES.filter((table) => table !== "Recipient"))("nobody edits %s by hand", async (table) => {
    const id = alpha.ids[table];
    expect((await api("owner", `${table}/actions/new`, "POST", {})).status).toBe(403);
    expect((await api("owner", `${table}/records/${id}/edit`, "POST", {})).status).toBe(403);
    expect((await api("owner", `${table}/records/${id}/delete`, "POST")).status).toBe(403);
    expect((await api("owner", `${table}/bulk/bulkDelete?recordIds=${id}`, "POST")).status).toBe(403);
  });

  it("offers each person only what they may do", async () => {
    const offered = async (role: Role) =>
      (await api(role, "OutboundMessage/actions/list")).body.records?.[0]?.recordActions.map((a) => a.name);
    expect(await offered("viewer")).toEqual(["show"]);
    expect(await offered("agent")).toEqual(["show", "approve", "refuse", "cancel"]);
  });
});

describe("buttons", () => {
  const draft = () => `OutboundMessage/records/${alpha.ids["OutboundMessage"]}`;

  it("go through the flow, in the name of whoever pressed", async () => {
    web.pressed.length = 0;
    const { body } = await api("agent", `${draft()}/approve?draftVersion=1`, "POST");
    expect(body.notice).toEqual({ message: "Approuvé : le mail part.", type: "success" });
    const [{ flow, args } = { flow: "", args: [] }] = web.pressed;
    expect([flow, String(args[0]), String(args[1]), args[2]]).toEqual([
      ...["approveDraft", alpha.workspaceId.toString(), alpha.ids["OutboundMessage"]?.toString(), 1],
    ]);
    expect(args[3]).toMatchObject({ id: alpha.users.agent._id.toString(), role: "agent" });
  });

  it("decide about the draft behind an approval", async () => {
    web.pressed.length = 0;
    await api("agent", `Approval/records/${alpha.ids["Approval"]}/refuse`, "POST");
    expect(web.pressed.map(({ flow, args }) => [flow, String(args[1])])).toEqual([
      ["refuseDraft", alpha.ids["OutboundMessage"]?.toString()],
    ]);
  });

  it("do nothing by a link, from another site, or to a draft that was changed meanwhile", async () => {
    web.pressed.length = 0;
    expect((await api("agent", `${draft()}/approve`)).body.notice?.type).toBe("error");
    expect((await api("agent", `${draft()}/approve?draftVersion=2`, "POST")).body.notice?.type).toBe("error");
    const url = `/admin/api/resources/${draft()}/approve`;
    for (const method of ["GET", "POST"] as const) {
      const forged = await web.ask(cookies.agent, url, { method, headers: { "sec-fetch-site": "cross-site" } });
      expect(forged.status).toBe(403);
    }
    expect(web.pressed).toEqual([]);
  });

  it("say why the flow refused", async () => {
    web.answer({ ok: false, message: "Trop tard." });
    const { body } = await api("agent", `${draft()}/cancel`, "POST");
    web.answer({ ok: true });
    expect(body.notice).toEqual({ message: "Trop tard.", type: "error" });
  });
});

describe("recipients", () => {
  it("are checked, in words beside the field", async () => {
    const wrong = async (input: object) =>
      (await api("agent", "Recipient/actions/new", "POST", input)).body.record?.errors;
    expect(await wrong({ email: "no address" })).toHaveProperty("email");
    expect(await wrong({ firstName: "Nobody" })).toHaveProperty("email");
    expect(await wrong({ email: "jeanne@alpha.example" })).toEqual({
      email: { message: "Un destinataire a déjà cette adresse." },
    });
    expect(await wrong({ phone: "+33612345678", timeZone: "Mars/Olympus" })).toHaveProperty("timeZone");
    expect(await wrong({ phone: "+33612345678", fields: "no colon" })).toHaveProperty("fields");
  });

  it("keep tags and free fields, and may lose an address for a number", async () => {
    const input = { email: "x@y.test", phone: "+33612345678", tags: "a, b,a", fields: "poste: Chef\nville : Lyon" };
    const made = await api("agent", "Recipient/actions/new", "POST", input);
    const { id } = made.body.record ?? {};
    const stored = () => getRecipient(alpha.workspaceId, id as never);
    expect(await stored()).toMatchObject({ tags: ["a", "b"], fields: { poste: "Chef", ville: "Lyon" } });
    const edited = await api("agent", `Recipient/records/${id}/edit`, "POST", { ...input, email: "" });
    expect(edited.body.notice?.type).toBe("success");
    expect(await stored()).not.toHaveProperty("email");
    expect((await api("manager", `Recipient/records/${id}/delete`, "POST")).body.notice?.type).toBe("success");
    expect(await stored()).toBeNull();
  });

  it("stay while they are in a campaign", async () => {
    const path = `Recipient/records/${alpha.ids["Recipient"]}/delete`;
    expect((await api("owner", path, "POST")).body.notice?.type).toBe("error");
    expect(await getRecipient(alpha.workspaceId, alpha.ids["Recipient"] as never)).not.toBeNull();
  });
});

describe("lists", () => {
  it("filter, sort and page by their columns", async () => {
    const total = async (query: string) =>
      (await api("viewer", `CampaignRecipient/actions/list?${query}`)).body.meta?.total;
    expect(await total("filters.state=replied")).toBe(1);
    expect(await total("filters.state=waiting")).toBe(0);
    expect(await total("filters.state=nonsense")).toBe(0);
    expect(await total(`filters.recipient=${alpha.ids["Recipient"]}`)).toBe(1);
    expect(await total("filters.lastSentAt~~from=2020-01-01T00:00:00.000Z")).toBe(1);
    expect(await total("filters.lastSentAt~~from=2999-01-01T00:00:00.000Z")).toBe(0);
    expect(await total("sortBy=sentCount&direction=asc&page=-3&perPage=9999")).toBe(1);
    const search = await api("viewer", "Recipient/actions/search/MARTIN");
    expect(search.body.records?.map(({ title }) => title)).toEqual(["Jeanne Martin alpha"]);
    expect((await api("viewer", "Recipient/actions/search/.*")).body.records).toEqual([]);
  });

  it("answer 404 for tables and actions that are not there", async () => {
    expect((await web.ask(cookies.owner, "/admin/api/resources/Session/actions/list")).status).toBe(404);
    expect((await web.ask(cookies.owner, "/admin/api/resources/Campaign/actions/nonsense")).status).toBe(404);
    expect((await web.ask(cookies.owner, "/admin/api/resources/Campaign/records/none/show")).status).toBe(404);
  });
});
