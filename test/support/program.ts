import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findRunningEmbeddedMongo } from "embedded-mongo";
import mongoose from "mongoose";
import { createRestClient, type RestClient } from "./rest-client.ts";
import { waitUntil } from "./wait-until.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const MAIN = join(ROOT, "src/main.ts");
const PINNED_NODE = join(ROOT, "node_modules/.bin/node");
const NODE = existsSync(PINNED_NODE) ? PINNED_NODE : process.execPath;
const START_WITHIN_MS = 30_000;
const STOP_WITHIN_MS = 15_000;

export const API_KEY = "e2e-key-of-the-rest-api-0123456789";
export const OWNER = { email: "owner@relance.test", password: "a password for the tests" };

type Environment = Record<string, string>;

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The real program in a process of its own, over data of its own. */
export interface Program {
  /** Where it listens now; another port after each start. */
  url(): string;
  readonly dataDir: string;
  /** What every run so far has printed. */
  stdout(): string;
  stderr(): string;
  /** From the start of the process to the first 200 of /readyz, of the latest run. */
  readySeconds(): number;
  isRunning(): boolean;
  api: RestClient;
  /** Another command of the command line, beside the running program. */
  command(...args: string[]): Promise<Ended>;
  /** A code that links a chat to this user. */
  pairingCode(email?: string): Promise<string>;
  /** Rows of a collection of the running program, read by a client of its own. */
  rows<T = Record<string, unknown>>(collection: string, filter?: Record<string, unknown>): Promise<T[]>;
  /** As a service manager ends it. */
  stop(): Promise<number | null>;
  /** SIGKILL, before this returns; resolves when the process is gone. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Ends it, however it stands, and removes its data. */
  remove(): Promise<void>;
}

/** Starts the program and waits until it is ready. Only `env` and the paths of this machine reach it. */
export async function startProgram(options: { env?: Environment; dataDir?: string } = {}): Promise<Program> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "relance-e2e-"));
  const env = environment(dataDir, options.env);
  const output = { stdout: "", stderr: "" };
  let child: ChildProcess | undefined;
  let url = "";
  let readySeconds = 0;
  let reading: mongoose.Connection | undefined;
  const isRunning = () => child !== undefined && child.exitCode === null && child.signalCode === null;
  const killAtExit = () => void child?.kill("SIGKILL");
  process.once("exit", killAtExit);

  async function start(): Promise<void> {
    const startedAt = performance.now();
    const before = output.stdout.length;
    child = spawn(NODE, [MAIN, "start"], { cwd: dataDir, env, stdio: ["ignore", "pipe", "pipe"] });
    collectOutput(child, output);
    url = await waitUntil(
      "the program prints its address",
      () => {
        if (!isRunning()) throw new Error(`The program ended with ${child?.exitCode}:\n${output.stderr}`);
        return /http:\/\/127\.0\.0\.1:\d+/.exec(output.stdout.slice(before))?.[0];
      },
      { withinMs: START_WITHIN_MS, seen: () => output },
    );
    await waitUntil("/readyz answers 200", async () => (await fetch(`${url}/readyz`)).status === 200, {
      withinMs: START_WITHIN_MS,
      seen: () => output,
    });
    readySeconds = (performance.now() - startedAt) / 1_000;
  }

  async function end(signal: "SIGTERM" | "SIGKILL"): Promise<number | null> {
    const ending = child;
    if (!ending || !isRunning()) return ending?.exitCode ?? null;
    const ended = once(ending, "exit");
    ending.kill(signal);
    const overdue = setTimeout(() => ending.kill("SIGKILL"), STOP_WITHIN_MS);
    await ended;
    clearTimeout(overdue);
    const stale = reading;
    reading = undefined;
    await stale?.destroy().catch(() => {});
    return ending.exitCode;
  }

  const program: Program = {
    url: () => url,
    dataDir,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    readySeconds: () => readySeconds,
    isRunning,
    api: createRestClient(() => url, API_KEY),
    command: (...args) => runCommand(args, { dataDir, env }),
    async pairingCode(email = OWNER.email) {
      const { code, stdout, stderr } = await runCommand(["user", "pair", email], { dataDir, env });
      if (code !== 0) throw new Error(`No pairing code: ${stderr}`);
      return stdout.trim();
    },
    async rows<T>(collection: string, filter: Record<string, unknown> = {}) {
      reading ??= await connectBeside(dataDir);
      return (await reading.collection(collection).find(filter).sort({ _id: 1 }).toArray()) as T[];
    },
    stop: () => end("SIGTERM"),
    kill: async () => void (await end("SIGKILL")),
    start,
    async remove() {
      await end("SIGKILL");
      process.off("exit", killAtExit);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  try {
    await start();
    return program;
  } catch (error) {
    await program.remove();
    throw error;
  }
}

/** Runs one command to its end; with `start`, for starts that are meant to fail. */
export async function runCommand(
  args: readonly string[],
  { dataDir, env }: { dataDir: string; env?: Environment },
): Promise<Ended> {
  const child = spawn(NODE, [MAIN, ...args], {
    cwd: dataDir,
    env: environment(dataDir, env),
    stdio: ["ignore", "pipe", "pipe"],
    timeout: START_WITHIN_MS,
    killSignal: "SIGKILL",
  });
  const ended: Ended = { code: null, stdout: "", stderr: "" };
  collectOutput(child, ended);
  await once(child, "close");
  return { ...ended, code: child.exitCode };
}

function collectOutput(child: ChildProcess, into: { stdout: string; stderr: string }): void {
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (text: string) => {
      into[name] += text;
    });
  }
}

/** The working directory is the data's, so that no `.env` of the developer's is read. */
function environment(dataDir: string, env: Environment = {}): Environment {
  const machine = Object.fromEntries(
    ["PATH", "HOME", "TMPDIR"].flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );
  return {
    ...machine,
    ...{ HOST: "127.0.0.1", PORT: "0", DATA_DIR: dataDir, LOCALE: "en", API_KEY },
    ...{ ADMIN_EMAIL: OWNER.email, ADMIN_PASSWORD: OWNER.password },
    ...env,
  };
}

async function connectBeside(dataDir: string): Promise<mongoose.Connection> {
  const running = await findRunningEmbeddedMongo(join(dataDir, "database"));
  if (!running) throw new Error("No program owns the data");
  return await mongoose.createConnection(running.uri, { dbName: "relance" }).asPromise();
}
