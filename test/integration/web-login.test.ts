import type { IncomingMessage, ServerResponse } from "node:http";
import mongoose from "mongoose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changePassword, type SignedInUser } from "../../src/web/session.ts";
import { startTestDatabase } from "../support/database.ts";
import { startTestWeb, type TestWeb } from "../support/web-app.ts";
import { PASSWORD, seedWorkspace, type WorkspaceData } from "../support/workspace-data.ts";

let database: Awaited<ReturnType<typeof startTestDatabase>>;
let web: TestWeb;
let alpha: WorkspaceData;

beforeAll(async () => {
  database = await startTestDatabase();
  alpha = await seedWorkspace("alpha", new Date());
  web = await startTestWeb({ publicUrl: "https://relance.example" });
});
afterAll(async () => {
  await web.app.close();
  await database.stop();
});

const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
  web.app.inject({ method: "POST", url, payload, headers });
const owner = "owner@alpha.test";
const sessionCookie = (answer: { cookies: { name: string; value: string }[] }) =>
  answer.cookies.find(({ name }) => name === "relance_session");

describe("signing in", () => {
  it("gives a cookie that scripts cannot read and other sites cannot use, and keeps only its hash", async () => {
    const answer = await post("/login", { email: ` ${owner.toUpperCase()} `, password: PASSWORD, next: "/admin?x=1" });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, "/admin?x=1"]);
    const cookie = sessionCookie(answer);
    expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: "Lax", path: "/" });
    const stored = await mongoose.connection.collection("sessions").find().toArray();
    expect(JSON.stringify(stored)).not.toContain(cookie?.value);
  });

  it("says the same of a wrong password and an unknown address", async () => {
    const wrong = await post("/login", { email: owner, password: "nope" });
    const unknown = await post("/login", { email: "who@alpha.test", password: "nope" });
    const withoutAddress = (text: string) => text.replaceAll(/value="[^"]*"/g, "");
    expect([wrong.statusCode, unknown.statusCode]).toEqual([401, 401]);
    expect(withoutAddress(wrong.payload)).toBe(withoutAddress(unknown.payload));
    expect(sessionCookie(wrong)).toBeUndefined();
  });

  it("takes nothing but text for an address", async () => {
    for (const email of [{ $gt: "" }, ["a"], null, 7]) {
      expect((await post("/login", { email, password: PASSWORD })).statusCode).toBe(400);
    }
  });

  it("never takes over a token that the browser brought along", async () => {
    const planted = `relance_session=${"A".repeat(22)}`;
    const answer = await post("/login", { email: owner, password: PASSWORD }, { cookie: planted });
    expect(sessionCookie(answer)?.value).not.toBe("A".repeat(22));
    expect((await web.ask(planted, "/admin")).status).toBe(303);
  });

  it("ends the session before at a new sign-in, at sign-out and at a new password", async () => {
    const first = await web.signIn(owner);
    const second = sessionCookie(await post("/login", { email: owner, password: PASSWORD }, { cookie: first }));
    expect((await web.ask(first, "/login")).status).toBe(200);
    const cookie = `relance_session=${second?.value}`;
    expect((await web.ask(cookie, "/login")).status).toBe(303);
    await post("/logout", {}, { cookie });
    expect((await web.ask(cookie, "/login")).status).toBe(200);

    const other = await web.signIn("agent@alpha.test");
    await changePassword(alpha.workspaceId, alpha.users.agent._id.toString(), "another password");
    expect((await web.ask(other, "/login")).status).toBe(200);
    expect((await post("/login", { email: "agent@alpha.test", password: PASSWORD })).statusCode).toBe(401);
  });

  it("lets a session end after thirty days", async () => {
    const cookie = await web.signIn(owner);
    web.pass(29 * 86_400_000);
    expect((await web.ask(cookie, "/login")).status).toBe(303);
    web.pass(2 * 86_400_000);
    expect((await web.ask(cookie, "/login")).status).toBe(200);
  });

  it("leads to no other host", async () => {
    for (const next of ["//evil.test", "/\\evil.test", "https://evil.test", "/\t/evil.test"]) {
      expect((await post("/login", { email: owner, password: PASSWORD, next })).headers.location, next).toBe("/");
    }
  });

  it("stops guessing, for that address only, with a word on how long", async () => {
    const guess = () => post("/login", { email: "manager@alpha.test", password: "nope" });
    for (let n = 0; n < 10; n++) expect((await guess()).statusCode).toBe(401);
    const refused = await guess();
    expect(refused.statusCode).toBe(429);
    expect(refused.payload).toContain("15 minutes");
    expect(refused.headers["retry-after"]).toBe("900");
    expect((await post("/login", { email: "manager@alpha.test", password: PASSWORD })).statusCode).toBe(429);
    expect((await post("/login", { email: owner, password: PASSWORD })).statusCode).toBe(303);
    web.pass(15 * 60_000);
    expect((await post("/login", { email: "manager@alpha.test", password: PASSWORD })).statusCode).toBe(303);
  });
});

