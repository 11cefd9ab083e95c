import type { MailKind, Priority, ReplyClass } from "../classification.ts";
import { fold } from "./plain-text.ts";

export interface PriorityInput {
  kind: MailKind;
  replyClass: ReplyClass;
  subject: string;
  replyText: string;
  deadline: string | null;
  amounts: readonly string[];
  isSpam: boolean;
  /** The sender's day when the mail was written. */
  today: Temporal.PlainDate;
}

const URGENT =
  /\b(urgent\w*|urgence|tres urgent|asap|a\.s\.a\.p|immediatement|des (maintenant|aujourd'hui)|au plus vite|le plus (vite|rapidement) possible|sans delai|sans attendre|derniere (relance|chance|minute)|mise en demeure|critique|critical|emergency|immediately|right away|as soon as possible|time[- ]sensitive|final (notice|reminder)|last (reminder|chance)|urgente|urgencia|dringend|sofort|eilig|dringlich|spoed|panne|bloque\w*|hors service|down|outage|hacke|piratage|data breach|security (breach|incident)|fuite de donnees)\b/;
const NOT_URGENT =
  /\b(?:rien d'|(?:pas|non|not|nothing|no|nicht|kein\w{0,2}) (?:\w+ |d')?)(urgen|dring)|\b(en cas d'urgence|if (it is |it's )?urgent|n'est pas urgent|sans urgence)/;
const STAKES =
  /\b(contrat|avenant|signature|signer|marche|appel d'offres|commande|bon de commande|virement|impaye|litige|avocat|tribunal|huissier|assignation|resiliation|resilier|mise en demeure|penalites?|controle fiscal|banque|contract|agreement|purchase order|lawsuit|legal|lawyer|attorney|court|termination|terminate|overdue|penalty|tender|wire transfer|vertrag|anwalt|kundigung|contrato|abogado|advogado|contratto)\b/;

/** How much a mail asks for its reader's eyes, in the four degrees the alerts use. */
export function decidePriority(input: PriorityInput): Priority {
  const { kind, replyClass, deadline, amounts, isSpam } = input;
  if (isSpam && kind !== "bounce" && kind !== "complaint") return "spam";
  switch (kind) {
    case "bulk":
    case "autoReply":
      return "informative";
    case "bounce":
      return "informative";
    case "complaint":
      return "important";
    case "calendar":
      return "important";
    case "other":
    case "reply":
      break;
  }
  const text = fold(`${input.subject}\n${input.replyText.slice(0, 6_000)}`).replace(/\n/g, " ");
  const isUrgent = URGENT.test(text) && !NOT_URGENT.test(text);
  const hasStakes = STAKES.test(text);
  const isNear = deadline !== null && daysUntil(deadline, input.today) <= 2;
  if (
    (isUrgent && (hasStakes || deadline !== null || amounts.length > 0)) ||
    (isNear && (hasStakes || amounts.length > 0))
  )
    return "critical";
  if (isUrgent) return kind === "reply" ? "critical" : "important";
  if (kind === "other") return hasStakes && amounts.length > 0 ? "important" : "informative";
  if (replyClass === "positive" || deadline !== null || amounts.length > 0 || hasStakes) return "important";
  if (replyClass === "neutral" && asksSomething(text)) return "important";
  return "informative";
}

function asksSomething(text: string): boolean {
  return (
    text.includes("?") ||
    /\b(pourriez|pouvez|peux-tu|merci de|veuillez|could you|can you|please|bitte|por favor|puede)\b/.test(text)
  );
}

function daysUntil(deadline: string, today: Temporal.PlainDate): number {
  return today.until(Temporal.PlainDate.from(deadline.slice(0, 10)), { largestUnit: "day" }).days;
}
