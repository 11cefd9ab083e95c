import type { Clock } from "../../platform/clock.ts";
import type { Log } from "../../platform/log.ts";
import type { ChatChannel, ChatHandlers, ChatMessage } from "../../ports/chat-channel.ts";
import type { NewWebChatEntry, WebChatEntry, WebChatStore } from "../../ports/web-chat-store.ts";
import { createKeyedQueue } from "./keyed-queue.ts";
import { assertSendable } from "./message-text.ts";

export interface WebChatEvent {
  kind: "message" | "edited";
  entry: WebChatEntry;
}

export interface WebChatUser {
  id: string;
  name: string;
  locale: string;
}

/** The page's side of the channel. A chat is a signed-in user: its id is the user's. */
export interface WebChat {
  /** Stores what the user wrote at once, and resolves with it after the answers are sent too. */
  receive(user: WebChatUser, text: string): Promise<WebChatEntry>;
  press(user: WebChatUser, chatMessageId: string, data: string): Promise<{ toast: string }>;
  /** Events of this process only: other processes write to the store alone. */
  subscribe(userId: string, listener: (event: WebChatEvent) => void): () => void;
  /** The latest entries, oldest first. */
  history(userId: string, limit: number): Promise<WebChatEntry[]>;
}

export interface WebChatOptions {
  store: WebChatStore;
  now: Clock;
  log?: Log;
}

/** The chat page as a channel: the same assistant without any account elsewhere. */
export function createWebChatChannel({ store, now, log }: WebChatOptions): ChatChannel & WebChat {
  const incoming = createKeyedQueue();
  const outgoing = createKeyedQueue();
  const listeners = new Map<string, Set<(event: WebChatEvent) => void>>();
  let handlers: ChatHandlers | undefined;

  function publish(chatId: string, event: WebChatEvent): void {
    for (const listener of listeners.get(chatId) ?? []) {
      try {
        listener(event);
      } catch (err) {
        log?.error({ err }, "a chat listener failed"); // one broken page must not stop the others
      }
    }
  }

  /** One at a time per chat, so that listeners see entries in the order of the store. */
  function append(chatId: string, entry: NewWebChatEntry): Promise<WebChatEntry> {
    return outgoing.run(chatId, async () => {
      const stored = { ...entry, id: await store.append(chatId, entry) };
      publish(chatId, { kind: "message", entry: stored });
      return stored;
    });
  }

  function say(chatId: string, { text, buttons }: ChatMessage): Promise<WebChatEntry> {
    return append(chatId, { from: "relance", text: text.trim(), buttons, at: now().toISOString(), edited: false });
  }

  async function deliver(chatId: string, messages: ChatMessage[]): Promise<void> {
    for (const message of messages) {
      assertSendable(message);
      await say(chatId, message);
    }
  }

  function started(): ChatHandlers {
    if (!handlers) throw new Error("The web chat is not started");
    return handlers;
  }

  const describe = (user: WebChatUser) =>
    ({ channel: "web", chatId: user.id, senderId: user.id, senderName: user.name, languageHint: user.locale }) as const;

  return {
    name: "web",
    canEdit: true,
    async start(newHandlers) {
      handlers = newHandlers;
    },
    async send(chatId, message) {
      assertSendable(message);
      return { kind: "sent", chatMessageId: (await say(chatId, message)).id };
    },
    async edit(chatId, chatMessageId, message) {
      assertSendable(message);
      return outgoing.run(chatId, async () => {
        const change = { text: message.text.trim(), buttons: message.buttons, edited: true };
        const entry = await store.replace(chatId, chatMessageId, change);
        if (!entry) return { kind: "gone", reason: "the chat page has no such message" };
        publish(chatId, { kind: "edited", entry });
        return { kind: "sent", chatMessageId };
      });
    },
    async stop() {
      handlers = undefined;
      await incoming.idle();
    },
    state: () => (handlers ? { kind: "ok" } : { kind: "failed", reason: "The web chat is not started" }),
    pairingLink: () => undefined, // signing in is the pairing

    async receive(user, text) {
      const { onMessage } = started();
      const entry = await append(user.id, { from: "user", text, buttons: [], at: now().toISOString(), edited: false });
      await incoming.run(user.id, async () => deliver(user.id, await onMessage({ ...describe(user), text })));
      return entry;
    },
    async press(user, chatMessageId, data) {
      const { onPress } = started();
      return incoming.run(user.id, async () => {
        const { toast, messages } = await onPress({ ...describe(user), chatMessageId, data });
        await deliver(user.id, messages);
        return { toast };
      });
    },
    subscribe(userId, listener) {
      const group = listeners.get(userId) ?? new Set();
      listeners.set(userId, group.add(listener));
      return () => {
        group.delete(listener);
        if (group.size === 0 && listeners.get(userId) === group) listeners.delete(userId);
      };
    },
    history: (userId, limit) => store.list(userId, limit),
  };
}
