import { z } from "zod";
import type { ApiRoute } from "./route.ts";

/** The API's description (OpenAPI 3.1), made from the routes themselves, so that the two cannot differ. */
export function describeApi(routes: readonly ApiRoute[]) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { method, path, summary, permission, body, status = 200 } of routes) {
    const url = `/api/v1${path.replace(/:(\w+)/g, "{$1}")}`;
    const parameters = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
      name,
      in: "path",
      required: true,
      schema: { type: "string" },
    }));
    paths[url] = {
      ...paths[url],
      [method.toLowerCase()]: {
        summary,
        description: `Needs the permission ${permission}.`,
        parameters,
        ...(body && {
          requestBody: {
            content: { "application/json": { schema: z.toJSONSchema(body, { io: "input", unrepresentable: "any" }) } },
          },
        }),
        responses: {
          [status]: { description: "Done", content: { "application/json": {} } },
          default: { description: "A problem document (RFC 9457)", content: { "application/problem+json": {} } },
        },
      },
    };
  }
  const bearer = { type: "http", scheme: "bearer" };
  return {
    openapi: "3.1.0",
    info: { title: "Relance", version: "1" },
    security: [{ bearer: [] }],
    components: { securitySchemes: { bearer } },
    paths,
  };
}
