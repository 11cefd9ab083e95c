import type { ImapFlow } from "imapflow";
import type { FolderCursor, WatchOptions } from "../ports/mail-reader.ts";
import { fetchFacts, fetchMails, type MailFacts, type OpenFolder, searchUids } from "./imap-fetch.ts";

// Mails held in memory at a time.
const BATCH_MAILS = 100;
const BATCH_BYTES = 8 * 1024 * 1024;
// Mails handed on at a time: their writes reach the disk together.
const STORED_AT_A_TIME = 8;

const DAY_MS = 24 * 60 * 60 * 1000;

/** Our side could not keep what was read; the server is not to blame. */
export class NotKeptError extends Error {}

/**
 * Opens the folder read-only and hands on what is new since the cursor, oldest first.
 *
 * `onCursor` is called for mails that are stored only, and for all of those even when the reading breaks off.
 *
 * @throws NotKeptError for what `onMail` and `onCursor` throw; else what imapflow throws.
 */
export async function readFolder(
  client: ImapFlow,
  folder: string,
  cursor: FolderCursor | undefined,
  options: WatchOptions,
): Promise<void> {
  const opened = await client.mailboxOpen(folder, { readOnly: true });
  if (!opened) throw new Error("The connection ended while the folder was opened");
  const uidValidity = String(opened.uidValidity);
  const open: OpenFolder = { client, folder, path: opened.path, uidValidity };
  const known = cursor?.uidValidity === uidValidity ? cursor : undefined;
  if (known !== undefined && opened.uidNext && opened.uidNext <= known.lastUid + 1) return;

  let kept: FolderCursor = known ?? { folder, uidValidity, lastUid: -1 };
  const keepCursor = async (lastUid: number) => {
    if (lastUid <= kept.lastUid) return;
    const next = { folder, uidValidity, lastUid };
    await keeping(options.onCursor(next), `The cursor of ${folder} could not be kept`);
    kept = next;
  };

  const uids = known === undefined ? await uidsSince(open, options.readSince) : await uidsAfter(open, known.lastUid);
  for (let start = 0; start < uids.length; start += BATCH_MAILS) {
    const batch = uids.slice(start, start + BATCH_MAILS);
    let storedUid = kept.lastUid;
    try {
      const facts = await fetchFacts(open, batch);
      const wanted = known === undefined ? facts.filter(receivedSince(options.readSince)) : facts;
      for (const group of groupBySize(wanted)) {
        for (const mails of chunked(await fetchMails(open, group), STORED_AT_A_TIME)) {
          options.signal.throwIfAborted();
          const stored = await Promise.allSettled(
            mails.map((mail) => keeping(options.onMail(mail), `Mail ${mail.uid} of ${folder} could not be stored`)),
          );
          const lost = stored.findIndex(({ status }) => status === "rejected");
          storedUid = (lost === -1 ? mails.at(-1) : mails[lost - 1])?.uid ?? storedUid;
          if (lost !== -1) throw (stored[lost] as PromiseRejectedResult).reason;
        }
      }
      storedUid = batch.at(-1) ?? storedUid;
    } finally {
      await keepCursor(storedUid);
    }
  }
  // Without a cursor, what is older than `readSince` is passed over for good, even where nothing newer was found.
  if (known === undefined) await keepCursor(opened.uidNext ? opened.uidNext - 1 : await highestUid(open));
}

/** SEARCH SINCE knows days only, in the server's zone: a day more is asked for, and the dates are looked at after. */
async function uidsSince(open: OpenFolder, readSince: Date): Promise<number[]> {
  return await searchUids(open, { since: new Date(readSince.getTime() - DAY_MS) });
}

/** `n:*` names the last mail even when its UID is below n (RFC 9051, section 9, seq-range). */
async function uidsAfter(open: OpenFolder, lastUid: number): Promise<number[]> {
  return (await searchUids(open, { uid: `${lastUid + 1}:*` })).filter((uid) => uid > lastUid);
}

/** For a server that gives no UIDNEXT. */
async function highestUid(open: OpenFolder): Promise<number> {
  return (await searchUids(open, { uid: "*" })).at(-1) ?? 0;
}

/** INTERNALDATE counts whole seconds. */
function receivedSince(readSince: Date): (mail: MailFacts) => boolean {
  const sinceMs = Math.floor(readSince.getTime() / 1000) * 1000;
  return ({ receivedAt }) => receivedAt.getTime() >= sinceMs;
}

/** Groups of at most BATCH_BYTES; a larger mail is a group by itself. */
function groupBySize(batch: MailFacts[]): MailFacts[][] {
  const groups: MailFacts[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const mail of batch) {
    if (bytes + mail.sizeBytes > BATCH_BYTES) {
      groups.push([]);
      bytes = 0;
    }
    groups.at(-1)?.push(mail);
    bytes += mail.sizeBytes;
  }
  return groups;
}

function chunked<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, nth) => items.slice(nth * size, (nth + 1) * size));
}

async function keeping(work: Promise<void>, otherwise: string): Promise<void> {
  try {
    await work;
  } catch (error) {
    throw new NotKeptError(`${otherwise}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
