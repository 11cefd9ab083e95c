import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { buildRouter } from "@adminjs/fastify";
import AdminJS from "adminjs";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { Clock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import type { Locale } from "../platform/texts.ts";
import type { AdminActions } from "./admin-actions.ts";
import { type AdminUser, runAs } from "./admin-user.ts";
import { answerStatus } from "./answer-status.ts";
import { assetVersion, styleUrl } from "./bundles.ts";
import { loadDashboard } from "./dashboard.ts";
import { adminLocale } from "./locale.ts";
import { contentSecurityPolicy, tightenPage } from "./page.ts";
import { resourceOptions } from "./resource-options.ts";
import { TABLES } from "./tables.ts";
import { THEME } from "./theme.ts";
import { valueText } from "./words.ts";
import { WorkspaceResource } from "./workspace-resource.ts";

export interface AdminDeps {
  actions: AdminActions;
  now: Clock;
  log: Log;
}

export type ServeAdmin = (request: IncomingMessage, response: ServerResponse, user: AdminUser) => void;

const users = new WeakMap<IncomingMessage, AdminUser>();

/** AdminJS in one language, in a server of its own that never listens: it is handed single requests. */
export async function createAdminServer(locale: Locale, deps: AdminDeps): Promise<ServeAdmin> {
  const app = Fastify({ logger: false });
  const admin = createAdminJs(locale, deps);
  app.decorateRequest("session", null as never);
  app.addHook("onRequest", async (request, reply) => {
    const user = users.get(request.raw);
    if (!user) throw new Error("the back-office was asked in nobody's name");
    Object.assign(request, { session: { adminUser: toCurrentAdmin(user) } });
    if (!isKnown(admin, request.params as Asked)) return sendProblem(reply, 404);
  });
  // The last hook before the handler: whatever it awaits still knows who asked.
  app.addHook("preHandler", (request, _reply, done) => runAs(users.get(request.raw) as AdminUser, done));
  app.addHook("preSerialization", async (_request, reply, payload) => {
    reply.code(answerStatus(payload, reply.statusCode));
    return payload;
  });
  app.addHook("onSend", async (request, reply, payload) => finish(request, reply, payload));
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, 404));
  app.setErrorHandler((err: Error & { statusCode?: number }, request, reply) => {
    const status = err.statusCode ?? 500;
    if (status >= 500) deps.log.error({ err, route: request.routeOptions.url }, "the back-office failed");
    return sendProblem(reply, status);
  });
  await buildRouter(admin, app as never);
  await app.ready();
  return serveFrom(app);
}

function serveFrom(app: FastifyInstance): ServeAdmin {
  return (request, response, user) => {
    users.set(request, user);
    app.routing(request, response);
  };
}

function createAdminJs(locale: Locale, { actions, now }: AdminDeps): AdminJS {
  const admin = new AdminJS({
    rootPath: "/admin",
    loginPath: "/login",
    logoutPath: "/admin/logout",
    branding: { companyName: "Relance", logo: false, withMadeWithLove: false, theme: THEME as never },
    assets: { styles: [styleUrl] },
    locale: adminLocale(locale, TABLES),
    resources: TABLES.map((table) => ({
      resource: new WorkspaceResource(table),
      options: resourceOptions(table, locale, actions),
    })),
    dashboard: { component: "Dashboard", handler: () => loadDashboard(now) },
    settings: { defaultPerPage: 20 },
  });
  admin.initialize = async () => {}; // would run the bundler; see bundles.ts
  return admin;
}

/** What the page is told about the user. It becomes part of a script, so nothing in it may look like a tag. */
function toCurrentAdmin({ id, email, name, role, locale }: AdminUser) {
  const plain = (text: string) => text.replace(/[<>]/g, "");
  return { id, email: plain(email), name: plain(name), title: valueText(locale, role) };
}

interface Asked {
  resourceId?: string;
  action?: string;
}

/** AdminJS fails, rather than answers, when asked for a table or an action that is not there. */
function isKnown(admin: AdminJS, { resourceId, action }: Asked): boolean {
  if (resourceId === undefined) return true;
  const resource = admin.resources.find((candidate) => candidate.id() === resourceId);
  return resource !== undefined && (action === undefined || Object.hasOwn(resource.decorate().actions, action));
}

function sendProblem(reply: FastifyReply, status: number): FastifyReply {
  return reply
    .code(status)
    .type("application/problem+json")
    .send(JSON.stringify({ title: status === 404 ? "Not Found" : "Error", status }));
}

function finish(request: FastifyRequest, reply: FastifyReply, payload: unknown): unknown {
  const isPage = String(reply.getHeader("content-type")).startsWith("text/html");
  const isAsset = request.url.startsWith("/admin/frontend/assets/");
  const nonce = randomBytes(16).toString("base64url");
  reply.headers({
    "content-security-policy": isPage ? contentSecurityPolicy(nonce) : "default-src 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": isAsset && reply.statusCode === 200 ? "private, max-age=31536000, immutable" : "no-store",
  });
  return isPage && typeof payload === "string" ? tightenPage(payload, { nonce, version: assetVersion }) : payload;
}
