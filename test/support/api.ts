import type { FastifyInstance, LightMyRequestResponse } from "fastify";
import { createApiRoutes } from "../../src/compose/api.ts";
import { ensureApiKey } from "../../src/db/api-keys.ts";
import type { Id } from "../../src/db/model.ts";
import { ROLES, type Role } from "../../src/domain/roles.ts";
import { createSecretBox, generateSecretKey } from "../../src/platform/encryption.ts";
import { createLog } from "../../src/platform/log.ts";
import { hashToken, randomToken } from "../../src/platform/tokens.ts";
import { createApi } from "../../src/web/api/plugin.ts";
import { createWebApp } from "../../src/web/app.ts";
import type { World } from "./world.ts";

type Method = "GET" | "POST" | "PATCH" | "DELETE";

export interface Answer {
  status: number;
  type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
  body: any;
  raw: string;
}

export type Call = (method: Method, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;

/** The REST API over the world's engine, and what a test calls it with. */
export async function startApi(world: World) {
  const ok = async () => ({ kind: "ok" as const });
  const connections = {
    senderFor: () => ({ send: async () => ({ kind: "unreachable" as const, reply: "" }), verify: ok, close() {} }),
    readerFor: () => ({ watch: async () => undefined, findSent: async () => "absent" as const, verify: ok }),
    close() {},
  };
  const log = createLog("error", { write: (line: string) => void world.faults.push(JSON.parse(line)) });
  const routes = createApiRoutes({
    ...{ now: world.now, wake: (job) => void world.woken.push(job), connections },
    secrets: createSecretBox([generateSecretKey()]),
    decideDraft: world.engine.decideDraft,
  });
  const app: FastifyInstance = await createWebApp({
    ...{ settings: {}, log, now: world.now, plugins: [createApi({ routes, now: world.now, log })] },
    readiness: async () => ({ ready: true, checks: {} }),
    loadAdmin: () => Promise.reject(new Error("not in this test")),
  });

  const callWith =
    (token: string | undefined): Call =>
    async (method, path, body, headers = {}) => {
      const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
      const response = await app.inject({
        ...{ method, url: `/api/v1${path}`, headers: { ...authorization, ...headers } },
        ...(body !== undefined && { payload: body as object }),
      });
      return toAnswer(response);
    };
  return {
    app,
    routes,
    callWith,
    /** A call under a fresh key of that workspace and role. */
    async keyFor(workspaceId: Id, role: Role = "owner", name = role as string): Promise<Call> {
      const token = randomToken();
      await ensureApiKey({ workspaceId, name, role, tokenHash: hashToken(token) });
      return callWith(token);
    },
    async keysFor(workspaceId: Id): Promise<Record<Role, Call>> {
      const entries = ROLES.map(async (role) => [role, await this.keyFor(workspaceId, role)] as const);
      return Object.fromEntries(await Promise.all(entries)) as Record<Role, Call>;
    },
  };
}

function toAnswer(response: LightMyRequestResponse): Answer {
  const type = String(response.headers["content-type"] ?? "").split(";")[0] ?? "";
  const isJson = type.endsWith("json");
  return { status: response.statusCode, type, body: isJson ? response.json() : undefined, raw: response.body };
}
