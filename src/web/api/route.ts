import type { z } from "zod";
import type { Id } from "../../db/model.ts";
import { toId } from "../../db/model.ts";
import type { Permission, Role } from "../../domain/roles.ts";

/** Who asks: a key and its workspace. */
export interface Caller {
  workspaceId: Id;
  role: Role;
  /** For the audit trail: `apiKey:<name>`. */
  actor: string;
  name: string;
}

export interface ApiRequest<Body> {
  caller: Caller;
  params: Record<string, string>;
  query: Record<string, string | undefined>;
  body: Body;
}

/** One operation of the REST API: what it takes, who may, and what it does. The OpenAPI description is made of these. */
export interface ApiRoute<Body = unknown> {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  path: string;
  summary: string;
  permission: Permission;
  body?: z.ZodType<Body>;
  /** The status of success; 200 where none is given. */
  status?: number;
  handle(request: ApiRequest<Body>): Promise<unknown>;
}

/** Keeps the body's type between schema and handler. */
export function route<Body>(definition: ApiRoute<Body>): ApiRoute {
  return definition as ApiRoute;
}

/** What a caller did wrong: becomes a problem document (RFC 9457). `errors` names each field that is wrong. */
export class Problem extends Error {
  readonly statusCode: number;
  readonly errors: { field: string; message: string }[];

  constructor(statusCode: number, detail: string, errors: Problem["errors"] = []) {
    super(detail);
    this.statusCode = statusCode;
    this.errors = errors;
  }
}

/** The id in a path. A text that is none, like the id of another workspace, leads to nothing. */
export function idOf(request: Pick<ApiRequest<unknown>, "params">, name = "id"): Id {
  const id = toId(request.params[name] ?? "");
  if (!id) throw notFound();
  return id;
}

export function notFound(): Problem {
  return new Problem(404, "There is no such object in this workspace");
}

/** The value, or a problem that says it is not there. */
export function orNotFound<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw notFound();
  return value;
}