describe("the login page", () => {
  it("speaks the visitor's language where none is set, and runs no script", async () => {
    const { createWebApp } = await import("../../src/web/app.ts");
    const { createLog } = await import("../../src/platform/log.ts");
    const readiness = async () => ({ ready: false, checks: { database: "down" } });
    const deps = { settings: {}, log: createLog("silent"), now: () => new Date(), plugins: [], readiness };
    const app = await createWebApp({ ...deps, loadAdmin: () => Promise.reject(new Error("never asked for")) });
    const page = (language: string) => app.inject({ url: "/login", headers: { "accept-language": language } });
    const french = await page("fr-CA,fr;q=0.9,en;q=0.8");
    expect(french.payload).toContain("Se connecter");
    expect((await page("de")).payload).toContain("Sign in");
    expect(french.payload).not.toMatch(/<script|style=| on\w+=/);
    expect(french.headers["content-security-policy"]).toContain("default-src 'none'");
    expect((await app.inject({ url: "/readyz" })).statusCode).toBe(503);
    expect((await app.inject({ url: "/healthz" })).statusCode).toBe(200);
    await app.close();
  });

  it("puts what was typed back as text", async () => {
    const answer = await post("/login", { email: '"><script>alert(1)</script>', password: "x", next: '/"><b>' });
    expect(answer.payload).not.toMatch(/<script|<b>/);
  });
});

describe("requests from other sites", () => {
  const table: [string, Record<string, string>, number][] = [
    ["a form of another site", { "sec-fetch-site": "cross-site" }, 403],
    ["a form of a neighbour on our domain", { "sec-fetch-site": "same-site" }, 403],
    ["a foreign origin, from an older browser", { origin: "https://evil.test" }, 403],
    ["an origin without a name", { origin: "null" }, 403],
    ["our own page", { "sec-fetch-site": "same-origin", origin: "http://localhost:80" }, 303],
    ["our own page behind a proxy", { origin: "https://relance.example" }, 303],
    ["a program", {}, 303],
  ];
  it.each(table)("%s", async (_name, headers, status) => {
    expect((await post("/logout", {}, headers)).statusCode).toBe(status);
  });

  it("cannot sign anybody out by a link", async () => {
    const cookie = await web.signIn(owner);
    const link = await web.ask(cookie, "/admin/logout", { headers: { "sec-fetch-site": "cross-site" } });
    expect(link.headers["location"]).toBe("/admin");
    expect((await web.ask(cookie, "/admin/logout")).headers["location"]).toBe("/login");
    expect((await web.ask(cookie, "/login")).status).toBe(200);
  });
});

describe("errors", () => {
  it("are problem documents for programs and pages for people, without internals", async () => {
    const { app } = await startTestWeb({
      plugins: [
        async (scope) => {
          scope.get("/api/v1/broken", async () => {
            throw new Error("secret detail at /srv/relance");
          });
        },
      ],
    });
    const broken = await app.inject({ url: "/api/v1/broken", headers: { accept: "text/html" } });
    expect(broken.headers["content-type"]).toContain("application/problem+json");
    expect(broken.json()).toEqual({ title: "Internal Server Error", status: 500 });
    const missing = await app.inject({ url: "/nowhere", headers: { accept: "text/html,*/*" } });
    expect([missing.statusCode, missing.payload]).toEqual([404, expect.stringContaining("There is nothing here")]);
    const tooLarge = await app.inject({ method: "POST", url: "/login", payload: { password: "x".repeat(20_000) } });
    expect(tooLarge.statusCode).toBe(413);
    await app.close();
  });
});

describe("the back-office", () => {
  it("is loaded once, when a signed-in user first asks, and asked for again after a failure", async () => {
    let loads = 0;
    const loadAdmin = async () => {
      loads++;
      if (loads === 1) throw new Error("no memory left");
      return (_request: IncomingMessage, response: ServerResponse, user: SignedInUser) => {
        response.end(`hello ${user.email}`);
      };
    };
    const { app } = await startTestWeb({ loadAdmin });
    await app.inject({ url: "/admin" });
    expect(loads).toBe(0);
    const cookie = await web.signIn(owner);
    const ask = () => app.inject({ url: "/admin/resources/Campaign", headers: { cookie, accept: "text/html" } });
    expect((await ask()).statusCode).toBe(503);
    expect([(await ask()).payload, (await ask()).payload, loads]).toEqual([`hello ${owner}`, `hello ${owner}`, 2]);
    await app.close();
  });
});
