import { MongoBackend } from "@agendajs/mongo-backend";
import { Agenda } from "agenda";
import { databaseHandle } from "../db/connect.ts";
import type { Log } from "../platform/log.ts";
import type { Job } from "./job.ts";

export interface RunningJobs {
  /** Runs a job now in this process; a run at work runs once more after it. */
  wake(name: string): void;
  /** Ends the ticks, then waits for what is at work. */
  stop(): Promise<void>;
}

/**
 * Ticks the jobs by Agenda, whose lock lets one process of the fleet run each at a time; a wake runs it here at once.
 * Every job is safe to run twice, since a lock can run out and a wake takes none.
 */
export async function runJobs(jobs: readonly Job[], log: Log): Promise<RunningJobs> {
  const abort = new AbortController();
  const runners = new Map(jobs.map((job) => [job.name, createRunner(job, abort.signal, log)]));
  const agenda = new Agenda({
    backend: new MongoBackend({ mongo: databaseHandle() as never, collection: "jobs", ensureIndex: true }),
    processEvery: 1_000,
    defaultLockLifetime: 60_000,
  });
  agenda.on("error", (err) => log.error({ err }, "job clock failed"));
  for (const { name } of jobs) agenda.define(name, async () => await runners.get(name)?.());
  await agenda.start();
  for (const { name, everySeconds } of jobs) await agenda.every(everySeconds * 1_000, name);
  // At once, whatever the tick that a predecessor left behind says.
  for (const run of runners.values()) void run();

  return {
    wake: (name) => void runners.get(name)?.(),
    async stop() {
      abort.abort();
      await agenda.stop(false);
      await Promise.all([...runners.values()].map((run) => run.settled()));
    },
  };
}

type Runner = (() => Promise<void>) & { settled(): Promise<void> };

/** Runs one job at a time; a call that comes meanwhile is made good by one more run. */
function createRunner(job: Job, signal: AbortSignal, log: Log): Runner {
  let running: Promise<void> | undefined;
  let again = false;

  async function work(): Promise<void> {
    do {
      again = false;
      try {
        await job.run(signal);
      } catch (err) {
        log.error({ err, job: job.name }, "job failed");
      }
    } while (again && !signal.aborted);
    running = undefined;
  }
  const run = (): Promise<void> => {
    if (signal.aborted) return Promise.resolve();
    if (running) again = true;
    else running = work();
    return running ?? Promise.resolve();
  };
  return Object.assign(run, { settled: async () => await running });
}
