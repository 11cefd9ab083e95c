import type { CampaignPlan, Step } from "./campaign.ts";
import { addDelay } from "./delay.ts";
import { nextAllowedInstant } from "./sending-window.ts";

export type NextStep = { kind: "step"; step: Step; dueAt: Date } | { kind: "done" };

/**
 * What follows the step `afterStepId` (undefined: nothing was sent yet) that ended at `from`.
 *
 * A step that is no longer in the plan counts as the last one: nothing is sent on a guess.
 */
export function decideNextStep(plan: CampaignPlan, afterStepId: string | undefined, from: Date): NextStep {
  const last = plan.steps.findIndex((step) => step.stepId === afterStepId);
  const step = afterStepId !== undefined && last === -1 ? undefined : plan.steps[last + 1];
  if (!step) return { kind: "done" };
  const due = addDelay(from, step.delay, plan.window?.timeZone ?? "UTC");
  return { kind: "step", step, dueAt: plan.window ? nextAllowedInstant(due, plan.window) : due };
}
