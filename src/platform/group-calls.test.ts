import { expect, it } from "vitest";
import { groupCalls } from "./group-calls.ts";

it("answers every caller and puts calls of one turn together", async () => {
  const batches: number[][] = [];
  const double = groupCalls(async (items: number[]) => {
    batches.push(items);
    return items.map((item) => item * 2);
  }, 3);
  expect(await Promise.all([1, 2, 3, 4].map(double))).toEqual([2, 4, 6, 8]);
  expect(await double(5)).toBe(10);
  expect(batches).toEqual([[1, 2, 3], [4], [5]]);
});

it("tells every caller of a failed batch, and goes on with the next", async () => {
  let fails = true;
  const call = groupCalls(async (items: string[]) => {
    if (fails) throw new Error("disk full");
    return items;
  });
  const results = await Promise.allSettled([call("a"), call("b")]);
  expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  fails = false;
  expect(await call("c")).toBe("c");
});
