import { expect, it } from "vitest";
import { addDelay, type Delay } from "./delay.ts";

it.each<[string, Delay, string, string]>([
  ["seconds are seconds", { amount: 5, unit: "seconds" }, "2026-11-20T10:00:00Z", "2026-11-20T10:00:05Z"],
  ["hours are hours", { amount: 2, unit: "hours" }, "2026-11-20T10:00:00Z", "2026-11-20T12:00:00Z"],
  [
    "a day keeps the local hour when the clocks go back",
    { amount: 1, unit: "days" },
    "2026-10-24T07:00:00Z",
    "2026-10-25T08:00:00Z",
  ],
  [
    "business days skip the weekend",
    { amount: 2, unit: "businessDays" },
    "2026-11-20T10:00:00Z",
    "2026-11-24T10:00:00Z",
  ],
  ["nothing is nothing", { amount: 0, unit: "businessDays" }, "2026-11-21T10:00:00Z", "2026-11-21T10:00:00Z"],
])("%s", (_name, delay, from, expected) => {
  expect(addDelay(new Date(from), delay, "Europe/Paris")).toEqual(new Date(expected));
});
