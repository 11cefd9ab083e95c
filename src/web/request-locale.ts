import type { FastifyRequest } from "fastify";
import { type Locale, toLocale } from "../platform/texts.ts";

/** The language of a visitor we do not know: what the instance was set to, else what the browser asks for first. */
export function requestLocale(request: FastifyRequest): Locale {
  return request.server.defaultLocale ?? toLocale(request.headers["accept-language"]);
}
