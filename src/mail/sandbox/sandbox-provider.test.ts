import { afterEach, describe, expect, it } from "vitest";
import { describeMailReader, isWatching, type RunningWatch, startWatch } from "../mail-reader.contract.ts";
import { describeMailSender, sampleMail } from "../mail-sender.contract.ts";
import { demoCorrespondents } from "./demo-correspondents.ts";
import { createMemorySandboxStore } from "./memory-sandbox-store.ts";
import { createSandboxReader, createSandboxSender } from "./sandbox-provider.ts";

const now = () => new Date();

describeMailSender("sandbox", {
  async accepts() {
    const store = createMemorySandboxStore();
    return {
      sender: createSandboxSender({ store, correspondents: demoCorrespondents, now }),
      received: async () => (await store.listSent()).map(({ raw }) => raw),
      async stop() {},
    };
  },
});

describeMailReader("sandbox", async () => {
  const store = createMemorySandboxStore();
  let delivered = 0;
  return {
    reader: createSandboxReader({ store, now }),
    folder: "INBOX",
    deliver: (raw, receivedAt = now()) =>
      store.keepIncoming({ messageId: `<${++delivered}@delivered.test>`, raw: Buffer.from(raw), dueAt: receivedAt }),
    keepAsSent: (raw) => {
      const messageId = /^Message-ID: (.*)\r$/m.exec(raw)?.[1] ?? "";
      return store.keepSent({ messageId, to: "paul@client.test", raw: Buffer.from(raw), sentAt: now() }, []);
    },
    async stop() {},
  };
});

describe("the sandbox", () => {
  let watch: RunningWatch | undefined;
  afterEach(async () => {
    await watch?.end();
  });
  /** A mailbox whose correspondents answer after these delays, in turn. */
  const setUp = (...delaysMs: number[]) => {
    const store = createMemorySandboxStore();
    const heard: number[] = [];
    const sender = createSandboxSender({
      store,
      now,
      correspondents: ({ messageId, nth }, at) => {
        heard.push(nth);
        const dueAt = new Date(at.getTime() + (delaysMs.shift() ?? 0));
        return [
          { messageId: `<answer-${messageId.slice(1)}`, raw: Buffer.from(`Subject: ${messageId}\r\n\r\n`), dueAt },
        ];
      },
    });
    return { store, heard, sender, reader: createSandboxReader({ store, now }) };
  };
  const mail = (id: string, references: string[] = []) => sampleMail({ messageId: `<${id}@relance.test>`, references });

  it("delivers an answer the moment it is due, however rarely it polls", async () => {
    const { sender, reader } = setUp(150);
    const running = startWatch(reader, { pollSeconds: 600 });
    watch = running;
    await expect.poll(() => isWatching(running)).toBe(true);
    const sentAt = Date.now();
    await sender.send(mail("a"));
    await expect.poll(running.subjects, { timeout: 2_000, interval: 10 }).toEqual(["<a@relance.test>"]);
    expect(running.mails[0]?.receivedAt.getTime()).toBeGreaterThanOrEqual(sentAt + 150);
    expect(Date.now() - sentAt).toBeLessThan(1_000);
  });

  it("loses no slow answer behind a quick one: UIDs follow arrival", async () => {
    const { sender, reader } = setUp(300, 20);
    const running = startWatch(reader);
    watch = running;
    await sender.send(mail("slow"));
    await sender.send(mail("quick"));
    await expect.poll(running.subjects, { timeout: 2_000 }).toEqual(["<quick@relance.test>", "<slow@relance.test>"]);
    expect(running.cursors.at(-1)).toEqual({ folder: "INBOX", uidValidity: "1", lastUid: 2 });
  });

  it("answers a mail once when it is handed over twice, and counts both", async () => {
    const { store, sender, reader } = setUp();
    await sender.send(mail("twice"));
    await sender.send(mail("twice"));
    expect(await store.findSent("<twice@relance.test>")).toMatchObject({ handOvers: 2 });
    const running = startWatch(reader);
    watch = running;
    await expect.poll(() => isWatching(running)).toBe(true);
    expect(running.mails).toHaveLength(1);
  });

  it("tells correspondents the how many-eth mail of the thread it is", async () => {
    const { heard, sender } = setUp();
    await sender.send(mail("one"));
    await sender.send(mail("two", ["<one@relance.test>"]));
    await sender.send(mail("other"));
    await sender.send(mail("three", ["<one@relance.test>", "<their-answer@client.test>", "<two@relance.test>"]));
    expect(heard).toEqual([1, 2, 1, 3]);
  });

  it("names a folder it does not have, and fails when that is the only one", async () => {
    const { reader } = setUp();
    const running = startWatch(reader, { folders: ["INBOX", "Archive"] });
    watch = running;
    await expect.poll(() => isWatching(running)).toBe(true);
    expect(running.states.at(-1)).toMatchObject({ unreadable: [{ folder: "Archive" }] });
    const other = startWatch(reader, { folders: ["Archive"] });
    await other.ended;
    expect(other.states.at(-1)).toMatchObject({ kind: "failed", reason: "refused" });
  });
});
