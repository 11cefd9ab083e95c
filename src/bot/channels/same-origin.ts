import type { FastifyRequest } from "fastify";

/**
 * Whether a request that changes something comes from our own pages, by what browsers say of it. A client that says
 * nothing is no browser, and so carries nobody's cookies by surprise.
 */
export function isSameOrigin(request: FastifyRequest): boolean {
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin";
  const { origin } = request.headers;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === request.host;
}
