import type { IncomingMessage, ServerResponse } from "node:http";
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import type { Log } from "../platform/log.ts";
import { isCrossSite } from "./guard.ts";
import { refuse, sendProblem } from "./problem.ts";
import { endSession, type FindSignedInUser, type SignedInUser } from "./session.ts";

/** Answers one request for a path under /admin, in the name of `user`. */
export type AdminHandler = (request: IncomingMessage, response: ServerResponse, user: SignedInUser) => void;

export interface AdminGateOptions {
  /** Imports AdminJS, which takes seconds and 230 MB: called when a signed-in user first asks for it. */
  loadAdmin(): Promise<AdminHandler>;
  publicUrl: string | undefined;
  signedInUser: FindSignedInUser;
  log: Log;
}

/**
 * The only way to /admin. AdminJS runs behind it in a server of its own, so nothing about a path or a query can go
 * round the session check: what is not handed over here is not reachable at all.
 */
export function createAdminGate({ loadAdmin, publicUrl, signedInUser, log }: AdminGateOptions): FastifyPluginAsync {
  let loading: Promise<AdminHandler> | undefined;

  async function admin(): Promise<AdminHandler> {
    loading ??= loadAdmin();
    try {
      return await loading;
    } catch (error) {
      loading = undefined; // the next request tries again
      throw error;
    }
  }

  // In onRequest the body is still unread: AdminJS's server reads it.
  async function handOver(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const isPage = request.method === "GET" && !request.url.startsWith("/admin/api");
    const user = await signedInUser(request);
    if (!user) {
      await (isPage ? reply.redirect(`/login?next=${encodeURIComponent(request.url)}`, 303) : sendProblem(reply, 401));
      return;
    }
    // AdminJS's own page changes things by GET too; a link on another site must not.
    if (!isPage && isCrossSite(request, publicUrl)) {
      await refuse(request, reply, 403);
      return;
    }
    const handler = await admin().catch((err: unknown) => {
      log.error({ err }, "the back-office could not be loaded");
    });
    if (!handler) {
      await refuse(request, reply, 503);
      return;
    }
    reply.hijack();
    handler(request.raw, reply.raw, user);
  }

  return async (app) => {
    app.get("/admin/logout", async (request, reply) => {
      if (isCrossSite(request, publicUrl)) return reply.redirect("/admin", 303);
      await endSession(request, reply);
      return reply.redirect("/login", 303);
    });
    for (const url of ["/admin", "/admin/*"]) {
      app.route({
        method: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
        url,
        onRequest: handOver,
        handler: () => {
          throw new Error("answered in onRequest");
        },
      });
    }
  };
}
