import type { ChatButton } from "./chat-channel.ts";

/** One bubble of the chat page. */
export interface WebChatEntry {
  id: string;
  from: "user" | "relance";
  text: string;
  buttons: ChatButton[][];
  /** ISO 8601, in UTC. */
  at: string;
  edited: boolean;
}

export type NewWebChatEntry = Omit<WebChatEntry, "id">;

/** The history of the chat page: what lets a conversation outlive a restart. A `chatId` is the user's id. */
export interface WebChatStore {
  /** Adds one entry and returns its id. Entries of one chat are listed in the order in which they were appended. */
  append(chatId: string, entry: NewWebChatEntry): Promise<string>;
  /** Changes an entry of ours; undefined where that chat holds no such entry from Relance. An odd id is no error. */
  replace(
    chatId: string,
    id: string,
    change: Pick<WebChatEntry, "text" | "buttons" | "edited">,
  ): Promise<WebChatEntry | undefined>;
  /** The latest `limit` entries, oldest first. */
  list(chatId: string, limit: number): Promise<WebChatEntry[]>;
}
