import { describe, expect, it } from "vitest";
import { AlertModel } from "../../src/db/alerts.ts";
import { ConversationModel } from "../../src/db/conversations.ts";
import { advanceStage } from "../../src/db/inbound-messages.ts";
import { getMailbox } from "../../src/db/mailboxes.ts";
import { readRawMail } from "../../src/db/raw-mails.ts";
import { watchMailbox } from "../../src/flows/watch-mailbox.ts";
import { parseMail } from "../../src/mail/parse-mail.ts";
import { createLog } from "../../src/platform/log.ts";
import type { MailReader } from "../../src/ports/mail-reader.ts";
import { arrive, inboxOf, receive, writeLetter } from "../support/incoming.ts";
import { useWorld } from "../support/integration.ts";
import { createScene, type Scene } from "../support/scene.ts";
import { DAY } from "../support/world.ts";

const test = useWorld();
const never = new AbortController().signal;
const read = () => test.world.engine.jobs.read.run(never);
const alertsOf = ({ workspaceId }: Scene) => AlertModel.find({ workspaceId }).sort({ _id: 1 }).lean();

/** A scene whose first mail is out. */
async function written(options = {}) {
  const scene = await createScene(test.world, { steps: [{}, {}], ...options });
  await test.world.send();
  const ourId = test.world.handOvers[0]?.mail.messageId;
  const from = scene.addressOf("anna");
  return { scene, ourId, from };
}

describe("a mail of the server", () => {
  it("is stored before the cursor moves, whole and in its own bytes", async () => {
    const { world } = test;
    const { scene, from } = await written();
    const [mailbox] = scene.mailboxes;
    if (!mailbox) throw new Error("a scene has a mailbox");
    const raw = writeLetter({ from, text: "Bonjour, ça va ?" });
    const seen: unknown[] = [];
    const stop = new AbortController();
    const watch: MailReader["watch"] = async (options) => {
      const mail = { folder: "INBOX", uidValidity: "9", uid: 4, raw, receivedAt: world.now() };
      await options.onMail(mail);
      seen.push((await inboxOf(scene)).length, (await getMailbox(scene.workspaceId, mailbox._id))?.cursors);
      await options.onCursor({ folder: "INBOX", uidValidity: "9", lastUid: 4 });
      await options.onCursor({ folder: "Other", uidValidity: "1", lastUid: 2 });
      await options.onCursor({ folder: "INBOX", uidValidity: "9", lastUid: 5 });
      stop.abort();
    };
    await watchMailbox(mailbox, stop.signal, {
      ...{ now: world.now, log: createLog("silent"), parse: parseMail, wake: () => undefined, pollSeconds: 60 },
      raiseAlert: world.engine.raiseAlert,
      readerFor: () => ({ watch, findSent: async () => "absent", verify: async () => ({ kind: "ok" }) }),
    });
    expect(seen).toEqual([1, []]);
    expect((await getMailbox(scene.workspaceId, mailbox._id))?.cursors).toEqual([
      { folder: "INBOX", uidValidity: "9", lastUid: 5 },
      { folder: "Other", uidValidity: "1", lastUid: 2 },
    ]);
    const [stored] = await inboxOf(scene);
    expect(stored).toMatchObject({ uid: 4, sizeBytes: raw.length, stage: "stored", text: "Bonjour, ça va ?" });
    expect(stored && (await readRawMail(stored.rawFileId))?.equals(raw)).toBe(true);
  });

  it("is stored once, however often and by however many it is fetched", async () => {
    const { scene, from, ourId } = await written();
    const raw = writeLetter({ from, text: "Yes, with pleasure!", answers: ourId });
    await Promise.all([1, 2, 3, 4].map(() => arrive(test.world, scene, raw, { uid: 4 })));
    await arrive(test.world, scene, raw, { uid: 4 });
    await read();
    expect(await inboxOf(scene)).toHaveLength(1);
    expect(await alertsOf(scene)).toHaveLength(1);
  });

  it("counts once when it lies in several folders, also when they are read at the same time", async () => {
    const { scene, from, ourId } = await written();
    const raw = writeLetter({ from, text: "Yes, with pleasure!", answers: ourId });
    const folders = ["INBOX", "All Mail", "Important", "Starred"];
    await Promise.all(folders.map((folder, uid) => arrive(test.world, scene, raw, { folder, uid })));
    await read();
    await arrive(test.world, scene, raw, { folder: "Archive", uid: 1 });
    await read();
    const rows = await inboxOf(scene);
    expect(rows).toHaveLength(5);
    const [first] = rows.filter(({ duplicateOf }) => duplicateOf === undefined);
    const copies = rows.filter(({ duplicateOf }) => first && duplicateOf?.equals(first._id));
    expect(copies).toHaveLength(4);
    expect(await alertsOf(scene)).toHaveLength(1);
    expect((await scene.messages()).map(({ status }) => status)).toEqual(["sent", "awaitingApproval"]);
  });

  it("is read by one of several processes' lanes to one effect", async () => {
    const { world } = test;
    const { scene, from, ourId } = await written();
    await arrive(world, scene, writeLetter({ from, text: "Yes, with pleasure!", answers: ourId }));
    const workers = [world.worker(), world.worker(), world.worker()];
    await Promise.all(workers.map(({ jobs }) => jobs.read.run(never)));
    await read();
    const [mail] = await inboxOf(scene);
    expect(mail).toMatchObject({ stage: "acted", classification: { replyClass: "positive" } });
    expect(mail && (await advanceStage(mail, "stored", "threaded", {}))).toBe(false); // one that was slower
    expect(await alertsOf(scene)).toHaveLength(1);
    expect((await scene.messages()).map(({ status }) => status)).toEqual(["sent", "awaitingApproval"]);
  });

  it("that is none is kept, shown with its reason, and stops nothing", async () => {
    const { world } = test;
    const { scene } = await written();
    await scene.addUser("lea");
    const junk = Buffer.from("\u0000\u0001 this is no mail at all");
    await receive(world, scene, junk, Buffer.alloc(0));
    const rows = await inboxOf(scene);
    expect(rows).toMatchObject([{ stage: "acted" }, { stage: "acted" }]);
    for (const { parseError } of rows) expect(parseError).toBeTruthy();
    expect(rows[0] && (await readRawMail(rows[0].rawFileId))?.equals(junk)).toBe(true);
    await world.engine.jobs.alert.run(never);
    expect(world.chat.shown.map(({ message }) => message.text)).toEqual([
      expect.stringContaining("could not be read"),
      expect.stringContaining("could not be read"),
    ]);
    world.advance(DAY);
    await world.send();
    expect(world.handOvers).toHaveLength(2);
  });

  it("that fails does not hold up those behind it, and is read once the fault is gone", async () => {
    const { world } = test;
    const { scene, from, ourId } = await written();
    await arrive(world, scene, writeLetter({ from: "x@elsewhere.example", text: "Hello" }), { uid: 1 });
    await arrive(world, scene, writeLetter({ from, text: "Yes, with pleasure!", answers: ourId }), { uid: 2 });
    const original = ConversationModel.updateOne;
    ConversationModel.updateOne = ((filter: { "contact.address"?: string }, update: never) => {
      if (filter["contact.address"] === "x@elsewhere.example") throw new Error("a fault");
      return original.call(ConversationModel, filter as never, update);
    }) as never;
    await read();
    ConversationModel.updateOne = original;
    expect(world.faults).toMatchObject([{ msg: "mail not read" }]);
    world.faults.length = 0;
    expect((await inboxOf(scene)).map(({ stage }) => stage)).toEqual(["stored", "acted"]);
    await read();
    expect((await inboxOf(scene)).map(({ stage }) => stage)).toEqual(["acted", "acted"]);
  });
});

