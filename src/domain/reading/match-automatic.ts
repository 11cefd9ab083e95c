import type { ParsedMail } from "../parsed-mail.ts";
import { hasReplyPrefix, hasReplyReference, headerOf, isRobotAddress } from "./header-values.ts";
import { fold } from "./plain-text.ts";
import { extractReplyText } from "./reply-text.ts";
import {
  ABSENCE_SENTENCES,
  ABSENCE_SIGNS,
  AUTOMATIC_SUBJECT,
  MACHINE_SENTENCES,
  RECEIPT_SIGNS,
} from "./vacation-words.ts";

export interface AutomaticMatch {
  evidence: string[];
  confidence: number;
}

/** A notice is short; a long text that speaks of leave somewhere was written by a person. */
const MAX_NOTICE_CHARS = 2_500;

/**
 * An automatic answer (RFC 3834): by its headers, its subject, or a text that only a machine sends.
 * `X-Auto-Response-Suppress` is no sign: it asks others not to answer automatically.
 */
export function matchAutomatic(mail: ParsedMail): AutomaticMatch | undefined {
  return byHeader(mail) ?? bySubject(mail) ?? byText(mail);
}

function byHeader(mail: ParsedMail): AutomaticMatch | undefined {
  const submitted = headerOf(mail, "auto-submitted").split(/[\s;(]/)[0] ?? "";
  if (submitted === "auto-replied") return { evidence: ["auto-submitted: auto-replied"], confidence: 0.99 };
  for (const name of [
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-auto-reply",
    "x-mail-autoreply",
    "x-autoreply-from",
  ]) {
    const value = headerOf(mail, name);
    if (mail.headers[name] !== undefined && value !== "no" && value !== "false")
      return { evidence: [name], confidence: 0.98 };
  }
  if (/^auto[-_]?repl/.test(headerOf(mail, "precedence")))
    return { evidence: ["precedence: auto_reply"], confidence: 0.98 };
  if (/^(vacation|auto-?reply|oof)/.test(headerOf(mail, "x-precedence")))
    return { evidence: ["x-precedence"], confidence: 0.95 };
  const answersUs = hasReplyReference(mail) || hasReplyPrefix(mail.subject);
  if (submitted !== "" && submitted !== "no" && answersUs) {
    return { evidence: [`auto-submitted: ${submitted}`], confidence: 0.95 };
  }
  if (headerOf(mail, "return-path") === "<>" && !isRobotAddress(mail.from?.address)) {
    return { evidence: ["return-path: <>"], confidence: 0.9 };
  }
  return undefined;
}

function bySubject(mail: ParsedMail): AutomaticMatch | undefined {
  const match = AUTOMATIC_SUBJECT.exec(fold(mail.subject).trim());
  if (match === null) return undefined;
  // "Re: Automatic reply: ..." is a person's answer to such a notice.
  if (hasReplyPrefix(mail.subject) && mail.text.length > 0 && byText(mail) === undefined) return undefined;
  return { evidence: [match[0].trim()], confidence: 0.95 };
}

function byText(mail: ParsedMail): AutomaticMatch | undefined {
  const own = extractReplyText(mail.text);
  if (own.length > MAX_NOTICE_CHARS) return undefined;
  const text = fold(own).replace(/\n/g, " ");
  const machine = wordsOf(MACHINE_SENTENCES, text);
  const absent = wordsOf(ABSENCE_SENTENCES, text);
  const absence = wordsOf(ABSENCE_SIGNS, text);
  const receipt = wordsOf(RECEIPT_SIGNS, text);
  const decides = decidesSomething(text);
  if (machine.length > 0 && !decides) return { evidence: [...machine, ...absence].slice(0, 5), confidence: 0.93 };
  if (isPersonal(text)) return undefined;
  const asks = text.includes("?");
  if (absent.length > 0 && (!asks || absence.length >= 3)) {
    return { evidence: [...absent, ...absence].slice(0, 5), confidence: absence.length > 0 ? 0.9 : 0.8 };
  }
  if (asks || decides) return undefined;
  if (absence.length >= 3) return { evidence: absence.slice(0, 5), confidence: 0.85 };
  if (isRobotAddress(mail.from?.address) && receipt.length > 0) {
    return { evidence: [`from: ${mail.from?.address}`, ...receipt], confidence: 0.9 };
  }
  return receipt.length >= 3 ? { evidence: receipt, confidence: 0.75 } : undefined;
}

function wordsOf(patterns: readonly RegExp[], text: string): string[] {
  return patterns.map((pattern) => pattern.exec(text)?.[0]).filter((found) => found !== undefined);
}

/** Answers what we wrote, asks or proposes something: a person, even one about to leave on holiday. */
function isPersonal(text: string): boolean {
  return /\b(votre proposition|votre offre|votre candidature m'|interess|votre profil|ton profil|on peut|pouvons-nous|je vous propose|je te propose|je vous rappelle|je reviens vers (vous|toi)|on se|d'accord|ok pour|your (proposal|offer|product|solution|profile)|interested|let's|let us|we can|could you|can you|i'd (love|like|be)|happy to (talk|meet|discuss|chat)|sounds good|no thanks?|not (for us|relevant|a priority)|le interesa|me interesa|interesse an|tenho interesse|sono interessat)\b/.test(
    text,
  );
}

/** A refusal or an invitation counts, whoever's address it comes from; "without news from us" is neither. */
export function decidesSomething(text: string): boolean {
  return DECISION.test(text) && !CONDITIONAL.test(text);
}

const DECISION =
  /\b(ne (donnons|donnerons|pouvons|souhaitons|sera) ?pas (donner |retenu\w* |de )?(une )?suite|(n'a|n'avez) pas ete (retenu|selectionne)e?|pas (ete )?retenue?|ne correspond pas|sommes au regret|regrettons de (devoir )?vous|regret to (inform|tell|advise)|not (been )?(selected|successful|shortlisted)|(been |were |was )unsuccessful|(move|moving|proceed|go|going|moved) forward with (other|another)|other candidates|not (be )?(moving|progressing|proceeding|going) (forward|further)|retenu votre (candidature|profil)|(souhait\w+|aimer\w+|plaisir de) vous (rencontrer|inviter|convier)|(inviter|convier|convoquer) a un entretien|invite you (to|for) (an|a|the) |schedule an interview|felicitations|congratulations|pleased to (inform|offer)|no ha sido seleccionad|nicht berucksichtig|absagen mussen|nao foi selecionad|non e stat[oa] selezionat)/;

const CONDITIONAL =
  /\b(sans (reponse|retour|nouvelles?)|si vous (ne recevez|n'avez)|en l'absence de|passe ce delai|if you (do not|don't|haven't|have not) (hear|receive|heard)|unless you hear|considere\w+ que|please assume|si no recibe|sollten sie (nichts|keine)|caso nao)/;
