import type { BounceDetails } from "../classification.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import { fold } from "./plain-text.ts";

const FAILURE =
  /(undeliver(ed|able)|delivery (status notification \(failure\)|has failed|failed|failure|to the following recipients? failed)|returned (mail|to sender)|could not be delivered|couldn't be delivered|cannot be delivered|can't be delivered|was not delivered|wasn't delivered|not been delivered|unable to deliver|permanent(ly)? (error|failure|fatal errors)|failed permanently|address(es)? (not found|rejected|failed|couldn't be found)|(user|mailbox|recipient|account) (unknown|not found|unavailable|disabled|does not exist)|doesn't exist|no such (user|mailbox|address)|rejected your message|mail delivery failed|message blocked|failure notice|qmail-send|n'a pas (pu|ete) (etre )?(remis|distribue|delivre|livre|transmis|achemine)|non (remis|distribue|distribuable|delivre)\w{0,2}|impossible de (remettre|distribuer|delivrer)|echec (de |d')?(la )?(remise|distribution|livraison|envoi)|adresse (introuvable|inexistante|inconnue|e-?mail introuvable)|destinataire inconnu|utilisateur inconnu|boite (aux lettres )?(pleine|inexistante)|no (se )?(ha )?(podido|pudo) (ser )?entrega\w{0,3}|no se puede entregar|entrega fallida|unzustellbar|nicht zugestellt|zustellung fehlgeschlagen|konnte nicht|nao (foi|pode) (possivel )?(ser )?entreg\w{1,4}|falha na entrega|impossibile recapitare|mancata consegna|non e stato possibile|niet (worden )?bezorgd|onbestelbaar)/;

const DELAY =
  /(delivery status notification \(delay\)|delivery (is |has been )?(delayed|incomplete)|delayed mail|mail delayed|message delayed|has been delayed|not yet been delivered|still being retried|warning: (message|could not send)|will (continue to|keep) (try|be retried|retry)|retry (attempts )?for|remise (differee|retardee|reportee)|retard (de|dans la) (remise|distribution)|n'a pas encore (ete|pu)|nouvelles tentatives|se seguira intentando|retrasad[oa]|aun no|verzogert|noch nicht zugestellt|foi adiada|atrasada|ritardo nella consegna|vertraagd)/;

/** The words of failure a report uses, as evidence; undefined when it has none. */
export function isBounceText(foldedSubject: string, foldedText: string): string | undefined {
  return FAILURE.exec(foldedSubject)?.[0] ?? FAILURE.exec(foldedText.slice(0, 8_000))?.[0] ?? codeIn(foldedText);
}

function codeIn(text: string): string | undefined {
  return /\b5\d\d[ -#]{1,3}5\.\d{1,3}\.\d{1,3}\b/.exec(text.slice(0, 8_000))?.[0];
}

/** A notice that delivery is late and goes on: no failure yet. */
export function isDelayText(foldedSubject: string, foldedText: string): boolean {
  if (DELAY.test(foldedSubject)) return true;
  const head = foldedText.slice(0, 3_000);
  return DELAY.test(head) && !/(permanent|given? up|giving up|abandon|definitiv|5\d\d 5\.\d)/.test(head);
}

/** Recipient, status and reason out of a report in prose. */
export function readPlainReport(mail: ParsedMail, text: string): BounceDetails {
  const report = beforeOriginal(text);
  const status = /\b([45]\.\d{1,2}\.\d{1,3})\b(?!\.\d)/.exec(report)?.[1];
  const reply = /(?:^|[\s'"(:<>])([45]\d\d)(?=[\s'"#-])/.exec(report.replace(/\d{1,3}(?:\.\d{1,3}){3}/g, ""))?.[1];
  return {
    recipient: recipientIn(mail, report),
    status: status ?? undefined,
    reason: reasonIn(report).slice(0, 500),
    permanent: (status ?? reply ?? "5").startsWith("5"),
  };
}

/** The report ends where the copy of our mail begins. */
function beforeOriginal(text: string): string {
  const copy =
    /\n[ \t]*-{2,}[^\n]{0,60}(copy of (the|your) message|original message|message headers|message follows|message original|returned message|ursprungliche)[^\n]{0,80}/i.exec(
      text,
    );
  const headers = /\n(Received|Return-Path|Reporting-MTA|Generating server): /.exec(text);
  const cut = Math.min(
    copy?.index ?? text.length,
    headers && headers[1] !== "Generating server" ? headers.index : text.length,
  );
  return text.slice(0, cut > 40 ? cut : text.length);
}

function recipientIn(mail: ParsedMail, report: string): string | undefined {
  const header = mail.headers["x-failed-recipients"]?.[0]?.split(",")[0]?.trim().toLowerCase();
  if (header?.includes("@")) return header;
  const ours = new Set([...mail.to, ...mail.cc].map(({ address }) => address));
  const found = [...report.matchAll(/[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\p{L}\d.-]{1,200}\.[\p{L}\d-]{2,30}/gu)]
    .slice(0, 50)
    .map(([address]) => address.toLowerCase().replace(/^[.'=]+|[.'-]+$/g, ""));
  return (
    found.find(
      (address) => !ours.has(address) && !/^(postmaster|mailer-daemon|abuse|support|helpdesk)@/.test(address),
    ) ?? found[0]
  );
}

/** The line that says why: with a reply code, else with words of failure, and the line it continues on. */
function reasonIn(report: string): string {
  const lines = report
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .slice(0, 200);
  const coded = lines.findIndex(
    (line) => /(^|[\s'"(:<>])[45]\d\d([\s'"#-]|$)/.test(line) || /\b[45]\.\d{1,2}\.\d{1,3}\b/.test(line),
  );
  if (coded >= 0) return lines.slice(coded, coded + 2).join(" ");
  return (
    lines.find((line) => line.length < 400 && CAUSE.test(fold(line))) ??
    lines.find((line) => line.length < 400 && FAILURE.test(fold(line))) ??
    lines[0] ??
    ""
  );
}

const CAUSE =
  /(unknown|not found|does(n't| not) (exist|like)|no (such|mailbox)|introuvable|inconnu|inexistant|full|quota|pleine|disabled|rejected|refused|denied|blocked|timed out|not accept|invalid|unbekannt|desconocid|inesistente)/;
