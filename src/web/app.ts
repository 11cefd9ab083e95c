import { readFileSync } from "node:fs";
import cookie from "@fastify/cookie";
import formbody from "@fastify/formbody";
import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import Fastify, { type FastifyInstance, type FastifyPluginAsync } from "fastify";
import type { Clock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import type { Locale } from "../platform/texts.ts";
import { type AdminHandler, createAdminGate } from "./admin-gate.ts";
import { isForged } from "./guard.ts";
import { createLoginRoutes } from "./login.ts";
import { pageStyle } from "./page.ts";
import { createErrorHandler, refuse } from "./problem.ts";
import { createSignedInUser } from "./session.ts";

declare module "fastify" {
  interface FastifyInstance {
    /** The instance's language for visitors we do not know, where one is set. */
    defaultLocale: Locale | undefined;
  }
}

export interface WebAppDeps {
  settings: { publicUrl?: string | undefined; locale?: Locale | undefined };
  log: Log;
  now: Clock;
  /** Chat page, REST API, tracking, hooks: each in a scope of its own. */
  plugins: FastifyPluginAsync[];
  readiness(): Promise<{ ready: boolean; checks: Record<string, string> }>;
  loadAdmin(): Promise<AdminHandler>;
}

const BODY_LIMIT_BYTES = 1024 * 1024;
const CONTENT_SECURITY_POLICY = {
  defaultSrc: ["'none'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
};
const icon = readFileSync(new URL("assets/icon.svg", import.meta.url));

/** The web server, ready to listen. Routes that are not named here come in through `plugins`. */
export async function createWebApp(deps: WebAppDeps): Promise<FastifyInstance> {
  const { settings, log, now, plugins, readiness, loadAdmin } = deps;
  const { publicUrl } = settings;
  const secure = publicUrl?.startsWith("https:") ?? false;
  const signedInUser = createSignedInUser(now);
  // A proxy on the same machine may say for whom it asks; anybody else's word is not taken.
  const app = Fastify({ bodyLimit: BODY_LIMIT_BYTES, trustProxy: "loopback", logger: false });

  app.decorate("defaultLocale", settings.locale);
  app.setErrorHandler(createErrorHandler(log));
  app.setNotFoundHandler((request, reply) => refuse(request, reply, 404));
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY_POLICY },
    strictTransportSecurity: secure,
    referrerPolicy: { policy: "same-origin" }, // with "no-referrer" our own forms would come without an origin
  });
  await app.register(cookie);
  await app.register(formbody);
  await app.register(rateLimit, { global: false });

  app.addHook("onRequest", async (request, reply) => {
    if (isForged(request, publicUrl)) return refuse(request, reply, 403, "This request comes from another site");
  });
  // The route's pattern, not the path: links hold tokens.
  app.addHook("onResponse", async ({ method, routeOptions }, { statusCode: status, elapsedTime }) => {
    log.debug({ method, route: routeOptions.url, status, ms: Math.round(elapsedTime) }, "request");
  });

  app.get("/", async (_request, reply) => reply.redirect("/chat", 303));
  app.get("/healthz", async () => ({ status: "ok" }));
  app.get("/readyz", async (_request, reply) => {
    const { ready, checks } = await readiness();
    return reply.code(ready ? 200 : 503).send({ ready, checks });
  });
  app.get(pageStyle.path, async (_request, reply) =>
    reply.header("cache-control", "public, max-age=31536000, immutable").type("text/css").send(pageStyle.content),
  );
  app.get("/assets/icon.svg", async (_request, reply) =>
    reply.header("cache-control", "public, max-age=86400").type("image/svg+xml").send(icon),
  );

  await app.register(createLoginRoutes({ now, log, secure, signedInUser }));
  await app.register(createAdminGate({ loadAdmin, publicUrl, signedInUser, log }));
  for (const plugin of plugins) await app.register(plugin);
  return app;
}
