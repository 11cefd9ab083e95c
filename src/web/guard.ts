import type { FastifyRequest } from "fastify";

const READING = new Set(["GET", "HEAD", "OPTIONS"]);

/** True for a request that another site had a browser make: nothing of ours may change because of it. */
export function isCrossSite(request: FastifyRequest, publicUrl: string | undefined): boolean {
  const { origin, "sec-fetch-site": site } = request.headers;
  if (site !== undefined && site !== "same-origin" && site !== "none") return true;
  if (origin === undefined) return false; // no browser, so nobody's cookies came along by surprise
  if (!URL.canParse(origin)) return true;
  const theirs = new URL(origin);
  const ours = `${theirs.protocol}//${request.host}`; // parsed as well, since a browser leaves out :80 and :443
  if (URL.canParse(ours) && new URL(ours).host === theirs.host) return false;
  return publicUrl === undefined || theirs.origin !== new URL(publicUrl).origin;
}

/** Whether a request must be refused: it would change something, and comes from another site's page. */
export function isForged(request: FastifyRequest, publicUrl: string | undefined): boolean {
  return !READING.has(request.method) && !speaksForItself(request) && isCrossSite(request, publicUrl);
}

/** Requests that carry their own proof and no cookie: API keys, signed hooks, one-click unsubscribe (RFC 8058). */
function speaksForItself({ url, headers }: FastifyRequest): boolean {
  if (url.startsWith("/api/v1/")) return headers.authorization !== undefined;
  return url.startsWith("/hooks/") || url.startsWith("/u/");
}
