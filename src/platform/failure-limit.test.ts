import { expect, it } from "vitest";
import { createFailureLimit } from "./failure-limit.ts";

function setUp(max: number) {
  let time = 0;
  const limit = createFailureLimit({ max, windowMs: 1_000, now: () => new Date(time) });
  return { limit, pass: (ms: number) => (time += ms) };
}

it("lets `max` tries through, then says how long to wait", () => {
  const { limit, pass } = setUp(2);
  expect([limit.take("a"), limit.take("a"), limit.take("b")]).toEqual([0, 0, 0]);
  pass(400);
  expect(limit.take("a")).toBe(600);
  pass(600);
  expect(limit.take("a")).toBe(0);
});

it("does not count what succeeded", () => {
  const { limit } = setUp(1);
  for (let n = 0; n < 5; n++) {
    expect(limit.take("a")).toBe(0);
    limit.giveBack("a");
  }
});
