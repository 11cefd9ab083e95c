import type { FolderCursor, ReaderState, UnreadableFolder, WatchOptions } from "../ports/mail-reader.ts";
import type { ImapSession } from "./imap-client.ts";
import { readFolder } from "./imap-read-folder.ts";
import { watchForNews } from "./imap-wait.ts";

// Servers end an IDLE after half an hour (RFC 2177).
const MAX_WAIT_MS = 25 * 60_000;

/**
 * Reads the folders, then waits: by IDLE on the first that can be read, by polling for the others and without IDLE.
 *
 * @throws NotKeptError, or what imapflow throws once the server is gone, the signal aborted, or every folder is refused.
 */
export async function watchFolders({ client }: ImapSession, options: WatchOptions): Promise<never> {
  const folders = [...new Set(options.folders)];
  const pollMs = Math.min(options.pollSeconds * 1000, MAX_WAIT_MS);
  const read = createFolderReading(client, folders, options);
  const tell = tellChanges(options.onState);
  const news = watchForNews(client);

  const tellState = () => {
    const unreadable = read.unreadable();
    tell({ kind: "watching", by: news.by(), ...(unreadable.length > 0 ? { unreadable } : {}) });
  };
  let pollAtMs = 0;
  for (;;) {
    news.reset();
    if (performance.now() < pollAtMs) await read.again();
    else {
      pollAtMs = performance.now() + pollMs;
      await read.all();
    }
    tellState();
    const wake = await news.wait(pollAtMs - performance.now());
    if (wake === "ended") throw new Error("The server closed the connection");
  }
}

/** The reading of several folders over one connection; a folder that is refused does not keep the others from it. */
function createFolderReading(client: ImapSession["client"], folders: string[], options: WatchOptions) {
  const cursors = new Map<string, FolderCursor>(options.cursors.map((cursor) => [cursor.folder, cursor]));
  const refusals = new Map<string, { error: unknown; detail: string }>();
  const keeping: WatchOptions = {
    ...options,
    async onCursor(cursor) {
      await options.onCursor(cursor);
      cursors.set(cursor.folder, cursor);
    },
  };
  const readOne = async (folder: string) => {
    try {
      await readFolder(client, folder, cursors.get(folder), keeping);
      refusals.delete(folder);
    } catch (error) {
      if (!client.usable || !isRefusal(error)) throw error;
      refusals.set(folder, { error, detail: error.responseText ?? error.message });
    }
  };
  /** The first that can be read. It is read last, and so stays selected: IDLE tells of the selected folder only. */
  const main = () => folders.find((folder) => !refusals.has(folder));
  const again = async () => {
    const folder = main();
    if (folder === undefined) throw refusals.values().next().value?.error ?? new Error("No folder to watch is named");
    await readOne(folder);
    if (refusals.has(folder)) await again();
  };

  return {
    again,
    async all() {
      for (const folder of folders.toReversed()) await readOne(folder);
      // A refused EXAMINE leaves no folder selected.
      if (refusals.size > 0 || folders.length === 0) await again();
    },
    unreadable: (): UnreadableFolder[] => [...refusals].map(([folder, { detail }]) => ({ folder, detail })),
  };
}

function isRefusal(error: unknown): error is Error & { responseText?: string } {
  const { responseStatus } = error as { responseStatus?: unknown };
  return error instanceof Error && (responseStatus === "NO" || responseStatus === "BAD");
}

function tellChanges(onState: (state: ReaderState) => void): (state: ReaderState) => void {
  let told = "";
  return (state) => {
    const text = JSON.stringify(state);
    if (text === told) return;
    told = text;
    onState(state);
  };
}
