import { chmodSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { Cursors } from "./commands/cursors.ts";
import { createHandler } from "./commands/execute.ts";
import { CommandError } from "./errors.ts";
import { Catalog } from "./storage/catalog.ts";
import { Documents } from "./storage/documents.ts";
import { openStore } from "./storage/open-store.ts";
import { deleteExpired } from "./storage/ttl.ts";
import { createWireServer } from "./wire/server.ts";

export type WorkerOptions = { dataFile: string; socketPath: string; port: number | undefined; ttlSweepMs: number };
/** What the worker tells its owner. */
export type WorkerMessage = { port: number | undefined };

const SLOWEST_CLIENT_MS = 1000;

const { dataFile, socketPath, port, ttlSweepMs } = workerData as WorkerOptions;
const { store, close } = openStore(dataFile);
const catalog = store.write(() => new Catalog(store));
store.commit();
const documents = new Documents(store, catalog);
const cursors = new Cursors();
const { server, sockets } = createWireServer(createHandler({ store, catalog, documents, cursors }));
const sweeper = setInterval(sweep, ttlSweepMs);

/** TCP connections are handled as those of the socket are. */
const tcp: Server | undefined =
  port === undefined ? undefined : createServer({ noDelay: true }, (socket) => server.emit("connection", socket));

server.listen(socketPath, () => {
  chmodSync(socketPath, 0o600);
  if (!tcp) return tell({ port: undefined });
  tcp.listen(port, "127.0.0.1", () => tell({ port: (tcp.address() as AddressInfo).port }));
});

parentPort?.once("message", () => {
  clearInterval(sweeper);
  server.close();
  tcp?.close();
  // Answers that wait for their commit are written first; then the connections end.
  store.commit();
  const ended = [...sockets].map((socket) => new Promise((resolve) => socket.once("close", resolve)));
  for (const socket of sockets) socket.destroySoon();
  // The timer must not keep a worker alive whose clients are gone.
  void Promise.race([Promise.all(ended), sleep(SLOWEST_CLIENT_MS, undefined, { ref: false })]).then(() => {
    for (const socket of sockets) socket.destroy();
    close();
    parentPort?.close();
  });
});

/** What the storage refuses now (a full disk) is tried again at the next sweep. */
function sweep(): void {
  try {
    deleteExpired(store, catalog, documents, new Date());
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
  }
}

function tell(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}
