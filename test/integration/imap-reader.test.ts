import net, { type AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createImapReader, type ImapSettings } from "../../src/mail/imap-reader.ts";
import {
  describeMailReader,
  isWatching,
  type RunningWatch,
  rawMail,
  SOON,
  startWatch,
} from "../../src/mail/mail-reader.contract.ts";
import type { WatchOptions } from "../../src/ports/mail-reader.ts";
import { type Dovecot, dovecotAvailable, startDovecot } from "../support/dovecot.ts";

function settingsFor({ host, port, user, password }: Dovecot): ImapSettings {
  return { host, port, user, password, secure: false, timeoutMs: 5000 };
}

describe.skipIf(!dovecotAvailable())("the IMAP reader with a real server", () => {
  describeMailReader("imap", async () => {
    const server = await startDovecot({ sentFolder: "Sent" });
    return {
      reader: createImapReader(settingsFor(server)),
      folder: "INBOX",
      deliver: (raw, receivedAt) =>
        server.appendMail(raw, receivedAt === undefined ? {} : { internalDate: receivedAt }),
      keepAsSent: (raw) => server.appendMail(raw, { folder: "Sent", flags: ["\\Seen"] }),
      stop: server.stop,
    };
  });

  let server: Dovecot;
  const watches: RunningWatch[] = [];
  afterEach(async () => {
    await Promise.all(watches.splice(0).map((watch) => watch.end()));
    await server?.stop();
  });
  const start = (options?: Partial<WatchOptions>, settings?: Partial<ImapSettings>) => {
    const watch = startWatch(createImapReader({ ...settingsFor(server), ...settings }), options);
    watches.push(watch);
    return watch;
  };
  const watching = async (watch: RunningWatch) => await expect.poll(() => isWatching(watch), SOON).toBe(true);

  it("hears of a new mail by IDLE within two seconds, and leaves it unread", async () => {
    server = await startDovecot();
    const watch = start();
    await watching(watch);
    expect(watch.states).toEqual([{ kind: "connecting" }, { kind: "watching", by: "idle" }]);
    await server.appendMail(rawMail("news"));
    await expect.poll(watch.subjects, { timeout: 2000, interval: 20 }).toEqual(["news"]);
    await server.appendMail(rawMail("more news"));
    await expect.poll(watch.subjects, { timeout: 2000, interval: 20 }).toEqual(["news", "more news"]);
    const flags = (await server.folderFlags()).flatMap((mail) => mail.flags);
    expect(flags).not.toContain("\\Seen");
  });

  it("polls a server without IDLE", async () => {
    server = await startDovecot({ idle: false });
    const watch = start({ pollSeconds: 1 });
    await watching(watch);
    expect(watch.states.at(-1)).toEqual({ kind: "watching", by: "poll" });
    await server.appendMail(rawMail("news"));
    await expect.poll(watch.subjects, SOON).toEqual(["news"]);
  });

  it("reads the other folders at each poll, and the first by IDLE", async () => {
    server = await startDovecot();
    await server.withClient((client) => client.mailboxCreate("Réponses"));
    const watch = start({ folders: ["INBOX", "Réponses"], pollSeconds: 1 });
    await watching(watch);
    await server.appendMail(rawMail("elsewhere"), { folder: "Réponses" });
    await server.appendMail(rawMail("inbox"));
    await expect.poll(() => watch.subjects().toSorted(), SOON).toEqual(["elsewhere", "inbox"]);
    expect(watch.cursors.map(({ folder }) => folder)).toContain("Réponses");
  });

  it("starts anew from the given instant when the folder's UIDs have changed", async () => {
    server = await startDovecot();
    await server.withClient((client) => client.mailboxCreate("Work"));
    await server.appendMail(rawMail("one"), { folder: "Work" });
    const first = start({ folders: ["Work"] });
    await watching(first);
    await first.end();
    await server.withClient(async (client) => {
      await client.mailboxDelete("Work");
      await client.mailboxCreate("Work");
    });
    await server.appendMail(rawMail("ancient"), { folder: "Work", internalDate: new Date("2020-01-01") });
    await server.appendMail(rawMail("two"), { folder: "Work" });
    const second = start({ folders: ["Work"], cursors: first.cursors });
    await watching(second);
    expect(second.subjects()).toEqual(["two"]);
    expect(second.cursors.at(-1)?.uidValidity).not.toBe(first.cursors.at(-1)?.uidValidity);
  });

  it("reads a backlog of 500 mails in order, whatever breaks off in between", async () => {
    server = await startDovecot();
    await server.withClient(async () => {
      for (let i = 1; i <= 500; i++) await server.appendMail(rawMail(`mail ${i}`));
    });
    const seen: string[] = [];
    let cursors: WatchOptions["cursors"] = [];
    for (const stopAfter of [7, 130, 150, Number.POSITIVE_INFINITY]) {
      const controller = new AbortController();
      let count = 0;
      const watch = start({
        cursors,
        signal: controller.signal,
        onMail: async () => {
          count += 1;
          if (count === stopAfter) controller.abort();
        },
      });
      if (Number.isFinite(stopAfter)) await watch.ended;
      else await watching(watch);
      controller.abort();
      await watch.ended;
      seen.push(...watch.subjects());
      cursors = watch.cursors.slice(-1);
    }
    expect(seen).toEqual(Array.from({ length: 500 }, (_, i) => `mail ${i + 1}`));
  }, 60_000);

  it("says refused for a wrong password, and does not show it", async () => {
    server = await startDovecot();
    const watch = start({}, { password: "not-the-word" });
    await watch.ended;
    expect(watch.states).toEqual([
      { kind: "connecting" },
      { kind: "failed", reason: "refused", detail: expect.any(String) },
    ]);
    expect(JSON.stringify(watch.states)).not.toContain("not-the-word");
    const reader = createImapReader({ ...settingsFor(server), password: "not-the-word" });
    expect(await reader.verify()).toMatchObject({ kind: "refused" });
    expect(await reader.findSent("<a@b>")).toBe("cannotTell");
  });

  it("says unreachable when the server goes away, and reads on after it is back", async () => {
    server = await startDovecot();
    const watch = start();
    await watching(watch);
    await server.appendMail(rawMail("before"));
    await expect.poll(watch.subjects, SOON).toEqual(["before"]);
    await expect.poll(() => watch.cursors.at(-1)?.lastUid, SOON).toBe(1);
    await server.goDown();
    await watch.ended;
    expect(watch.states.at(-1)).toMatchObject({ kind: "failed", reason: "unreachable" });
    const lost = start();
    await lost.ended;
    expect(lost.states.at(-1)).toMatchObject({ kind: "failed", reason: "unreachable" });
    await server.comeBack();
    await server.appendMail(rawMail("after"));
    const again = start({ cursors: watch.cursors.slice(-1) });
    await watching(again);
    expect(again.subjects()).toEqual(["after"]);
  });

  it("names a folder that is not there and watches the rest", async () => {
    server = await startDovecot();
    const watch = start({ folders: ["Gone", "INBOX"] });
    await watching(watch);
    expect(watch.states.at(-1)).toMatchObject({ by: "idle", unreadable: [{ folder: "Gone" }] });
    await server.appendMail(rawMail("news"));
    await expect.poll(watch.subjects, SOON).toEqual(["news"]);
    const none = start({ folders: ["Gone"] });
    await none.ended;
    expect(none.states.at(-1)).toMatchObject({
      kind: "failed",
      reason: "refused",
      detail: expect.stringContaining("Gone"),
    });
  });

  it("cannot tell what was sent where no folder holds it, and finds it by the folder's name", async () => {
    server = await startDovecot();
    const reader = createImapReader(settingsFor(server));
    expect(await reader.findSent("<kept@relance.test>")).toBe("cannotTell");
    await server.withClient((client) => client.mailboxCreate("Éléments envoyés"));
    expect(await reader.findSent("<kept@relance.test>")).toBe("absent");
    await server.appendMail(rawMail("sent", "<kept@relance.test>"), { folder: "Éléments envoyés" });
    expect(await reader.findSent("<kept@relance.test>")).toBe("found");
  });

  it("lists the folders with their use", async () => {
    server = await startDovecot({ sentFolder: "Outgoing" });
    const listed = await createImapReader(settingsFor(server)).listFolders();
    expect(listed).toMatchObject({
      folders: expect.arrayContaining([{ path: "Outgoing", specialUse: "\\Sent" }]),
    });
  });

  it("reads the beginning of a mail that is too large, and the mails after it", async () => {
    server = await startDovecot();
    await server.appendMail(`${rawMail("huge")}${"A line of text.\r\n".repeat(2_000_000)}`);
    await server.appendMail(rawMail("small"));
    const watch = start({}, { timeoutMs: 20_000 });
    await watching(watch);
    expect(watch.subjects()).toEqual(["huge", "small"]);
    expect(watch.mails.map(({ truncated }) => truncated)).toEqual([true, undefined]);
    expect(watch.mails[0]?.raw.length).toBeLessThan(2 * 1024 * 1024);
  });
});

describe("the IMAP reader without a server", () => {
  it("ends within a second of the abort even while it connects", async () => {
    const silent = net.createServer(() => {}).listen(0, "127.0.0.1");
    await expect.poll(() => silent.listening, SOON).toBe(true);
    const { port } = silent.address() as AddressInfo;
    const watch = startWatch(createImapReader({ host: "127.0.0.1", port, secure: false, user: "a", password: "b" }));
    await expect.poll(() => watch.states, SOON).toEqual([{ kind: "connecting" }]);
    expect(await watch.end()).toBeLessThan(1000);
    expect(watch.states).toEqual([{ kind: "connecting" }]);
    silent.close();
  });
});
