import type { ImapFlow, SearchObject } from "imapflow";
import type { FetchedMail } from "../ports/mail-reader.ts";

/** A larger mail is not worth stalling the others: its beginning is read, headers and first parts. */
export const MAX_MAIL_BYTES = 30 * 1024 * 1024;
export const CUT_MAIL_BYTES = 1024 * 1024;

/** The folder selected on this connection. */
export interface OpenFolder {
  client: ImapFlow;
  folder: string;
  /** As the server calls it, with its namespace. */
  path: string;
  uidValidity: string;
}

export interface MailFacts {
  uid: number;
  sizeBytes: number;
  receivedAt: Date;
}

/** The server would not do this with the folder. Shaped like imapflow's own errors for a refused command. */
export class FolderRefusedError extends Error {
  readonly responseStatus = "NO";
}

/** Matching UIDs, ascending. imapflow answers false for a refusal and nothing at all without a connection: both throw. */
export async function searchUids(open: OpenFolder, query: SearchObject): Promise<number[]> {
  const found = await open.client.search(query, { uid: true });
  requireOpen(open);
  if (!Array.isArray(found)) throw new FolderRefusedError(`The server refused to search ${open.folder}`);
  return found.sort((a, b) => a - b);
}

/** Sizes and dates of those mails that are still there, by ascending UID. */
export async function fetchFacts(open: OpenFolder, uids: number[]): Promise<MailFacts[]> {
  const asked = new Set(uids);
  const facts: MailFacts[] = [];
  const query = { uid: true, size: true, internalDate: true };
  for await (const { uid, size, internalDate } of open.client.fetch(uids.join(","), query, { uid: true })) {
    // A server may put in a FETCH of its own accord, to tell of changed flags.
    if (!asked.has(uid) || size === undefined || internalDate === undefined) continue;
    facts.push({ uid, sizeBytes: size, receivedAt: new Date(internalDate) });
  }
  requireOpen(open);
  return facts.sort((a, b) => a.uid - b.uid);
}

/**
 * Fetches a group of mails by BODY.PEEK, which leaves \Seen alone.
 *
 * Whole, before any is handed on: while a FETCH runs the connection can do nothing else.
 */
export async function fetchMails(open: OpenFolder, group: MailFacts[]): Promise<FetchedMail[]> {
  const { client, folder, uidValidity } = open;
  const receivedAtByUid = new Map(group.map(({ uid, receivedAt }) => [uid, receivedAt]));
  const tooLarge = group.some(({ sizeBytes }) => sizeBytes > MAX_MAIL_BYTES);
  const query = { uid: true, source: tooLarge ? { start: 0, maxLength: CUT_MAIL_BYTES } : true };
  const mails: FetchedMail[] = [];
  for await (const { uid, source: raw } of client.fetch([...receivedAtByUid.keys()].join(","), query, { uid: true })) {
    const receivedAt = receivedAtByUid.get(uid);
    if (raw === undefined || receivedAt === undefined) continue;
    mails.push({ folder, uidValidity, uid, raw, receivedAt, ...(tooLarge ? { truncated: true } : {}) });
  }
  requireOpen(open);
  return mails.sort((a, b) => a.uid - b.uid);
}

/** imapflow's answer is empty once the connection is lost: that must not pass for "nothing there". */
function requireOpen({ client, folder, path }: OpenFolder): void {
  if (!client.usable || !client.mailbox || client.mailbox.path !== path) {
    throw new Error(`The connection ended while ${folder} was read`);
  }
}
