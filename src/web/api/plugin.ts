import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import { findApiKey } from "../../db/api-keys.ts";
import { permits } from "../../domain/roles.ts";
import type { Clock } from "../../platform/clock.ts";
import { createFailureLimit } from "../../platform/failure-limit.ts";
import type { Log } from "../../platform/log.ts";
import { hashToken } from "../../platform/tokens.ts";
import { answerOnce } from "./idempotency.ts";
import { describeApi } from "./openapi.ts";
import { type ApiRoute, type Caller, Problem } from "./route.ts";

export interface ApiOptions {
  routes: readonly ApiRoute[];
  now: Clock;
  log: Log;
}

const BODY_LIMIT_BYTES = 4 * 1024 * 1024;
const CALLS_PER_MINUTE = 600;
const WRONG_KEYS_PER_MINUTE = 30;

/** The REST API under /api/v1: keys, roles, checked bodies, repeatable posts, problem documents (RFC 9457). */
export function createApi({ routes, now, log }: ApiOptions): FastifyPluginAsync {
  const wrongKeys = createFailureLimit({ max: WRONG_KEYS_PER_MINUTE, windowMs: 60_000, now });

  return async (app) => {
    app.setErrorHandler((error: Error & { statusCode?: number; errors?: unknown }, request, reply) => {
      const status = error.statusCode ?? 500;
      if (status >= 500) log.error({ err: error, route: request.routeOptions.url }, "request failed");
      return sendApiProblem(
        reply,
        status,
        status >= 500 ? "Something failed on our side" : error.message,
        error.errors,
      );
    });
    app.get("/api/v1/openapi.json", async () => describeApi(routes));

    for (const definition of routes) {
      app.route({
        method: definition.method,
        url: `/api/v1${definition.path}`,
        bodyLimit: BODY_LIMIT_BYTES,
        config: { rateLimit: { max: CALLS_PER_MINUTE, timeWindow: 60_000, keyGenerator: keyOf } },
        handler: (request, reply) => answer(definition, request, reply),
      });
    }
  };

  function refuseStranger(request: FastifyRequest): Problem {
    if (wrongKeys.take(request.ip) > 0) return new Problem(429, "Too many wrong keys: wait a minute");
    return new Problem(401, "Give a key of this workspace: Authorization: Bearer <key>");
  }

  async function answer(definition: ApiRoute, request: FastifyRequest, reply: FastifyReply) {
    const caller = await identify(request);
    if (!caller) throw refuseStranger(request);
    if (!permits(caller.role, definition.permission)) throw new Problem(403, `The role ${caller.role} may not do this`);
    const { params, query } = request as { params: Record<string, string>; query: Record<string, string> };
    const body = readBody(definition.body, request.body);
    const work = async () => ({
      status: definition.status ?? 200,
      body: (await definition.handle({ caller, params, query, body })) ?? null,
    });
    const key = request.headers["idempotency-key"];
    const isRepeatable = definition.method === "POST" && typeof key === "string" && key !== "";
    const result = isRepeatable ? await answerOnce({ caller, key, request, now: now() }, work) : await work();
    return reply.code(result.status).send(result.body);
  }
}

async function identify(request: FastifyRequest): Promise<Caller | undefined> {
  const [, token] = /^Bearer ([\w.~+/=-]{16,200})$/.exec(request.headers.authorization ?? "") ?? [];
  const key = token ? await findApiKey(hashToken(token)) : null;
  if (!key) return undefined;
  return { workspaceId: key.workspaceId, role: key.role, actor: `apiKey:${key.name}`, name: key.name };
}

function readBody(schema: z.ZodType | undefined, body: unknown): unknown {
  if (!schema) return undefined;
  const parsed = schema.safeParse(body ?? undefined);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ field: path.join("."), message }));
  throw new Problem(400, "The body is not what this operation takes", errors);
}

function sendApiProblem(reply: FastifyReply, status: number, detail: string, errors: unknown) {
  const problem = {
    title: TITLES[status] ?? "Error",
    status,
    detail,
    ...(Array.isArray(errors) && errors.length > 0 && { errors }),
  };
  return reply.code(status).type("application/problem+json").send(JSON.stringify(problem));
}

const TITLES: Record<number, string> = {
  400: "Bad request",
  401: "Not signed in",
  403: "Not allowed",
  404: "Not found",
  409: "Conflict",
  413: "Too large",
  415: "Unsupported media type",
  422: "Idempotency key used before",
  429: "Too many requests",
  500: "Internal error",
};

/** Strangers are counted by address; callers by their key. */
function keyOf(request: FastifyRequest): string {
  const { authorization } = request.headers;
  return authorization ? hashToken(authorization) : request.ip;
}
