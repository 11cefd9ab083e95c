import { MongoBackend } from "@agendajs/mongo-backend";
import { Agenda, type Job } from "agenda";
import type { Collection } from "mongodb";
import { afterEach, describe, expect, it } from "vitest";
import { useServer } from "./server.ts";

const running = useServer();
const agendas: Agenda[] = [];
let used = 0;

afterEach(async () => {
  for (const agenda of agendas.splice(0)) await agenda.stop();
});

/** Two instances over one collection, as processes would be. */
function instances(lockLifetimeMs = 10_000): { one: Agenda; two: Agenda; jobs: Collection } {
  const collection = `jobs${used++}`;
  const make = () => {
    const backend = new MongoBackend({ mongo: running.db as never, collection, ensureIndex: true });
    return new Agenda({ backend, processEvery: 20, defaultLockLifetime: lockLifetimeMs });
  };
  const [one, two] = [make(), make()];
  agendas.push(one, two);
  return { one, two, jobs: running.db.collection(collection) };
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe("agenda", () => {
  it("runs each of many jobs once though two instances claim them", async () => {
    const { one, two } = instances();
    const ran: number[] = [];
    for (const agenda of [one, two])
      agenda.define("once", async (job: Job<{ n: number }>) => void ran.push(job.attrs.data.n));
    await Promise.all([one.start(), two.start()]);
    await Promise.all(Array.from({ length: 30 }, (_, n) => one.now("once", { n })));
    await until(() => ran.length >= 30);
    expect(ran.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, n) => n));
  });

  it("takes over a job whose lock has expired", async () => {
    const { one: dead, two: alive, jobs } = instances(200);
    await dead.start();
    await dead.now("stuck", {});
    await jobs.updateOne({ name: "stuck" }, { $set: { lockedAt: new Date(Date.now() - 10_000), nextRunAt: null } });
    let ran = 0;
    alive.define("stuck", async () => void ran++, { lockLifetime: 200 } as never);
    await alive.start();
    await until(() => ran > 0);
    expect(ran).toBe(1);
  });

  it("repeats a job, keeps one row for it, and forgets it when cancelled", async () => {
    const { one: agenda, jobs } = instances();
    let ran = 0;
    agenda.define("tick", async () => void ran++);
    await agenda.start();
    await agenda.every("0.1 seconds", "tick");
    await agenda.every("0.1 seconds", "tick");
    await until(() => ran >= 3);
    expect(await jobs.countDocuments({ name: "tick" })).toBe(1);
    await agenda.cancel({ name: "tick" });
    expect(await jobs.countDocuments()).toBe(0);
  });

  it("records a failure, and purges jobs that nobody defines", async () => {
    const { one: agenda, jobs } = instances();
    agenda.define("fails", async () => {
      throw new Error("on purpose");
    });
    await agenda.start();
    await jobs.insertOne({ name: "unknown", nextRunAt: null });
    await agenda.now("fails", {});
    await until(async () => (await jobs.findOne({ name: "fails" }))?.["failReason"] === "on purpose");
    await agenda.purge();
    expect((await jobs.find().toArray()).map(({ name }) => name)).toEqual(["fails"]);
  });

  it("queries its jobs by name, state and text", async () => {
    const { one: agenda } = instances();
    await agenda.start();
    await agenda.schedule("in 1 hour", "report", { kind: "day" });
    await agenda.schedule("in 2 hours", "report", { kind: "week" });
    const { jobs, total } = await agenda.queryJobs({ name: "report", data: { kind: "week" } });
    expect([jobs.length, total]).toEqual([1, 1]);
    expect((await agenda.queryJobs({ search: "REP" })).total).toBe(2);
  });
});
