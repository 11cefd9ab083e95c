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

/** Ways to ask to be left alone for good, in one sentence of the mail. */
const UNSUBSCRIBE = [
  /^(please )?(stop|unsubscribe)( please)?$/i,
  /\b(unsubscribe me|please unsubscribe|remove me|take me off|stop (e-?mailing|writing|contacting|messaging) me)\b/i,
  /\b(do not|don['’]t|never) (contact|e-?mail|write to|message) me( again| any ?more|$)/i,
  /\b(no longer|don['’]t|do not) (wish|want) to (receive|hear)\b/i,
  /d[ée]sabonn|d[ée]sinscri/i,
  /\bne (m['’]|me )(plus )?([ée]cri|contact|envoy|sollicit)\S{1,6} plus\b|\bne plus (me|m['’])\s?([ée]cri|contact|envoy|sollicit|recev)/i,
  /\b(me|m['’])\s?(retirer|supprimer|enlever|radier|[ôo]ter) de (votre|vos|la|cette)\b|\b(retirez|supprimez|enlevez)-moi\b/i,
  /\b(souhaite|veux|d[ée]sire|voudrais) (plus|ne plus) recevoir\b/i,
];
/** Who wants to be left alone says so at once; further down it is a quotation or a story. */
const UNSUBSCRIBE_SENTENCES = 4;
const UNSUBSCRIBE_MAX_CHARS = 600;

/** The whole subject of the mail that our own List-Unsubscribe asks for; programs send it, often without a word. */
const UNSUBSCRIBE_SUBJECT = /^\s*(unsubscribe|désinscription)\s*$/i;

/** True when a person, or the button of their mail program, asks not to be written to again. */
export function asksToUnsubscribe(kind: MailKind, subject: string, replyText: string): boolean {
  if (kind === "bounce" || kind === "complaint") return false;
  if (UNSUBSCRIBE_SUBJECT.test(subject)) return true;
  if (kind !== "reply") return false;
  if (/^\s*(unsubscribe|désinscription)\b/i.test(subject)) return true;
  const sentences = replyText
    .slice(0, UNSUBSCRIBE_MAX_CHARS)
    .split(/[.!?;\n]+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "" && !/["“”«»]/.test(sentence)); // quotation marks: somebody else's words
  return sentences.slice(0, UNSUBSCRIBE_SENTENCES).some((one) => UNSUBSCRIBE.some((way) => way.test(one)));
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
