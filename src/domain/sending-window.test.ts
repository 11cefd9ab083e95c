import { expect, it } from "vitest";
import { nextAllowedInstant } from "./sending-window.ts";

const office = { days: [1, 2, 3, 4, 5], from: "09:00", to: "17:30", timeZone: "Europe/Paris" };

it.each([
  ["inside the window nothing moves", "2026-11-20T10:00:00Z", "2026-11-20T10:00:00Z"],
  ["before opening waits for the morning", "2026-11-20T05:00:00Z", "2026-11-20T08:00:00Z"],
  ["at closing time it is too late", "2026-11-19T16:30:00Z", "2026-11-20T08:00:00Z"],
  ["Friday evening waits for Monday", "2026-11-20T17:00:00Z", "2026-11-23T08:00:00Z"],
  ["nine o'clock stays nine o'clock after the clocks go forward", "2026-03-27T20:00:00Z", "2026-03-30T07:00:00Z"],
])("%s", (_name, from, expected) => {
  expect(nextAllowedInstant(new Date(from), office)).toEqual(new Date(expected));
});

it("refuses a window that lets nothing through", () => {
  const now = new Date("2026-11-20T10:00:00Z");
  expect(() => nextAllowedInstant(now, { ...office, days: [] })).toThrow("has no weekday");
  expect(() => nextAllowedInstant(now, { ...office, to: "08:00" })).toThrow("09:00-08:00 is empty");
  expect(() => nextAllowedInstant(now, { ...office, timeZone: "Europe/Atlantis" })).toThrow(RangeError);
});
