import type { FolderCursor, MailReader, WatchOptions } from "../../ports/mail-reader.ts";
import type { MailSender } from "../../ports/mail-sender.ts";
import type { SandboxStore } from "../../ports/sandbox-store.ts";
import { composeMail } from "../compose-mail.ts";
import type { SimulatedReply } from "./correspondents.ts";
import type { HeardMail } from "./heard-mail.ts";
import { listenForMail } from "./listen-for-mail.ts";

/** Who answers what is written to the sandbox: see `correspondents.ts`. */
type Correspondents = (mail: HeardMail, now: Date) => SimulatedReply[];

export interface SandboxReaderDeps {
  store: SandboxStore;
  now: () => Date;
}

export interface SandboxSenderDeps extends SandboxReaderDeps {
  correspondents: Correspondents;
}

/** The only folder, and its one numbering (RFC 9051, section 2.3.1.1): UIDs are never given twice. */
const FOLDER = "INBOX";
const UID_VALIDITY = "1";
const BATCH_MAILS = 100;

/** Takes every mail and has the simulated correspondents answer it. */
export function createSandboxSender({ store, correspondents, now }: SandboxSenderDeps): MailSender {
  return {
    async send(mail) {
      const { messageId, from, references, subject, text } = mail;
      const raw = await composeMail(mail);
      const to = { ...mail.to, address: mail.to.address.trim().toLowerCase() };
      const sentAt = now();
      const before = await store.countSent(
        to.address,
        references.filter((id) => id !== messageId),
      );
      const heard: HeardMail = { messageId, from, to, subject, text, references, nth: before + 1 };
      await store.keepSent({ messageId, to: to.address, raw, sentAt }, correspondents(heard, sentAt));
      return { kind: "accepted", reply: "250 2.0.0 Kept by the sandbox: it never leaves this machine" };
    },
    verify: async () => ({ kind: "ok" }),
    close() {},
  };
}

/** Reads what the simulated correspondents wrote, each mail at the instant it arrives. */
export function createSandboxReader({ store, now }: SandboxReaderDeps): MailReader {
  return {
    async watch(options) {
      const { folders, signal, onState } = options;
      if (signal.aborted) return;
      onState({ kind: "connecting" });
      const refused = folders.filter((folder) => folder !== FOLDER).map(toUnreadable);
      if (!folders.includes(FOLDER)) {
        return onState({ kind: "failed", reason: "refused", detail: `The sandbox has one folder: ${FOLDER}` });
      }
      const mail = listenForMail(store, signal);
      try {
        let cursor = await readNew(options, findCursor(options));
        if (!signal.aborted) {
          onState({ kind: "watching", by: "idle", ...(refused.length > 0 && { unreadable: refused }) });
        }
        while (!signal.aborted) {
          const dueInMs = ((await store.nextDueAt())?.getTime() ?? Number.POSITIVE_INFINITY) - now().getTime();
          await mail.wait(Math.min(dueInMs, options.pollSeconds * 1000));
          cursor = await readNew(options, cursor);
        }
      } catch (error) {
        if (!signal.aborted) onState({ kind: "failed", reason: "unreachable", detail: describe(error) });
      } finally {
        mail.stop();
      }
    },

    findSent: async (messageId) => ((await store.findSent(messageId)) ? "found" : "absent"),
    verify: async () => ({ kind: "ok" }),
  };

  /** Hands on what has arrived since the cursor; without one, what arrived since `readSince`. */
  async function readNew(options: WatchOptions, from: FolderCursor | undefined): Promise<FolderCursor> {
    let cursor = from ?? { folder: FOLDER, uidValidity: UID_VALIDITY, lastUid: 0 };
    for (;;) {
      const batch = await store.listArrived(cursor.lastUid, now(), BATCH_MAILS);
      for (const { uid, raw, arrivedAt } of batch) {
        if (options.signal.aborted) return cursor;
        const isWanted = from !== undefined || arrivedAt >= options.readSince;
        if (isWanted) {
          await options.onMail({ folder: FOLDER, uidValidity: UID_VALIDITY, uid, raw, receivedAt: arrivedAt });
        }
        cursor = { ...cursor, lastUid: uid };
        await options.onCursor(cursor);
      }
      if (batch.length < BATCH_MAILS) break;
    }
    if (from === undefined && cursor.lastUid === 0 && !options.signal.aborted) await options.onCursor(cursor);
    return cursor;
  }
}

function findCursor({ cursors }: WatchOptions): FolderCursor | undefined {
  return cursors.find(({ folder, uidValidity }) => folder === FOLDER && uidValidity === UID_VALIDITY);
}

function toUnreadable(folder: string) {
  return { folder, detail: "The sandbox has no such folder" };
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
