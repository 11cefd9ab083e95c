import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { recordAudit } from "../db/audit-entries.ts";
import type { Stored } from "../db/model.ts";
import { findUserForLogin, type User } from "../db/users.ts";
import type { Clock } from "../platform/clock.ts";
import { createFailureLimit } from "../platform/failure-limit.ts";
import type { Log } from "../platform/log.ts";
import { hashPassword, verifyPassword } from "../platform/passwords.ts";
import { translate } from "../platform/texts.ts";
import { randomToken } from "../platform/tokens.ts";
import { localPath } from "./local-path.ts";
import { renderLoginPage } from "./login-page.ts";
import { requestLocale } from "./request-locale.ts";
import { beginSession, endSession, type FindSignedInUser } from "./session.ts";

export interface LoginOptions {
  now: Clock;
  log: Log;
  /** The cookie goes over https only. */
  secure: boolean;
  signedInUser: FindSignedInUser;
}

const BODY_LIMIT_BYTES = 16 * 1024;
const WINDOW_MS = 15 * 60_000;
/** Wrong tries for one address from one place, and tries of any kind from one place, in a window. */
const FAILURES_PER_ADDRESS = 10;
const TRIES_PER_PLACE = 100;

const loginForm = z.object({
  email: z.string().trim().max(320),
  password: z.string().max(1_000),
  next: z.string().optional(),
});

/** `/login` and `/logout`: our own, since AdminJS's lets strangers in. */
export function createLoginRoutes({ now, log, secure, signedInUser }: LoginOptions): FastifyPluginAsync {
  // An unknown address costs the same work as a known one, so that time does not tell them apart.
  const nobodysHash = hashPassword(randomToken());

  return async (app) => {
    const checkPlace = app.createRateLimit({ timeWindow: WINDOW_MS, max: TRIES_PER_PLACE });
    const failures = createFailureLimit({ windowMs: WINDOW_MS, max: FAILURES_PER_ADDRESS, now });

    app.get<{ Querystring: { next?: string } }>("/login", async (request, reply) => {
      const next = localPath(request.query.next);
      if (await signedInUser(request)) return reply.redirect(next, 303);
      return sendPage(request, reply, { next });
    });

    app.post("/login", { bodyLimit: BODY_LIMIT_BYTES }, async (request, reply) => {
      const form = loginForm.safeParse(request.body);
      if (!form.success) return sendPage(request, reply.code(400), { next: "/", errorKey: "web-login-wrong" });
      const { email, password } = form.data;
      const next = localPath(form.data.next);

      const key = `${request.ip} ${email.toLowerCase()}`;
      const place = await checkPlace(request);
      const waitMs = place.isAllowed || !place.isExceeded ? failures.take(key) : place.ttl;
      if (waitMs > 0) {
        reply.code(429).header("retry-after", Math.ceil(waitMs / 1_000));
        const minutes = Math.ceil(waitMs / 60_000);
        return sendPage(request, reply, { next, email, errorKey: "web-login-too-many", minutes });
      }
      const user = await findUserForLogin(email);
      const fits = await verifyPassword(password, user?.passwordHash ?? (await nobodysHash));
      if (!user || !fits) {
        log.warn("sign-in refused");
        return sendPage(request, reply.code(401), { next, email, errorKey: "web-login-wrong" });
      }
      failures.giveBack(key);
      await beginSession(request, reply, user, { now, secure });
      await noteSignIn(user);
      return reply.redirect(next, 303);
    });

    app.post("/logout", async (request, reply) => {
      await endSession(request, reply);
      return reply.redirect("/login", 303);
    });
  };

  async function noteSignIn({ workspaceId, _id }: Stored<User>): Promise<void> {
    const who = `user:${_id}`;
    await recordAudit({ workspaceId, at: now(), actor: who, action: "user.signIn", target: who });
    log.info({ userId: _id }, "signed in");
  }
}

function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  { next, email, errorKey, minutes }: { next: string; email?: string; errorKey?: string; minutes?: number },
): FastifyReply {
  const locale = requestLocale(request);
  const error = errorKey && translate(locale, errorKey, minutes === undefined ? {} : { minutes });
  const page = renderLoginPage({ locale, next, ...(email && { email }), ...(error && { error }) });
  return reply.header("cache-control", "no-store").type("text/html; charset=utf-8").send(page);
}