describe("a mailbox that cannot be read", () => {
  it("is marked with the reason, told of once, and again when it answers", async () => {
    const { world } = test;
    const { scene } = await written();
    const [mailbox] = scene.mailboxes;
    if (!mailbox) throw new Error("a scene has a mailbox");
    const states: unknown[] = [];
    for (const fault of ["ECONNREFUSED 1", "ECONNREFUSED 2", undefined]) {
      const stop = new AbortController();
      const watch: MailReader["watch"] = async ({ onState }) => {
        states.push((await getMailbox(scene.workspaceId, mailbox._id))?.health.receiving.state);
        if (fault === undefined) onState({ kind: "watching", by: "idle" });
        else onState({ kind: "failed", reason: "unreachable", detail: fault });
        stop.abort();
      };
      await watchMailbox(mailbox, stop.signal, {
        ...{ now: world.now, log: createLog("silent"), parse: parseMail, wake: () => undefined, pollSeconds: 60 },
        raiseAlert: world.engine.raiseAlert,
        readerFor: () => ({ watch, findSent: async () => "absent", verify: async () => ({ kind: "ok" }) }),
      });
    }
    expect(states).toEqual(["new", "unreachable", "unreachable"]);
    expect(await getMailbox(scene.workspaceId, mailbox._id)).toMatchObject({ health: { receiving: { state: "ok" } } });
    expect(await alertsOf(scene)).toMatchObject([
      { kind: "mailboxDown", text: "ECONNREFUSED 1" },
      { kind: "mailboxUp", mailboxId: mailbox._id },
    ]);
  });
});
