import { expect, it } from "vitest";
import type { CampaignPlan, Step } from "./campaign.ts";
import { decideNextStep } from "./next-step.ts";

const step = (stepId: string, hours: number): Step => ({
  stepId,
  templateId: "t",
  delay: { amount: hours, unit: "hours" },
  condition: "noReply",
  requireApproval: false,
});
const plan: CampaignPlan = { steps: [step("a", 0), step("b", 48)], window: undefined, rules: [] };
const friday = new Date("2026-11-20T15:00:00Z");

it("starts with the first step and ends after the last", () => {
  expect(decideNextStep(plan, undefined, friday)).toMatchObject({ step: { stepId: "a" }, dueAt: friday });
  expect(decideNextStep(plan, "a", friday)).toMatchObject({
    step: { stepId: "b" },
    dueAt: new Date("2026-11-22T15:00:00Z"),
  });
  expect(decideNextStep(plan, "b", friday)).toEqual({ kind: "done" });
});

it("moves a due time into the sending window", () => {
  const window = { days: [1, 2, 3, 4, 5], from: "09:00", to: "17:00", timeZone: "Europe/Paris" };
  expect(decideNextStep({ ...plan, window }, "a", friday)).toMatchObject({ dueAt: new Date("2026-11-23T08:00:00Z") });
});

it("sends nothing after a step that was taken out of the plan", () => {
  expect(decideNextStep(plan, "gone", friday)).toEqual({ kind: "done" });
});
