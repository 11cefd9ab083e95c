import type { ParsedMail } from "../parsed-mail.ts";
import { hasReplyPrefix, hasReplyReference, headerOf, isRobotAddress } from "./header-values.ts";
import { fold } from "./plain-text.ts";

export interface SignMatch {
  evidence: string[];
  confidence: number;
}

/** Headers that newsletter services put into every mail. */
const SERVICE_HEADERS = [
  "x-campaign",
  "x-campaignid",
  "x-campaign-id",
  "x-mailchimp-campaign-id",
  "x-mc-user",
  "x-mailjet-campaign",
  "x-mj-mid",
  "x-sib-id",
  "x-mailin-campaign",
  "x-sg-eid",
  "x-mailgun-sid",
  "x-sfmc-stack",
  "x-job",
  "x-hs-cid",
  "x-marketo-campaign",
  "x-klaviyo-message-id",
  "x-cm-message-id",
  "x-rpcampaign",
  "x-newsletter",
  "x-mailer-recptid",
  "x-listmember",
  "feedback-id",
  "x-csa-complaints",
  "x-mailing-list",
  "x-mailru-msgtype",
];

const UNSUBSCRIBE =
  /(se desabonner|desabonner|desinscri|ne plus recevoir (ces|nos|cette)|gerer (vos|mes) preferences|voir (cet e-?mail|ce mail|la version) (dans|en)|version en ligne|unsubscribe|opt[- ]?out|manage (your )?(preferences|subscription)|view (this (e-?mail|message) )?in (your )?browser|you (are|'re) receiving this|vous recevez (ce|cet)|darse de baja|cancelar (la |su )?suscripcion|abmelden|abbestellen|newsletter abmelden|cancelar (a )?(sua )?(subscricao|inscricao|assinatura)|annulla l'iscrizione|disiscri|uitschrijven|afmelden)/;

/**
 * Newsletters and other mail to many. A mail that answers ours is never bulk: list headers may be a gateway's or a
 * tool's, and a missed answer costs more than a newsletter shown.
 */
export function matchBulk(mail: ParsedMail): SignMatch | undefined {
  const answers = hasReplyReference(mail) || hasReplyPrefix(mail.subject);
  const signs: string[] = [];
  const precedence = headerOf(mail, "precedence");
  if (/^(bulk|list|junk)\b/.test(precedence)) signs.push(`precedence: ${precedence}`);
  if (mail.headers["list-unsubscribe"] !== undefined) signs.push("list-unsubscribe");
  if (mail.headers["list-unsubscribe-post"] !== undefined) signs.push("list-unsubscribe-post");
  if (mail.headers["list-id"] !== undefined) signs.push("list-id");
  signs.push(...SERVICE_HEADERS.filter((name) => mail.headers[name] !== undefined).slice(0, 2));
  const footer = UNSUBSCRIBE.exec(fold(mail.text.slice(-3_000)))?.[0];
  if (footer !== undefined && !answers) signs.push(footer);
  if (answers) {
    // A newsletter may pose as an answer; only all marks together say so.
    return signs.length >= 4 && mail.inReplyTo.length === 0 ? { evidence: signs, confidence: 0.75 } : undefined;
  }
  const strong = signs.filter((sign) => /^(list-unsubscribe|list-id|precedence)/.test(sign));
  if (strong.length >= 1)
    return { evidence: signs.slice(0, 5), confidence: strong.length > 1 || signs.length > 1 ? 0.97 : 0.88 };
  if (signs.length >= 2) return { evidence: signs.slice(0, 5), confidence: 0.85 };
  if (footer !== undefined && (isRobotAddress(mail.from?.address) || isMassSender(mail)))
    return { evidence: [footer, mail.from?.address ?? ""], confidence: 0.8 };
  return undefined;
}

function isMassSender(mail: ParsedMail): boolean {
  return /^(newsletter|news|marketing|promo|promotions?|offres?|offers?|info-?lettre|lettre|communication|deals|digest)([-+._].*)?$/.test(
    mail.from?.address.split("@")[0] ?? "",
  );
}

const SCAM: readonly RegExp[] = [
  /\b(you have won|vous avez gagne|lottery|loterie|winning (number|prize)|gros lot|heureux gagnant|inheritance|heritage de|next of kin|beneficiary of|beneficiaire d'un|unclaimed (fund|money))\b/,
  /\b(viagra|cialis|casino|bet bonus|adult dating|hot (girls|singles)|rencontres coquines|penis|weight loss|perdre du poids)\b/,
  /\b(bitcoin|crypto(monnaie|currency)?|forex|trading)\b.{0,80}\b(profit|gains?|invest|rendement|returns|guaranteed|garanti)\b/,
  /\b(100% (free|gratuit)|risk[- ]free|sans risque|double your|doublez vos|make money (fast|online)|gagnez de l'argent|earn \$ ?\d|work from home|travail a domicile)\b/,
  /\b(verify|confirm|update|verifi\w+|confirm\w+|mettre a jour) (your|votre|vos) (account|password|bank|identity|compte|mot de passe|coordonnees bancaires|identite)\b.{0,120}\b(suspend|clos|block|bloqu|lock|limit|click|cliqu|24 ?h)/,
  /\b(mr\.? |mrs\.? |barrister|prince|me |maitre ).{0,60}\b(million|millions) (us )?(dollars|usd|euros)\b/,
  /\b(seo services?|first page of google|premiere page (de|sur) google|guest post|backlinks?|link building|followers|buy (likes|leads)|email list of)\b/,
];

/** Signs that nobody wants this mail: a filter's verdict, or the words of known frauds. */
export function matchSpam(mail: ParsedMail): SignMatch | undefined {
  if (/^yes/.test(headerOf(mail, "x-spam-flag")) || /^yes/.test(headerOf(mail, "x-spam-status"))) {
    return { evidence: ["x-spam-flag: yes"], confidence: 0.9 };
  }
  const text = fold(`${mail.subject}\n${mail.text.slice(0, 6_000)}`).replace(/\n/g, " ");
  const found = SCAM.map((pattern) => pattern.exec(text)?.[0].slice(0, 60)).filter((words) => words !== undefined);
  const subject = mail.subject.replace(/[^\p{L}!]/gu, "");
  const shouts = subject.length > 12 && subject === subject.toUpperCase() && /!{2,}|€€|\${2}/.test(mail.subject);
  const answers = hasReplyReference(mail);
  if (found.length + (shouts ? 1 : 0) >= (answers ? 3 : 1)) {
    return {
      evidence: [...found, ...(shouts ? ["subject in capitals"] : [])],
      confidence: found.length > 1 ? 0.9 : 0.7,
    };
  }
  return undefined;
}
