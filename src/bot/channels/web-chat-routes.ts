import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { translate } from "../../platform/texts.ts";
import { isSameOrigin } from "./same-origin.ts";
import { renderChatPage } from "./web-chat/page.ts";
import type { WebChat } from "./web-chat.ts";
import { openEventStream } from "./web-chat-events.ts";

export interface SignedInUser {
  id: string;
  name: string;
  locale: "fr" | "en";
}

export interface WebChatRoutesOptions {
  webChat: WebChat;
  signedInUser(request: FastifyRequest): Promise<SignedInUser | undefined> | SignedInUser | undefined;
  /** For tests. */
  heartbeatMs?: number;
  catchUpMs?: number;
}

const BODY_LIMIT_BYTES = 32 * 1024;
const messageBody = z.object({ text: z.string().trim().min(1).max(4_000) });
const pressBody = z.object({ chatMessageId: z.string().min(1).max(64), data: z.string().min(1).max(64) });

const PAGE_HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cache-control": "no-store",
};

/** The `/chat` page, its events and its two posts. Register it in a scope of its own: it takes JSON bodies only. */
export function createWebChatRoutes({ webChat, signedInUser, ...timing }: WebChatRoutesOptions): FastifyPluginAsync {
  const assets = [
    readAsset("app.js", "text/javascript; charset=utf-8"),
    readAsset("entries.js", "text/javascript; charset=utf-8"),
    readAsset("style.css", "text/css; charset=utf-8"),
    readAsset("entries.css", "text/css; charset=utf-8"),
  ];

  return async (app) => {
    const streams = new Set<{ close(): void }>();
    // Without this an open page would keep the server from closing.
    app.addHook("preClose", async () => {
      for (const stream of [...streams]) stream.close();
    });
    app.addHook("onRequest", async (request, reply) => {
      if (request.method === "POST" && !isSameOrigin(request)) return refuse(reply, 403, "Cross-site request");
    });
    // A form of another site can post any type but JSON.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("application/json", { parseAs: "string" }, app.getDefaultJsonParser("error", "error"));

    app.get("/chat", async (request, reply) => {
      const user = await signedInUser(request);
      if (!user) return reply.redirect("/login?next=/chat", 303);
      return reply.headers(PAGE_HEADERS).type("text/html; charset=utf-8").send(renderChatPage(user, translate));
    });

    for (const { name, type, content, etag } of assets) {
      app.get(`/chat/${name}`, async (request, reply) => {
        reply.headers({ "x-content-type-options": "nosniff", "cache-control": "no-cache", etag });
        if (request.headers["if-none-match"] === etag) return reply.code(304).send();
        return reply.type(type).send(content);
      });
    }

    app.get("/chat/events", async (request, reply) => {
      const user = await signedInUser(request);
      if (!user) return refuse(reply, 401, "Sign in first");
      reply.hijack();
      reply.raw.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store",
        "x-accel-buffering": "no", // nginx would hold events back
      });
      const stream = openEventStream(reply.raw, {
        webChat,
        userId: user.id,
        lastEventId: request.headers["last-event-id"] as string | undefined,
        stillSignedIn: async () => (await signedInUser(request))?.id === user.id,
        onEnd: () => streams.delete(stream),
        ...timing,
      });
      streams.add(stream);
    });

    app.post("/chat/messages", { bodyLimit: BODY_LIMIT_BYTES }, async (request, reply) => {
      const user = await signedInUser(request);
      if (!user) return refuse(reply, 401, "Sign in first");
      const body = messageBody.safeParse(request.body);
      if (!body.success) return refuse(reply, 400, "Expected {text}: 1 to 4000 characters");
      return { entry: await webChat.receive(user, body.data.text) };
    });

    app.post("/chat/press", { bodyLimit: BODY_LIMIT_BYTES }, async (request, reply) => {
      const user = await signedInUser(request);
      if (!user) return refuse(reply, 401, "Sign in first");
      const body = pressBody.safeParse(request.body);
      if (!body.success) return refuse(reply, 400, "Expected {chatMessageId, data}");
      return webChat.press(user, body.data.chatMessageId, body.data.data);
    });
  };
}

/** A problem document (RFC 9457). */
function refuse(reply: FastifyReply, status: number, title: string): FastifyReply {
  return reply.code(status).type("application/problem+json").send(JSON.stringify({ title, status }));
}

function readAsset(name: string, type: string) {
  const content = readFileSync(new URL(`web-chat/${name}`, import.meta.url));
  return { name, type, content, etag: `"${createHash("sha256").update(content).digest("base64url").slice(0, 16)}"` };
}
