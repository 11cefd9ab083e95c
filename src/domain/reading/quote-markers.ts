import { fold } from "./plain-text.ts";

/** Lines that mail programs put above a quote, in seven languages. Every expression runs on one short, folded line. */
const MAX_LINE_CHARS = 400;

const SEPARATOR =
  /^[-_=*> ]{2,40}\s?(original message|original appointment|message d'origine|message original|message initial|message transfere|message reexpedie|mail original|courriel original|forwarded message|reply message|reply separator|mensaje original|mensaje reenviado|mensagem original|mensagem encaminhada|mensagem reencaminhada|ursprungliche nachricht|originalnachricht|weitergeleitete nachricht|messaggio originale|messaggio inoltrato|oorspronkelijk bericht|doorgestuurd bericht|origineel bericht)\s?[-_=*]{0,40}:?$/;

const APPLE_FORWARD =
  /^(begin forwarded message|debut du message (reexpedie|transfere)|inicio del mensaje reenviado|anfang der weitergeleiteten nachricht|inizio messaggio inoltrato|inicio da mensagem (encaminhada|reencaminhada)|begin doorgestuurd bericht) ?:$/;

const WROTE =
  /(\bwrote|\bwrites|\ba ecrit|\becrit|\becrivait|\bescribio|\bescribe|\bescreveu|\bschrieb\b.{0,120}|\bha scritto|\bhat geschrieben|\bgeschreven|\bschreef\b.{0,120}) ?:$/;

const WROTE_START =
  /^(on|le|el|am|em|il|il giorno|op|a la date du|den|vom|du|in data|in a message dated|date|quoting|citando|quoting|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{4}|\*?le)\b/;

const LABELS: readonly RegExp[] = [
  /^\*?(from|de|von|da|van|expediteur|remitente|absender|mittente|afzender) ?:\*?/,
  /^\*?(sent|envoye|envoye le|date|gesendet|datum|enviado|enviado el|enviada em|enviado em|fecha|inviato|data|verzonden|date d'envoi) ?:\*?/,
  /^\*?(to|a|an|para|aan|pour|destinataire|destinataires) ?:\*?/,
  /^\*?(cc|copie|kopie|cc\/cci) ?:\*?/,
  /^\*?(subject|objet|betreff|asunto|assunto|oggetto|onderwerp|sujet) ?:\*?/,
  /^\*?(importance|priority|priorite|prioridad|wichtigkeit|importancia|reply-to|repondre a) ?:\*?/,
];

export interface QuoteStart {
  /** The first line of the marker, and the first line after it. */
  line: number;
  after: number;
  /** Attributions introduce `>` lines or a plain quote; header blocks and separators an unmarked rest. */
  kind: "attribution" | "headerBlock";
}

/** The quote marker that begins at this line, if one does. */
export function quoteStartAt(lines: readonly string[], line: number): QuoteStart | undefined {
  const own = short(lines[line]);
  if (own === "") return undefined;
  if (SEPARATOR.test(own) || APPLE_FORWARD.test(own)) {
    return { line, after: skipHeaderBlock(lines, line + 1), kind: "headerBlock" };
  }
  if (/^_{20,}$/.test(own) && countLabels(lines, line + 1) >= 2) {
    return { line, after: skipHeaderBlock(lines, line + 1), kind: "headerBlock" };
  }
  if (countLabels(lines, line) >= 3 && LABELS[0]?.test(own)) {
    return { line, after: skipHeaderBlock(lines, line), kind: "headerBlock" };
  }
  const attributed = attributionEnd(lines, line);
  return attributed === undefined ? undefined : { line, after: attributed, kind: "attribution" };
}

/** `On ... wrote:` may be wrapped over up to four lines. */
function attributionEnd(lines: readonly string[], line: number): number | undefined {
  let joined = "";
  for (let next = line; next < Math.min(line + 4, lines.length); next++) {
    const part = short(lines[next]);
    if (part === "" || part.startsWith(">")) return undefined;
    joined = `${joined} ${part}`.trim();
    if (joined.length > MAX_LINE_CHARS) return undefined;
    if (WROTE.test(joined)) return isAttribution(joined) ? next + 1 : undefined;
  }
  return undefined;
}

function isAttribution(joined: string): boolean {
  const hasAddress = /<[^<>\s]{1,200}>|@[a-z0-9.-]{2,100}/.test(joined);
  const hasDate = /\d{1,2}[:h]\d{2}|\b(19|20)\d{2}\b|\d{1,2}[/.]\d{1,2}/.test(joined);
  return hasAddress || (hasDate && WROTE_START.test(joined)) || (hasDate && joined.length < 160);
}

function countLabels(lines: readonly string[], from: number): number {
  const seen = new Set<number>();
  let blanks = 0;
  for (let next = from; next < Math.min(from + 12, lines.length); next++) {
    const line = short(lines[next]);
    if (line === "") {
      if (++blanks > 3) break;
      continue;
    }
    const label = LABELS.findIndex((pattern) => pattern.test(line));
    if (label === -1 && seen.size === 0) break;
    if (label >= 0) seen.add(label);
  }
  return seen.size;
}

function skipHeaderBlock(lines: readonly string[], from: number): number {
  let after = from;
  for (let next = from; next < Math.min(from + 14, lines.length); next++) {
    const line = short(lines[next]);
    if (LABELS.some((pattern) => pattern.test(line))) after = next + 1;
    else if (line !== "" && next - after > 1) break;
  }
  return after;
}

function short(line: string | undefined): string {
  return line === undefined || line.length > MAX_LINE_CHARS ? "" : fold(line).trim();
}
