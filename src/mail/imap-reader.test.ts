import { afterEach, describe, expect, it } from "vitest";
import { fetched, type ImapStep, type ScriptedMailbox, startScriptedImap } from "../../test/support/scripted-imap.ts";
import type { WatchOptions } from "../ports/mail-reader.ts";
import { createImapReader } from "./imap-reader.ts";
import { isWatching, type RunningWatch, SOON, startWatch } from "./mail-reader.contract.ts";

const readSince = new Date("2026-11-01T00:00:00Z");
const cursors = [{ folder: "INBOX", uidValidity: "7", lastUid: 10 }];

describe("the IMAP reader and an odd server", () => {
  const ends: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  const watchServer = async (
    mailbox: ScriptedMailbox,
    step: ImapStep,
    options: Partial<WatchOptions> = {},
    timeoutMs = 5000,
  ): Promise<RunningWatch & { commands: string[] }> => {
    const server = await startScriptedImap(mailbox, step);
    const { host, port, commands } = server;
    const reader = createImapReader({ host, port, secure: false, user: "claire", password: "s3cret-word", timeoutMs });
    const watch = startWatch(reader, { readSince, ...options });
    ends.push(server.stop, watch.end);
    return { ...watch, commands };
  };
  const watching = async (watch: RunningWatch) => await expect.poll(() => isWatching(watch), SOON).toBe(true);

  it("takes a refused SEARCH for a refusal, not for an empty folder", async () => {
    const refuse: ImapStep = (command) => (command.startsWith("UID SEARCH") ? ["TAG NO not now"] : undefined);
    const watch = await watchServer({ uids: [11], uidNext: 12 }, refuse, { cursors });
    await watch.ended;
    expect(watch.states.at(-1)).toMatchObject({ kind: "failed", reason: "refused" });
    expect(watch.cursors).toEqual([]);
  });

  it("moves no cursor past mails that a lost link kept back", async () => {
    const cut: ImapStep = (command) => (command.includes("BODY") ? "drop" : undefined);
    const watch = await watchServer({ uids: [11, 12], uidNext: 13 }, cut, { cursors });
    await watch.ended;
    expect(watch.states.at(-1)).toMatchObject({ kind: "failed", reason: "unreachable" });
    expect([watch.mails, watch.cursors]).toEqual([[], []]);
  });

  it("keeps the cursor at the last mail stored when the link is lost between two fetches", async () => {
    const uids = Array.from({ length: 150 }, (_, i) => 11 + i);
    const cut: ImapStep = (command) => (command.includes("BODY") && command.includes("160") ? "drop" : undefined);
    const watch = await watchServer({ uids, uidNext: 161 }, cut, { cursors });
    await watch.ended;
    expect(watch.mails).toHaveLength(100);
    expect(watch.cursors.at(-1)?.lastUid).toBe(110);
  });

  it("does not read the last mail again where `n:*` names it", async () => {
    const watch = await watchServer({ uids: [9, 10], uidNext: undefined }, () => undefined, { cursors });
    await watching(watch);
    expect([watch.mails, watch.cursors]).toEqual([[], []]);
  });

  it("sets the first cursor by the last mail where the server tells no UIDNEXT", async () => {
    const watch = await watchServer({ uids: [3, 8], uidNext: undefined }, () => undefined, {
      readSince: new Date("2026-12-01"),
    });
    await watching(watch);
    expect(watch.mails).toEqual([]);
    expect(watch.cursors).toEqual([{ folder: "INBOX", uidValidity: "7", lastUid: 8 }]);
  });

  it("is not misled by a FETCH that tells of changed flags", async () => {
    const chatty: ImapStep = (command, { uids }) =>
      command.startsWith("UID FETCH")
        ? ["* 1 FETCH (FLAGS (\\Seen))", "* 1 FETCH (UID 2 FLAGS ())", ...fetched(command, uids), "TAG OK fetched"]
        : undefined;
    const watch = await watchServer({ uids: [2, 11], uidNext: 12 }, chatty, { cursors });
    await watching(watch);
    expect(watch.subjects()).toEqual(["11"]);
  });

  it.each([
    ["refuses IDLE", ["TAG NO no IDLE for you"]],
    ["ends IDLE at once", ["+ idling", "TAG OK that was it"]],
  ])("polls a server that %s", async (_name, answer) => {
    const mailbox = { uids: [10], uidNext: 11 };
    const refuse: ImapStep = (command) => (command === "IDLE" ? answer : undefined);
    const watch = await watchServer(mailbox, refuse, { cursors, pollSeconds: 0.2 });
    await expect.poll(() => watch.states.at(-1), SOON).toEqual({ kind: "watching", by: "poll" });
    mailbox.uids.push(11);
    mailbox.uidNext = 12;
    await expect.poll(watch.subjects, SOON).toEqual(["11"]);
    expect(watch.commands.filter((command) => command === "IDLE")).toHaveLength(1);
  });

  it("looks again at each poll even when IDLE stays silent", async () => {
    const mailbox = { uids: [10], uidNext: 11 };
    const watch = await watchServer(mailbox, () => undefined, { cursors, pollSeconds: 0.2 });
    await watching(watch);
    mailbox.uids.push(11);
    mailbox.uidNext = 12;
    await expect.poll(watch.subjects, SOON).toEqual(["11"]);
    expect(watch.states.at(-1)).toEqual({ kind: "watching", by: "idle" });
  });

  it("gives up on a server that has fallen silent", async () => {
    let silent = false;
    const hush: ImapStep = () => (silent ? [] : undefined);
    const watch = await watchServer({ uids: [10], uidNext: 11 }, hush, { cursors, pollSeconds: 0.3 }, 500);
    await watching(watch);
    silent = true;
    await watch.ended;
    expect(watch.states.at(-1)).toMatchObject({ kind: "failed", reason: "unreachable" });
  });

  it("tells a login that cannot be served now from a wrong one", async () => {
    const busy: ImapStep = (command) => (command.startsWith("LOGIN") ? ["TAG NO [UNAVAILABLE] try later"] : undefined);
    const watch = await watchServer({ uids: [], uidNext: 1 }, busy);
    await watch.ended;
    expect(watch.states.at(-1)).toMatchObject({ kind: "failed", reason: "unreachable" });
  });

  it("takes a link lost during login for unreachable, and never shows the password", async () => {
    const echo: ImapStep = (command) => (command.startsWith("LOGIN") ? [`TAG NO you said ${command}`] : undefined);
    const echoed = await watchServer({ uids: [], uidNext: 1 }, echo);
    await echoed.ended;
    expect(echoed.states.at(-1)).toMatchObject({ kind: "failed", reason: "refused" });
    expect(JSON.stringify(echoed.states)).not.toContain("s3cret-word");
    const cut = await watchServer({ uids: [], uidNext: 1 }, (command) =>
      command.startsWith("LOGIN") ? "drop" : undefined,
    );
    await cut.ended;
    expect(cut.states.at(-1)).toMatchObject({ kind: "failed", reason: "unreachable" });
  });

  it("never asks for more than to look", async () => {
    const watch = await watchServer({ uids: [11], uidNext: 12 }, () => undefined, { cursors });
    await watching(watch);
    expect(watch.commands.filter((command) => /^(SELECT|STORE|UID STORE|EXPUNGE|CLOSE)|BODY\[/.test(command))).toEqual(
      [],
    );
  });
});
