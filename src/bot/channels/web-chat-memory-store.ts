import type { WebChatEntry, WebChatStore } from "../../ports/web-chat-store.ts";

/** A history that ends with the process: for tests and previews. */
export function createMemoryWebChatStore(): WebChatStore {
  const chats = new Map<string, WebChatEntry[]>();
  const open = (chatId: string) => {
    const entries = chats.get(chatId) ?? [];
    chats.set(chatId, entries);
    return entries;
  };
  return {
    async append(chatId, entry) {
      const entries = open(chatId);
      const id = String(entries.length + 1).padStart(6, "0");
      entries.push({ ...structuredClone(entry), id });
      return id;
    },
    async replace(chatId, id, change) {
      const entry = open(chatId).find((one) => one.id === id && one.from === "relance");
      if (!entry) return undefined;
      return { ...Object.assign(entry, structuredClone(change)) };
    },
    list: async (chatId, limit) => structuredClone(open(chatId).slice(-limit)),
  };
}
