import type { ServerResponse } from "node:http";
import type { WebChatEntry } from "../../ports/web-chat-store.ts";
import type { WebChat, WebChatEvent } from "./web-chat.ts";

const HISTORY_ENTRIES = 200;
const HEARTBEAT_MS = 25_000;
/** How soon the page shows what another process wrote to the store. */
const CATCH_UP_MS = 5_000;
/** A page that reads nothing for so long is cut off; its browser comes back and resumes. */
const MAX_UNREAD_BYTES = 4 * 1024 * 1024;

export interface EventStreamOptions {
  webChat: WebChat;
  userId: string;
  /** The last entry the page has, from an earlier connection. */
  lastEventId: string | undefined;
  /** Asked with each heartbeat, so that signing out ends the stream. */
  stillSignedIn(): Promise<boolean>;
  onEnd(): void;
  heartbeatMs?: number | undefined;
  catchUpMs?: number | undefined;
}

/**
 * Server-sent events for one open page: first what it lacks, then what happens.
 *
 * An event is `{kind: "message" | "edited", entry}`; `{kind: "ready"}` ends the history. The page may get an entry it
 * has: it keeps one per id.
 */
export function openEventStream(response: ServerResponse, options: EventStreamOptions): { close(): void } {
  const { webChat, userId } = options;
  /** What the page shows, by entry. */
  const shown = new Map<string, string>();
  /** Live events wait here while the history is read, so that the older never overwrites the newer. */
  let backlog: WebChatEvent[] | undefined;
  let closed = false;

  function write(text: string): void {
    if (closed) return;
    response.write(text);
    if (response.writableLength > MAX_UNREAD_BYTES) response.destroy();
  }

  function show(entry: WebChatEntry): void {
    const face = JSON.stringify([entry.text, entry.buttons]);
    const before = shown.get(entry.id);
    if (before === face) return;
    shown.set(entry.id, face);
    const kind = before === undefined ? "message" : "edited";
    // An edit carries no id: the browser would else resume from an old entry.
    const id = kind === "message" ? `id: ${entry.id}\n` : "";
    write(`${id}data: ${JSON.stringify({ kind, entry })}\n\n`);
  }

  async function catchUp(lastEventId?: string): Promise<void> {
    if (backlog) return;
    const waiting: WebChatEvent[] = [];
    backlog = waiting;
    try {
      const entries = await webChat.history(userId, HISTORY_ENTRIES);
      const known = entries.findIndex((entry) => entry.id === lastEventId);
      for (const [index, entry] of entries.entries()) {
        if (index <= known) shown.set(entry.id, entry.edited ? "" : JSON.stringify([entry.text, entry.buttons]));
        show(entry);
      }
      for (const id of [...shown.keys()].slice(0, -2 * HISTORY_ENTRIES)) shown.delete(id);
    } finally {
      backlog = undefined;
      for (const { entry } of waiting) show(entry);
    }
  }

  async function beat(): Promise<void> {
    if (await options.stillSignedIn()) write(": still here\n\n");
    else close();
  }

  function close(): void {
    if (closed) return;
    closed = true;
    unsubscribe();
    clearInterval(heartbeat);
    clearInterval(catchingUp);
    response.end();
    options.onEnd();
  }

  const unsubscribe = webChat.subscribe(userId, (event) => {
    if (backlog) backlog.push(event);
    else show(event.entry);
  });
  // A database that is away for a moment must not end the page: the next round makes it good.
  const heartbeat = setInterval(() => void beat().catch(() => {}), options.heartbeatMs ?? HEARTBEAT_MS);
  const catchingUp = setInterval(() => void catchUp().catch(() => {}), options.catchUpMs ?? CATCH_UP_MS);
  response.on("close", close);
  write("retry: 2000\n\n");
  catchUp(options.lastEventId).then(() => write(`data: ${JSON.stringify({ kind: "ready" })}\n\n`), close);
  return { close };
}
