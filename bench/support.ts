import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedMongo } from "embedded-mongo";
import { createClassifier } from "../src/ai/classifier.ts";
import { createEngine, type Engine } from "../src/compose/engine.ts";
import { connectDatabase, disconnectDatabase, ensureIndexes } from "../src/db/connect.ts";
import { createWorkspace } from "../src/db/workspaces.ts";
import { createComposeOutgoing } from "../src/flows/compose-outgoing.ts";
import { createHashAddress } from "../src/flows/hash-address.ts";
import { parseMail } from "../src/mail/parse-mail.ts";
import { createLog } from "../src/platform/log.ts";
import type { MailReader } from "../src/ports/mail-reader.ts";
import type { MailSender } from "../src/ports/mail-sender.ts";

/** An engine over an embedded database of its own, as `npm start` builds it, without web, chat and clock. */
export async function startBenchEngine(ends: { sender?: MailSender; reader?: MailReader }) {
  const dataDir = await mkdtemp(join(tmpdir(), "relance-bench-"));
  const database = await startEmbeddedMongo({ dataDir });
  await connectDatabase(database.uri);
  await ensureIndexes();
  const unused = (): never => {
    throw new Error("this bench does not use that way");
  };
  const engine: Engine = createEngine({
    now: () => new Date(),
    log: createLog("error"),
    wake: () => undefined,
    senderFor: () => ends.sender ?? unused(),
    readerFor: () => ends.reader ?? unused(),
    parse: parseMail,
    classifier: createClassifier(),
    hashAddress: createHashAddress("bench"),
    composeOutgoing: createComposeOutgoing({ publicUrl: undefined, linkKey: "bench" }),
    channels: new Map(),
    pollSeconds: 60,
  });
  const workspace = await createWorkspace({ name: "bench", locale: "fr", timeZone: "Europe/Paris" });
  return {
    engine,
    workspaceId: workspace._id,
    async stop() {
      await disconnectDatabase();
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The SMTP server of `sink-process.ts`. */
export async function startSink(): Promise<{ port: number; stop(): void }> {
  const child = fork(new URL("./sink-process.ts", import.meta.url));
  const [port] = (await once(child, "message")) as [number];
  return { port, stop: () => child.disconnect() };
}

/** Runs `work` over `count` items and gives items a second. */
export async function rate(count: number, work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return count / ((performance.now() - startedAt) / 1_000);
}

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
export const round = (value: number): number => Number(value.toPrecision(3));
