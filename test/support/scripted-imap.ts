import net, { type AddressInfo, type Socket } from "node:net";

/**
 * What to answer to a command other than the usual: lines, each without CRLF; `TAG` stands for the command's tag.
 * `drop` cuts the link, an empty list stays silent, undefined gives the usual answer.
 */
export type ImapStep = (command: string, mailbox: ScriptedMailbox) => string[] | "drop" | undefined;

export interface ScriptedMailbox {
  /** UIDs of the mails, ascending. Each is a short mail whose subject is its UID. */
  uids: number[];
  uidNext: number | undefined;
}

/** An IMAP server of few words, with one folder, for the odd answers that a good server does not give. */
export async function startScriptedImap(mailbox: ScriptedMailbox, step: ImapStep = () => undefined) {
  const sockets = new Set<Socket>();
  const commands: string[] = [];
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
    socket.write("* OK [CAPABILITY IMAP4rev1 IDLE] scripted\r\n");
    let buffered = "";
    let idleTag = "";
    socket.on("data", (chunk) => {
      buffered += chunk.toString("latin1");
      for (let end = buffered.indexOf("\r\n"); end !== -1 && !socket.destroyed; end = buffered.indexOf("\r\n")) {
        const line = buffered.slice(0, end);
        buffered = buffered.slice(end + 2);
        if (line === "DONE") {
          socket.write(`${idleTag} OK done\r\n`);
          continue;
        }
        const [tag = "", ...words] = line.split(" ");
        const command = words.join(" ");
        commands.push(command);
        if (command === "IDLE") idleTag = tag;
        const answer = step(command, mailbox) ?? usual(command, mailbox);
        if (answer === "drop") socket.destroy();
        else for (const each of answer) socket.write(`${each.replace(/^TAG\b/, tag)}\r\n`, "latin1");
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    host: "127.0.0.1",
    port: (server.address() as AddressInfo).port,
    /** All commands so far, without tags. */
    commands,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function usual(command: string, { uids, uidNext }: ScriptedMailbox): string[] {
  if (command === "IDLE") return ["+ idling"];
  if (command.startsWith("LIST")) return ['* LIST () "/" INBOX', "TAG OK listed"];
  if (command.startsWith("EXAMINE")) {
    const next = uidNext === undefined ? [] : [`* OK [UIDNEXT ${uidNext}] next`];
    return [
      "* FLAGS ()",
      `* ${uids.length} EXISTS`,
      "* OK [UIDVALIDITY 7] valid",
      ...next,
      "TAG OK [READ-ONLY] opened",
    ];
  }
  if (command.startsWith("UID SEARCH")) {
    // Every search finds the last mail at least, as `n:*` does.
    const from = Number(/UID (\d+):\*/.exec(command)?.[1] ?? 1);
    const found = command.includes("SEARCH UID *") ? uids.slice(-1) : uids.filter((uid) => uid >= from);
    return [`* SEARCH ${(found.length > 0 ? found : uids.slice(-1)).join(" ")}`, "TAG OK searched"];
  }
  if (command.startsWith("UID FETCH")) return [...fetched(command, uids), "TAG OK fetched"];
  return ["TAG OK done"];
}

/** The answers to a FETCH of sizes or of whole mails. */
export function fetched(command: string, uids: number[]): string[] {
  const [, set = ""] = /^UID FETCH (\S+)/.exec(command) ?? [];
  const inSet = (uid: number) =>
    set.split(",").some((part) => {
      const [from = 0, to = from] = part.split(":").map(Number);
      return uid >= from && uid <= to;
    });
  return uids.filter(inSet).map((uid) => {
    const source = `Subject: ${uid}\r\n\r\nBonjour.\r\n`;
    const facts = `RFC822.SIZE ${source.length} INTERNALDATE "02-Nov-2026 09:00:00 +0000"`;
    const body = `BODY[] {${source.length}}\r\n${source}`;
    return `* ${uids.indexOf(uid) + 1} FETCH (UID ${uid} ${command.includes("BODY") ? body : facts})`;
  });
}
