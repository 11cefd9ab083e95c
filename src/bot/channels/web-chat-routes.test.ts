import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { NO_COMMANDS, recordingHandlers } from "./chat-channel.contract.ts";
import { createWebChatChannel, type WebChatEvent } from "./web-chat.ts";
import { createMemoryWebChatStore } from "./web-chat-memory-store.ts";
import { createWebChatRoutes, type SignedInUser } from "./web-chat-routes.ts";

const ann: SignedInUser = { id: "user-ann", name: "Ann <b>", locale: "fr" };
const now = () => new Date("2026-11-02T09:00:00Z");

type StreamEvent = WebChatEvent | { kind: "ready" };

let app: FastifyInstance;
let store: ReturnType<typeof createMemoryWebChatStore>;
let channel: ReturnType<typeof createWebChatChannel>;
let handlers: ReturnType<typeof recordingHandlers>;
let user: SignedInUser | undefined;
let base: string;

beforeEach(async () => {
  user = ann;
  store = createMemoryWebChatStore();
  channel = createWebChatChannel({ store, now });
  handlers = recordingHandlers();
  handlers.onMessage = async ({ text }) => [{ text: `you said ${text}`, buttons: [] }];
  handlers.onPress = async ({ data }) => ({ toast: `pressed ${data}`, messages: [] });
  await channel.start(handlers, NO_COMMANDS);
  app = Fastify();
  await app.register(
    createWebChatRoutes({ webChat: channel, signedInUser: () => user, heartbeatMs: 20, catchUpMs: 20 }),
  );
  base = await app.listen({ port: 0, host: "127.0.0.1" });
});
afterEach(() => app.close());

const say = (text: string) => channel.send(ann.id, { text, buttons: [] });
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(base + path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

/** Reads the stream until `enough` of its events. */
async function readEvents(enough: (events: StreamEvent[]) => boolean, headers: Record<string, string> = {}) {
  const response = await fetch(`${base}/chat/events`, { headers });
  const events: StreamEvent[] = [];
  let raw = "";
  for await (const chunk of response.body ?? []) {
    raw += Buffer.from(chunk).toString("utf8");
    const lines = raw.split("\n").filter((line) => line.startsWith("data: "));
    events.splice(0, events.length, ...lines.map((line) => JSON.parse(line.slice(6))));
    if (enough(events)) break;
  }
  return { events, raw };
}
const isReady = (events: StreamEvent[]) => events.some((event) => event.kind === "ready");
const textsOf = (events: StreamEvent[]) => events.flatMap((event) => ("entry" in event ? [event.entry.text] : []));

describe("GET /chat", () => {
  it("sends strangers to the sign-in page", async () => {
    user = undefined;
    const response = await fetch(`${base}/chat`, { redirect: "manual" });
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe("/login?next=/chat");
  });

  it("shows the page in the user's language, under a policy that allows no inline script or style", async () => {
    const response = await fetch(`${base}/chat`);
    const html = await response.text();
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self'");
    expect(html).toContain('<html lang="fr">');
    expect(html).toContain("Bonjour Ann &#60;b&#62;");
    expect(html).not.toMatch(/<style|style=|onclick|<script(?![^>]* src=)/);
  });

  it("serves each file the page names, and answers 304 to a browser that has it", async () => {
    const html = await (await fetch(`${base}/chat`)).text();
    const paths = [...html.matchAll(/(?:src|href)="(\/chat\/[^"]+)"/g)].map((match) => match[1]);
    expect(paths).toHaveLength(4);
    for (const path of paths) {
      const response = await fetch(base + path);
      expect(response.status).toBe(200);
      const again = await fetch(base + path, { headers: { "if-none-match": response.headers.get("etag") ?? "" } });
      expect(again.status).toBe(304);
    }
  });
});

describe("GET /chat/events", () => {
  it("refuses strangers", async () => {
    user = undefined;
    expect((await fetch(`${base}/chat/events`)).status).toBe(401);
  });

  it("brings the history, then what happens", async () => {
    await say("before");
    const reading = readEvents((events) => textsOf(events).length === 2);
    await expect.poll(() => say("after").then(() => true)).toBe(true);
    const { events } = await reading;
    expect(events[0]).toMatchObject({
      kind: "message",
      entry: { from: "relance", text: "before", at: now().toISOString() },
    });
    expect(textsOf(events)).toEqual(["before", "after"]);
  });

  it("resumes after the last entry the page has, and repeats edits it may have missed", async () => {
    const first = await say("first");
    const second = await say("second");
    await say("third");
    const idOf = (result: typeof first) => (result.kind === "sent" ? result.chatMessageId : "");
    await channel.edit(ann.id, idOf(first), { text: "first, changed", buttons: [] });
    const { events } = await readEvents(isReady, { "last-event-id": idOf(second) });
    expect(events).toMatchObject([
      { kind: "edited", entry: { text: "first, changed" } },
      { kind: "message", entry: { text: "third" } },
      { kind: "ready" },
    ]);
  });

  it("shows what another process wrote to the store", async () => {
    const reading = readEvents((events) => textsOf(events).length === 1);
    await store.append(ann.id, { from: "relance", text: "from a worker", buttons: [], at: "", edited: false });
    expect(textsOf((await reading).events)).toEqual(["from a worker"]);
  });

  it("ends once the user is signed out", async () => {
    const response = await fetch(`${base}/chat/events`);
    user = undefined;
    expect(await response.text()).toContain("retry: 2000");
  });

  it("does not keep the server from closing", async () => {
    const response = await fetch(`${base}/chat/events`);
    await app.close();
    await expect(response.text()).resolves.toContain("retry");
  });
});

describe("POST", () => {
  it("hands a message on and answers with its entry", async () => {
    const response = await post("/chat/messages", { text: "  hello " });
    expect(await response.json()).toMatchObject({ entry: { from: "user", text: "hello" } });
    expect((await store.list(ann.id, 10)).map((entry) => entry.text)).toEqual(["hello", "you said hello"]);
  });

  it("hands a press on and answers with the toast", async () => {
    const response = await post("/chat/press", { chatMessageId: "1", data: "tok" });
    expect(await response.json()).toEqual({ toast: "pressed tok" });
  });

  it("refuses strangers, empty and oversized bodies, and forms", async () => {
    expect((await post("/chat/messages", { text: " " })).status).toBe(400);
    expect((await post("/chat/messages", { text: "x".repeat(4_001) })).status).toBe(400);
    expect((await post("/chat/messages", { text: "x".repeat(40_000) })).status).toBe(413);
    expect((await post("/chat/press", { data: "tok" })).status).toBe(400);
    const form = await fetch(`${base}/chat/messages`, { method: "POST", body: new URLSearchParams({ text: "hi" }) });
    expect(form.status).toBe(415);
    user = undefined;
    expect((await post("/chat/messages", { text: "hi" })).status).toBe(401);
    expect((await post("/chat/press", { chatMessageId: "1", data: "tok" })).status).toBe(401);
    expect(await store.list(ann.id, 10)).toEqual([]);
  });

  it("refuses other sites by what the browser says of the request", async () => {
    const status = async (headers: Record<string, string>) =>
      (await post("/chat/messages", { text: "hi" }, headers)).status;
    expect(await status({ "sec-fetch-site": "cross-site" })).toBe(403);
    expect(await status({ "sec-fetch-site": "same-site" })).toBe(403);
    expect(await status({ origin: "https://evil.example" })).toBe(403);
    expect(await status({ origin: "null" })).toBe(403);
    expect(await status({ "sec-fetch-site": "same-origin" })).toBe(200);
    expect(await status({ origin: base })).toBe(200);
  });
});
