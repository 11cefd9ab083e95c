import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import net, { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ImapFlow } from "imapflow";
import { type DovecotOptions, writeDovecotConfig } from "./dovecot-config.ts";

const BINARY = "/usr/sbin/dovecot";
const START_TIMEOUT_MS = 10_000;

export interface AppendOptions {
  user?: string;
  folder?: string;
  flags?: string[];
  internalDate?: Date;
}

export interface Dovecot {
  host: string;
  port: number;
  /** The first account. */
  user: string;
  password: string;
  /** Delivers a mail by APPEND, so that an IDLE hears of it; gives its UID. */
  appendMail(raw: string | Buffer, options?: AppendOptions): Promise<number>;
  /** UID and flags of every mail in the folder, by ascending UID. */
  folderFlags(folder?: string, user?: string): Promise<{ uid: number; flags: string[] }[]>;
  /** Runs what is given over a logged-in connection that the reader under test does not share. */
  withClient<T>(work: (client: ImapFlow) => Promise<T>, user?: string): Promise<T>;
  /** Stops the server and cuts its connections; the mail stays. */
  goDown(): Promise<void>;
  /** Starts it again, on the same port. */
  comeBack(): Promise<void>;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
}

/** Whether this machine can run it. Says so once when it cannot, since tests are left out then. */
export function dovecotAvailable(): boolean {
  const available = existsSync(BINARY);
  if (!available) console.warn(`LEFT OUT: tests against a real IMAP server need ${BINARY} (Debian: dovecot-imapd)`);
  return available;
}

/** A Dovecot of its own on a free loopback port, as root or as an ordinary user. */
export async function startDovecot(options: DovecotOptions = {}): Promise<Dovecot> {
  const users = options.users ?? { "claire@relance.test": "s3cret-word" };
  const [user, password] = Object.entries(users)[0] ?? ["", ""];
  // A short path: Dovecot's sockets lie in it, and a socket's path has at most 107 bytes.
  const dir = mkdtempSync(join(tmpdir(), "dc-"));
  chmodSync(dir, 0o755);
  const host = "127.0.0.1";
  const port = await freePort();
  const config = writeDovecotConfig(dir, port, users, options);
  const clients = new Map<string, ImapFlow>();
  let server: ChildProcess | undefined;
  const atExit = () => killGroup(server);
  process.once("exit", atExit);

  const comeBack = async () => {
    // A process group of its own: its children outlive it for a while and go on serving their connections.
    server = spawn(BINARY, ["-F", "-c", config], { stdio: "ignore", detached: true });
    await ready(server, port, join(dir, "dovecot.log"));
  };
  const goDown = async () => {
    for (const client of clients.values()) client.close();
    clients.clear();
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, "exit");
    killGroup(server);
    await ended;
    server = undefined;
  };
  const clientOf = async (name: string): Promise<ImapFlow> => {
    const known = clients.get(name);
    if (known?.usable === true) return known;
    const client = new ImapFlow({
      host,
      port,
      secure: false,
      auth: { user: name, pass: users[name] ?? "" },
      disableAutoIdle: true,
      logger: false,
    });
    client.on("error", () => {});
    await client.connect();
    clients.set(name, client);
    return client;
  };
  await comeBack();

  return {
    host,
    port,
    user,
    password,
    async appendMail(raw, { user: to = user, folder = "INBOX", flags = [], internalDate } = {}) {
      const client = await clientOf(to);
      const appended = await client.append(folder, raw, flags, internalDate);
      if (!appended || appended.uid === undefined) throw new Error(`APPEND to ${folder} was refused`);
      return appended.uid;
    },
    async folderFlags(folder = "INBOX", name = user) {
      const client = await clientOf(name);
      const { exists } = await client.mailboxOpen(folder, { readOnly: true });
      if (exists === 0) return [];
      const mails = await client.fetchAll("1:*", { uid: true, flags: true });
      return mails.map(({ uid, flags }) => ({ uid, flags: [...(flags ?? [])] }));
    },
    withClient: async (work, name = user) => await work(await clientOf(name)),
    goDown,
    comeBack,
    async stop() {
      process.off("exit", atExit);
      await goDown();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

function killGroup(server: ChildProcess | undefined): void {
  if (server?.pid === undefined || server.exitCode !== null || server.signalCode !== null) return;
  process.kill(-server.pid, "SIGKILL");
}

/** Until the greeting comes. */
async function ready(server: ChildProcess, port: number, logPath: string): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < deadline && server.exitCode === null) {
    if (await greets(port)) return;
    await delay(25);
  }
  killGroup(server);
  const log = existsSync(logPath) ? readFileSync(logPath, "utf8") : "(no log)";
  throw new Error(`Dovecot did not start:\n${log}`);
}

async function greets(port: number): Promise<boolean> {
  const socket = net.connect(port, "127.0.0.1");
  try {
    const [chunk] = await once(socket, "data", { signal: AbortSignal.timeout(1000) });
    return String(chunk).startsWith("* OK");
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
