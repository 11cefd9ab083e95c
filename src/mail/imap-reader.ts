import type { MailReader, WatchOptions } from "../ports/mail-reader.ts";
import { describeImapError, type ImapFailure, type ImapSession, type ImapSettings, openImap } from "./imap-client.ts";
import { NotKeptError } from "./imap-read-folder.ts";
import { findInSent } from "./imap-sent.ts";
import { watchFolders } from "./imap-watch.ts";

export type { ImapSettings } from "./imap-client.ts";

/** A folder of the server, for choosing which to watch. */
export interface ImapFolder {
  path: string;
  /** `\Sent`, `\Junk` ... (RFC 6154), marked by the server or told by the name; `\Inbox` for the inbox. */
  specialUse: string | undefined;
}

export interface ImapReader extends MailReader {
  listFolders(): Promise<{ kind: "ok"; folders: ImapFolder[] } | ImapFailure>;
}

/** Reads one mailbox over IMAP, always by EXAMINE and BODY.PEEK: nothing it does shows on the server. */
export function createImapReader(settings: ImapSettings): ImapReader {
  return {
    async watch(options) {
      const { signal, onState } = options;
      if (signal.aborted) return;
      onState({ kind: "connecting" });
      const failure = await watchOnce(settings, options);
      // A connection cut by the abort is no failure.
      if (failure !== undefined && !signal.aborted) onState(failure);
    },

    async findSent(messageId) {
      const answer = await withSession(settings, ({ client }) => findInSent(client, messageId));
      return typeof answer === "string" ? answer : "cannotTell";
    },

    async verify() {
      const answer = await withSession(settings, async () => ({ kind: "ok" as const }));
      return answer.kind === "ok" ? answer : { kind: answer.reason, reason: answer.detail };
    },

    async listFolders() {
      return await withSession(settings, async ({ client }) => {
        const folders = (await client.list()).filter(({ flags }) => !flags.has("\\Noselect"));
        return { kind: "ok" as const, folders: folders.map(({ path, specialUse }) => ({ path, specialUse })) };
      });
    },
  };
}

async function watchOnce(settings: ImapSettings, options: WatchOptions): Promise<ImapFailure | undefined> {
  const session = await openImap(settings, options.signal);
  if (session.kind === "failed") return session;
  const abort = () => session.client.close();
  options.signal.addEventListener("abort", abort, { once: true });
  try {
    options.signal.throwIfAborted();
    return await watchFolders(session, options);
  } catch (error) {
    if (error instanceof NotKeptError) return { kind: "failed", reason: "unreachable", detail: error.message };
    return describeImapError(session.lastError() ?? error, settings);
  } finally {
    options.signal.removeEventListener("abort", abort);
    session.client.close();
  }
}

/** One short errand on a connection of its own. */
async function withSession<T>(
  settings: ImapSettings,
  errand: (session: ImapSession) => Promise<T>,
): Promise<T | ImapFailure> {
  const session = await openImap(settings);
  if (session.kind === "failed") return session;
  try {
    return await errand(session);
  } catch (error) {
    return describeImapError(session.lastError() ?? error, settings);
  } finally {
    session.client.close();
  }
}
