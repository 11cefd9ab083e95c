import type { FastifyInstance, FastifyPluginAsync, InjectOptions } from "fastify";
import { createAdmin } from "../../src/admin/admin.ts";
import type { ActionOutcome, AdminActions } from "../../src/admin/admin-actions.ts";
import { createLog } from "../../src/platform/log.ts";
import { createWebApp, type WebAppDeps } from "../../src/web/app.ts";
import { PASSWORD } from "./workspace-data.ts";

export interface TestWeb {
  app: FastifyInstance;
  /** What was pressed: the flow's name and its arguments. */
  pressed: { flow: string; args: unknown[] }[];
  /** What the flows answer from now on. */
  answer(outcome: ActionOutcome): void;
  pass(ms: number): void;
  /** Signs in and returns the cookie to send along. */
  signIn(email: string): Promise<string>;
  /** A request of a signed-in page of ours. */
  ask(cookie: string, url: string, options?: InjectOptions): Promise<Answer>;
}

export interface Answer {
  status: number;
  text: string;
  json(): unknown;
  headers: Record<string, unknown>;
}

interface TestWebOptions {
  publicUrl?: string;
  plugins?: FastifyPluginAsync[];
  loadAdmin?: WebAppDeps["loadAdmin"];
}

/** The web server with the real back-office behind it, and flows that only take notes. */
export async function startTestWeb(options: TestWebOptions = {}): Promise<TestWeb> {
  const pressed: TestWeb["pressed"] = [];
  let outcome: ActionOutcome = { ok: true };
  let time = Date.now();
  const now = () => new Date(time);
  const log = createLog("silent");
  const actions = new Proxy({} as AdminActions, {
    get:
      (_target, flow: string) =>
      async (...args: unknown[]) => {
        pressed.push({ flow, args });
        return outcome;
      },
  });
  const app = await createWebApp({
    settings: { publicUrl: options.publicUrl, locale: "en" },
    log,
    now,
    plugins: options.plugins ?? [],
    readiness: async () => ({ ready: true, checks: { database: "ok" } }),
    loadAdmin: options.loadAdmin ?? (() => createAdmin({ actions, now, log })),
  });
  await app.ready();
  return {
    app,
    pressed,
    answer: (next) => {
      outcome = next;
    },
    pass: (ms) => {
      time += ms;
    },
    async signIn(email) {
      const answer = await app.inject({ method: "POST", url: "/login", payload: { email, password: PASSWORD } });
      const cookie = answer.cookies.find(({ name }) => name === "relance_session");
      if (answer.statusCode !== 303 || !cookie) throw new Error(`sign-in answered ${answer.statusCode}`);
      return `relance_session=${cookie.value}`;
    },
    async ask(cookie, url, more = {}) {
      const headers = { cookie, "sec-fetch-site": "same-origin", ...more.headers };
      const answer = await app.inject({ method: "GET", ...more, url, headers });
      const { statusCode: status, payload: text, headers: given } = answer;
      return { status, text, json: () => answer.json(), headers: given };
    },
  };
}
