import type { ConnectionCheck } from "./mail-sender.ts";

/** How far a folder has been read. Valid only for this `uidValidity` (RFC 9051, section 2.3.1.1). */
export interface FolderCursor {
  folder: string;
  /** A decimal string: the server's 32-bit number, or the sandbox's own. */
  uidValidity: string;
  lastUid: number;
}

/** One mail as the server keeps it. */
export interface FetchedMail {
  folder: string;
  uidValidity: string;
  uid: number;
  raw: Buffer;
  receivedAt: Date;
  /** The mail was too large: `raw` is its beginning. */
  truncated?: boolean | undefined;
}

/** A watched folder the server would not let us read, and what it said. */
export interface UnreadableFolder {
  folder: string;
  detail: string;
}

/**
 * How the watch is doing; told at every change. `watching` comes once all folders have been read; a folder that cannot be
 * read is named in `unreadable` and tried again at each poll. With none that can be read the watch has failed.
 */
export type ReaderState =
  | { kind: "connecting" }
  | { kind: "watching"; by: "idle" | "poll"; unreadable?: UnreadableFolder[] | undefined }
  | { kind: "failed"; reason: "unreachable" | "refused"; detail: string };

export interface WatchOptions {
  folders: string[];
  /** Where each folder was left. A folder without one is read from `readSince` on. */
  cursors: FolderCursor[];
  readSince: Date;
  /** Upper bound between two looks at the server when IDLE stays silent, in seconds. */
  pollSeconds: number;
  /**
   * Stores one mail. May be called for several at a time; the cursor moves only past mails for which it resolved. A
   * rejection ends the watch as a failure.
   */
  onMail(mail: FetchedMail): Promise<void>;
  /** Keeps the cursor; called after the mails up to it are stored. */
  onCursor(cursor: FolderCursor): Promise<void>;
  onState(state: ReaderState): void;
  signal: AbortSignal;
}

/** One mailbox's way in. Reading never sets \Seen and changes nothing on the server. */
export interface MailReader {
  /**
   * Reads what is new, oldest first, then waits for more, until `signal` aborts (resolves) or the connection fails
   * (resolves after `onState` said `failed`). Reconnecting, with back-off, is the caller's.
   */
  watch(options: WatchOptions): Promise<void>;
  /** Whether our Message-ID lies in the folder of sent mail: answers what an `unknown` hand-over left open. */
  findSent(messageId: string): Promise<"found" | "absent" | "cannotTell">;
  verify(): Promise<ConnectionCheck>;
}
