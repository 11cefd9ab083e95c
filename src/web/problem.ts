import { STATUS_CODES } from "node:http";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Log } from "../platform/log.ts";
import { translate } from "../platform/texts.ts";
import { renderNotice } from "./page.ts";
import { requestLocale } from "./request-locale.ts";

/** Answers with a problem document (RFC 9457). `detail` is for people and holds nothing internal. */
export function sendProblem(reply: FastifyReply, status: number, detail?: string): FastifyReply {
  return reply
    .code(status)
    .type("application/problem+json")
    .send(JSON.stringify({ title: STATUS_CODES[status] ?? "Error", status, ...(detail && { detail }) }));
}

/** A problem for programs, a page for people. */
export function refuse(request: FastifyRequest, reply: FastifyReply, status: number, detail?: string): FastifyReply {
  const wantsPage = request.headers.accept?.includes("text/html") && !request.url.startsWith("/api/");
  if (!wantsPage) return sendProblem(reply, status, detail);
  const key = PAGE_TEXTS[status] ?? "web-error-failed";
  const locale = requestLocale(request);
  return reply
    .code(status)
    .type("text/html; charset=utf-8")
    .send(renderNotice(locale, translate(locale, key)));
}

const PAGE_TEXTS: Record<number, string> = {
  403: "web-error-forbidden",
  404: "web-error-not-found",
  413: "web-error-too-large",
  429: "web-error-too-many",
  503: "web-error-not-ready",
};

/** What a throw becomes: the caller's fault is named by its status, ours is logged and told to nobody. */
export function createErrorHandler(log: Log) {
  return (error: Error & { statusCode?: number }, request: FastifyRequest, reply: FastifyReply) => {
    const status = error.statusCode ?? 500;
    if (status < 500) return refuse(request, reply, status);
    log.error({ err: error, method: request.method, route: request.routeOptions.url }, "request failed");
    return refuse(request, reply, status);
  };
}
