import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FetchedMail, FolderCursor, MailReader, ReaderState, WatchOptions } from "../ports/mail-reader.ts";

/** A reader and the mailbox it reads, empty at first. */
export interface ReaderHarness {
  reader: MailReader;
  /** The folder that new mail comes to. */
  folder: string;
  deliver(raw: string, receivedAt?: Date): Promise<unknown>;
  /** Puts a mail where the mailbox keeps what it has sent. */
  keepAsSent(raw: string): Promise<unknown>;
  stop(): Promise<void>;
}

/** One watch that is running, and what it has told so far. */
export interface RunningWatch {
  mails: FetchedMail[];
  cursors: FolderCursor[];
  states: ReaderState[];
  subjects(): string[];
  /** Aborts, and gives how long the watch took to end, in milliseconds. */
  end(): Promise<number>;
  ended: Promise<void>;
}

/** The deadline of what is waited for: far beyond what it takes, as the machine may be busy. */
export const SOON = { timeout: 10_000 };

const HOUR_MS = 60 * 60 * 1000;

/** Starts a watch and keeps what it tells. */
export function startWatch(reader: MailReader, changes: Partial<WatchOptions> = {}): RunningWatch {
  const controller = new AbortController();
  const mails: FetchedMail[] = [];
  /** Handed on, and not stored so far. */
  const handed = new Set<FetchedMail>();
  const cursors: FolderCursor[] = [];
  const states: ReaderState[] = [];
  const { onMail, ...rest } = changes;
  const ended = reader.watch({
    folders: ["INBOX"],
    cursors: [],
    readSince: new Date(Date.now() - HOUR_MS),
    pollSeconds: 60,
    async onMail(mail) {
      handed.add(mail);
      await onMail?.(mail);
      handed.delete(mail);
      mails.push(mail);
    },
    async onCursor(cursor) {
      const notStored = [...handed].filter(({ folder }) => folder === cursor.folder).map(({ uid }) => uid);
      expect(Math.min(...notStored, Number.POSITIVE_INFINITY)).toBeGreaterThan(cursor.lastUid);
      cursors.push(cursor);
    },
    onState: (state) => states.push(state),
    signal: controller.signal,
    ...rest,
  });
  return {
    mails,
    cursors,
    states,
    subjects: () => mails.map(({ raw }) => /^Subject: (.*)\r$/m.exec(raw.toString())?.[1] ?? ""),
    ended,
    async end() {
      const startedAt = performance.now();
      controller.abort();
      await ended;
      return performance.now() - startedAt;
    },
  };
}

export function rawMail(subject: string, messageId = `<${subject.replace(/\W+/g, "-")}@client.test>`): string {
  return `From: Paul <paul@client.test>\r\nSubject: ${subject}\r\nMessage-ID: ${messageId}\r\n\r\nBonjour.\r\n`;
}

export function isWatching(watch: RunningWatch): boolean {
  return watch.states.at(-1)?.kind === "watching";
}

/** What every MailReader must do, wherever the mail lies. */
export function describeMailReader(name: string, start: () => Promise<ReaderHarness>): void {
  describe(`MailReader: ${name}`, () => {
    let harness: ReaderHarness;
    let watch: RunningWatch | undefined;
    beforeEach(async () => {
      harness = await start();
    });
    afterEach(async () => {
      await watch?.end();
      watch = undefined;
      await harness.stop();
    });
    const watchFolder = (changes: Partial<WatchOptions> = {}) => {
      watch = startWatch(harness.reader, { folders: [harness.folder], ...changes });
      return watch;
    };
    const watching = async (running: RunningWatch) => await expect.poll(() => isWatching(running), SOON).toBe(true);

    it("reads what came since the given instant, oldest first, and passes over what is older", async () => {
      await harness.deliver(rawMail("old"), new Date(Date.now() - 3 * HOUR_MS));
      await harness.deliver(rawMail("first"));
      await harness.deliver(rawMail("second"));
      const running = watchFolder();
      await watching(running);
      expect(running.subjects()).toEqual(["first", "second"]);
      expect(running.mails[0]?.receivedAt.getTime()).toBeGreaterThan(Date.now() - HOUR_MS);
    });

    it("gives a cursor for a folder that holds nothing to read", async () => {
      const running = watchFolder();
      await watching(running);
      expect(running.cursors.at(-1)).toMatchObject({ folder: harness.folder });
    });

    it("notices a mail that comes while it watches", async () => {
      const running = watchFolder({ pollSeconds: 1 });
      await watching(running);
      await harness.deliver(rawMail("news"));
      await expect.poll(running.subjects, SOON).toEqual(["news"]);
    });

    it("goes on from the cursor: nothing lost, nothing twice", async () => {
      await harness.deliver(rawMail("one"));
      const first = watchFolder();
      await watching(first);
      await first.end();
      await harness.deliver(rawMail("two"), new Date(Date.now() - 3 * HOUR_MS));
      const second = watchFolder({ cursors: first.cursors.slice(-1) });
      await watching(second);
      expect([...first.subjects(), ...second.subjects()]).toEqual(["one", "two"]);
    });

    it("ends within a second of the abort, and says nothing more", async () => {
      const running = watchFolder();
      await watching(running);
      const told = running.states.length;
      expect(await running.end()).toBeLessThan(1000);
      expect(running.states).toHaveLength(told);
    });

    it("does nothing when the signal is aborted already", async () => {
      const running = watchFolder({ signal: AbortSignal.abort() });
      await running.ended;
      expect(running.mails).toEqual([]);
    });

    it("fails when a mail cannot be stored, with the cursor before it", async () => {
      for (const subject of ["one", "two", "three"]) await harness.deliver(rawMail(subject));
      const running = watchFolder({
        onMail: async ({ raw }) => {
          if (raw.includes("Subject: two")) throw new Error("the disk is full");
        },
      });
      await running.ended;
      expect(running.subjects()).toContain("one");
      expect(running.subjects()).not.toContain("two");
      expect(running.states.at(-1)).toMatchObject({
        kind: "failed",
        detail: expect.stringContaining("the disk is full"),
      });
      const again = watchFolder({ cursors: running.cursors.slice(-1) });
      await watching(again);
      expect(again.subjects()).toEqual(["two", "three"]);
    });

    it("finds what was sent by its Message-ID, and tells what was not", async () => {
      await harness.keepAsSent(rawMail("sent", "<kept.1@relance.test>"));
      expect(await harness.reader.findSent("<kept.1@relance.test>")).toBe("found");
      expect(await harness.reader.findSent("<never.2@relance.test>")).toBe("absent");
    });

    it("is let in", async () => {
      expect(await harness.reader.verify()).toEqual({ kind: "ok" });
    });
  });
}
