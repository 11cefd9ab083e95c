import type { ReplyClass } from "./classification.ts";
import type { Delay } from "./delay.ts";
import type { SendingWindow } from "./sending-window.ts";

export const CAMPAIGN_STATUSES = ["draft", "active", "paused", "completed", "archived"] as const;
export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number];

/** What must be true of the recipient for a step to go out. */
export const STEP_CONDITIONS = ["noReply", "always"] as const;

/** One mail of a campaign. */
export interface Step {
  /** Stays the same whatever is edited: a step that went out is never sent again. */
  stepId: string;
  templateId: string;
  /** After the step before; after enrolment for the first. */
  delay: Delay;
  condition: (typeof STEP_CONDITIONS)[number];
  /** A person must say yes in chat before it is sent. */
  requireApproval: boolean;
}

/** What follows from an answer of one class: the recipient stops, and this template may answer them. */
export interface ReplyRule {
  on: Exclude<ReplyClass, "auto">;
  templateId: string;
  requireApproval: boolean;
}

/** The part of a campaign that decides what happens next. */
export interface CampaignPlan {
  steps: readonly Step[];
  window?: SendingWindow | undefined;
  rules: readonly ReplyRule[];
}

export const RECIPIENT_STATES = [
  "waiting",
  "awaitingApproval",
  "sending",
  "replied",
  "onHold",
  "stopped",
  "completed",
  "bounced",
  "optedOut",
  "failed",
] as const;
/** Where one recipient stands in one campaign. */
export type RecipientState = (typeof RECIPIENT_STATES)[number];

/** The states from which a further mail may still follow. */
export const LIVE_STATES = ["waiting", "awaitingApproval", "sending", "onHold"] as const satisfies RecipientState[];
