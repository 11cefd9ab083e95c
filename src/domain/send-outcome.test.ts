import { expect, it } from "vitest";
import { decideOutcome, GIVE_UP_AFTER_MS } from "./send-outcome.ts";

const now = new Date("2026-11-20T10:00:00Z");
const later = (ms: number) => new Date(now.getTime() + ms);

it("ends what servers accepted or refused, and never retries what may have arrived", () => {
  expect(decideOutcome({ kind: "accepted", reply: "250 ok" }, 1, now, now)).toEqual({
    status: "sent",
    reason: "250 ok",
  });
  expect(decideOutcome({ kind: "rejected", reply: "550 no" }, 1, now, now).status).toBe("failed");
  expect(decideOutcome({ kind: "unknown", reply: "lost" }, 1, now, now).status).toBe("unknown");
});

it("waits longer after each deferral, up to four hours", () => {
  const due = (attempt: number) => decideOutcome({ kind: "deferred", reply: "450" }, attempt, now, now);
  expect([1, 2, 3, 20].map((attempt) => due(attempt))).toEqual(
    [60_000, 120_000, 240_000, 4 * 3_600_000].map((ms) => ({ status: "queued", reason: "450", dueAt: later(ms) })),
  );
});

it("lets a mail wait no longer for a server that was out of reach before", () => {
  const due = (attempt: number) => decideOutcome({ kind: "unreachable", reply: "x" }, attempt, now, now);
  expect([1, 9].map(due)).toMatchObject([{ dueAt: later(5_000) }, { dueAt: later(5_000) }]);
});

it("gives up after three days", () => {
  const muchLater = later(GIVE_UP_AFTER_MS + 1);
  expect(decideOutcome({ kind: "deferred", reply: "450" }, 9, now, muchLater).status).toBe("failed");
});
