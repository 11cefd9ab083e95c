import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import { DatabaseInUseError, isLocked, lockFolder, type Owner, readOwner } from "./storage/data-folder.ts";
import type { WorkerMessage, WorkerOptions } from "./worker.ts";

export { DatabaseInUseError };

export interface EmbeddedMongo {
  /** Connection string, to which a database name may be added, e.g. `mongodb://%2Ftmp%2F...sock/?directConnection=true`. */
  uri: string;
  /** Stops accepting, finishes what was begun, releases the data folder. */
  close(): Promise<void>;
}

export type EmbeddedMongoOptions = {
  dataDir: string;
  /** Also listen on this loopback TCP port (0: any free one); `uri` is then that of the port. */
  port?: number;
  /** Told when the server dies of itself; without it such an error is thrown as uncaught. */
  onFatal?: (error: Error) => void;
  /** How often expired documents are deleted. */
  ttlSweepSeconds?: number;
};

const MAX_SOCKET_PATH_BYTES = 106; // the kernel's limit is 108 with the closing zero

/**
 * Starts the database in a worker thread of this process.
 *
 * @throws DatabaseInUseError when the data folder has an owner; Error naming the file when it is damaged
 */
export async function startEmbeddedMongo(options: EmbeddedMongoOptions): Promise<EmbeddedMongo> {
  const { dataDir, port, onFatal, ttlSweepSeconds = 60 } = options;
  const lock = lockFolder(dataDir);
  removeStaleSocket(readOwner(dataDir));
  const folder = mkdtempSync(join(tmpdir(), "mongo-")); // mode 700
  const socketPath = join(folder, "db.sock");
  let held = true;
  const release = () => {
    if (held) lock.release();
    held = false;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    if (Buffer.byteLength(socketPath) > MAX_SOCKET_PATH_BYTES)
      throw new Error(`The path ${socketPath} is too long for a socket; set TMPDIR to a shorter one`);
    const workerOptions: WorkerOptions = {
      dataFile: lock.dataFile,
      socketPath,
      port,
      ttlSweepMs: ttlSweepSeconds * 1000,
    };
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: workerOptions });
    const { port: tcpPort } = await nextMessage(worker);
    const host = tcpPort === undefined ? encodeURIComponent(socketPath) : `127.0.0.1:${tcpPort}`;
    const uri = `mongodb://${host}/?directConnection=true`;
    lock.publish({ pid: process.pid, startedAt: new Date().toISOString(), uri });
    return watch(worker, uri, release, onFatal);
  } catch (error) {
    release();
    throw error;
  }
}

/** A killed owner leaves its socket behind; its lock is free, so nobody listens there. */
function removeStaleSocket(owner: Owner | undefined): void {
  const socketPath = decodeURIComponent(/^mongodb:\/\/(%2F[^/]+)/.exec(owner?.uri ?? "")?.[1] ?? "");
  if (/\/mongo-\w{6}\/db\.sock$/.test(socketPath)) rmSync(dirname(socketPath), { recursive: true, force: true });
}

function watch(
  worker: Worker,
  uri: string,
  release: () => void,
  onFatal: EmbeddedMongoOptions["onFatal"],
): EmbeddedMongo {
  const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  let closing: Promise<void> | undefined;
  let failed = false;
  const fail = (error: Error) => {
    if (failed) return;
    failed = true;
    release();
    if (!onFatal) throw error;
    onFatal(error);
  };
  worker.once("error", fail);
  worker.once("exit", (code) => {
    if (!closing) fail(new Error(`The database ended by itself (exit code ${code})`));
  });
  return {
    uri,
    close() {
      closing ??= (async () => {
        worker.postMessage("close");
        await ended;
        release();
      })();
      return closing;
    },
  };
}

function nextMessage(worker: Worker): Promise<WorkerMessage> {
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("The database ended while it was starting")));
  });
}

/** The instance that owns this folder now, if any: its lock is held and it answers. For other processes to join. */
export async function findRunningEmbeddedMongo(dataDir: string): Promise<Owner | undefined> {
  const owner = readOwner(dataDir);
  if (!owner || !isLocked(dataDir)) return undefined;
  return (await answers(owner.uri)) ? owner : undefined;
}

function answers(uri: string): Promise<boolean> {
  const host = decodeURIComponent(uri.slice("mongodb://".length).split("/", 1)[0] as string);
  const [name = "", port] = host.split(":");
  return new Promise((resolve) => {
    const socket = host.startsWith("/") ? connect(host) : connect(Number(port), name);
    socket.setTimeout(2000, () => socket.destroy());
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
    socket.once("close", () => resolve(false));
  });
}
