import type { CampaignPlan } from "./campaign.ts";
import type { Classification, MailKind } from "./classification.ts";

/** What follows from one mail of a campaign's recipient. Each is done by `flows/apply-rules`. */
export type Action =
  | { kind: "markReplied" }
  | { kind: "markBounced"; reason: string }
  | { kind: "suppress"; reason: "bounce" | "complaint" | "unsubscribe" }
  | { kind: "optOut" }
  | { kind: "noteAutoReply"; returnsAt: string | null }
  | { kind: "draftAnswer"; templateId: string; requireApproval: boolean };

/** Words that ask to be left alone for good; short mails only, so that a quotation of them stops nobody. */
const UNSUBSCRIBE =
  /\b(unsubscribe me|please unsubscribe|remove me|take me off|d[ée]sabonne|d[ée]sinscri|ne m['’][ée]crivez plus)|^\s*(stop|unsubscribe)[\s.!]*$/i;
const UNSUBSCRIBE_MAX_CHARS = 200;

/** The whole subject of the mail that our own List-Unsubscribe asks for; programs send it, often without a word. */
const UNSUBSCRIBE_SUBJECT = /^\s*(unsubscribe|désinscription)\s*$/i;

/** True when a person, or the button of their mail program, asks not to be written to again. */
export function asksToUnsubscribe(kind: MailKind, subject: string, replyText: string): boolean {
  if (kind === "bounce" || kind === "complaint") return false;
  if (UNSUBSCRIBE_SUBJECT.test(subject)) return true;
  if (kind !== "reply") return false;
  if (/^\s*(unsubscribe|désinscription)\b/i.test(subject)) return true;
  return replyText.length <= UNSUBSCRIBE_MAX_CHARS && UNSUBSCRIBE.test(replyText);
}

/**
 * The actions that one reading calls for. An automatic answer never counts as a reply; a soft bounce stops nothing.
 */
export function decideActions(
  reading: Classification,
  plan: Pick<CampaignPlan, "rules">,
  unsubscribes: boolean,
): Action[] {
  if (unsubscribes) return [{ kind: "optOut" }, { kind: "suppress", reason: "unsubscribe" }];
  switch (reading.kind) {
    case "bounce":
      if (!reading.bounce?.permanent) return [];
      return [
        { kind: "markBounced", reason: reading.bounce.reason },
        { kind: "suppress", reason: "bounce" },
      ];
    case "complaint":
      return [{ kind: "optOut" }, { kind: "suppress", reason: "complaint" }];
    case "autoReply":
      return [{ kind: "noteAutoReply", returnsAt: reading.autoReply?.returnsAt ?? null }];
    case "reply":
    case "calendar": {
      const rule = plan.rules.find(({ on }) => on === reading.replyClass);
      const draft = rule && {
        kind: "draftAnswer" as const,
        templateId: rule.templateId,
        requireApproval: rule.requireApproval,
      };
      return [{ kind: "markReplied" }, ...(draft ? [draft] : [])];
    }
    case "bulk":
    case "other":
      return [];
  }
}
