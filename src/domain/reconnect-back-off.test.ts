import { expect, it } from "vitest";
import { reconnectDelayMs } from "./reconnect-back-off.ts";

it("doubles the wait up to five minutes", () => {
  const waits = [1, 2, 3, 4, 20].map((failures) => reconnectDelayMs(failures, "unreachable"));
  expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 300_000]);
});

it("is slower where a login was refused", () => {
  expect(reconnectDelayMs(1, "refused")).toBe(60_000);
});
