import { type DateMention, readDates } from "./dates.ts";
import { fold } from "./plain-text.ts";

const MAX_CHARS = 20_000;

/** Words before a date that make it a limit. */
const LIMIT_BEFORE =
  /(\bavant (?:le |la |ce |cette )?|\bavant(?: le)? \w{0,10} ?|\bd'ici (?:a |au |le |la )?|\bjusqu'(?:au|a|en) ?|\bau plus tard (?:le |ce )?|\bpour (?:le |ce )?|\bdeadline\b.{0,14}|\bdate limite\b.{0,30}|\becheance\b.{0,20}|\bdernier delai\b.{0,12}|\bdelai\b.{0,12}|\bcloture\b.{0,20}|\bsous |\bby (?:the )?(?:end of )?|\bbefore (?:the )?|\bno later than |\bnot later than |\bdue (?:date|on|by)?\b.{0,10}|\buntil |\btill |\bexpires? (?:on )?|\bexpire (?:le )?|\bvalable jusqu'\w{0,4} ?|\bwithin |\bcloses? (?:on )?|\bantes (?:del?|do|da) ?|\bhasta (?:el )?|\ba mas tardar (?:el )?|\bfecha limite\b.{0,12}|\bplazo\b.{0,12}|\bbis (?:zum |spatestens )?|\bspatestens (?:am |bis )?(?:zum )?|\bfrist\b.{0,12}|\bate (?:o dia |ao? )?|\bo mais tardar (?:a )?|\bprazo\b.{0,12}|\bentro (?:il |le )?|\bprima (?:del |di )?|\bscadenza\b.{0,12}|\bvoor |\buiterlijk (?:op )?)$/;

const LIMIT_AFTER =
  /^.{0,12}(\bau plus tard|\bdernier delai|\bat the latest|\bdeadline|\ba mas tardar|\bspatestens|\bo mais tardar|\bal piu tardi)/;

/** Weak alone (`pour lundi` may be a meeting): need words that ask for something. */
const ASKS =
  /\b(repon|retour|confirm|envoy|sign|regl|pay|transmett|valid|fourni|donner|inscri|depos|besoin|reply|respond|send|return|submit|need|complete|provide|let (?:me|us) know|rsvp|enviar|responder|firmar|antwort|senden|bestatig|zahl|pagar|responda|rispond|invia)/;

const WEAK = /\b(pour|voor|before|avant|by|until|till|hasta|bis|ate|jusqu'\w{1,3}|within|sous|due)(?: \w{1,4}){0,2} ?$/;

/**
 * The limit a mail names, as `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM` in the sender's own time; null when it names none.
 *
 * @param base The sender's day when the mail was written.
 */
export function extractDeadline(text: string, base: Temporal.PlainDate, language = "und"): string | null {
  const folded = fold(text.slice(0, MAX_CHARS)).replace(/\n/g, " ");
  const dates = readDates(folded, base, isMonthFirst(language, folded));
  const limit = dates.find((mention) => isLimit(folded, mention) && mention.date >= base.toString());
  if (limit === undefined) return null;
  return limit.time === undefined ? limit.date : `${limit.date}T${limit.time}`;
}

function isLimit(folded: string, { start, end, date }: DateMention): boolean {
  const before = folded
    .slice(Math.max(0, start - 50), start)
    .replace(WEEKDAY_BEFORE, "")
    .replace(TIME_ENDING, "");
  if (LIMIT_AFTER.test(folded.slice(end, end + 45))) return true;
  const word = folded.slice(start, end);
  const saysSpan = /^(sous|d'ici|within|dans|in|en|dentro|binnen|entro|innerhalb)\b/.test(word);
  if (saysSpan) return /^(sous|d'ici|within|dentro|innerhalb|entro|binnen)\b/.test(word);
  if (/^(eod|eow|eom|cob|close of business)$/.test(word)) return true;
  if (!LIMIT_BEFORE.test(before)) return false;
  if (!WEAK.test(before)) return date !== "";
  const around = folded.slice(Math.max(0, start - 160), end + 100);
  const isSurelyLimit =
    /\b(avant|before|by|d'ici|within|sous|due|jusqu'\w{1,3}|hasta|bis|ate)(?: \w{1,4}){0,2} ?$/.test(before);
  return isSurelyLimit
    ? !/\b(absent|conge|out of (?:the )?office|vacances|on leave|vacation)\b/.test(around)
    : ASKS.test(around);
}

/** `avant vendredi 5 décembre`, `by 5pm on Friday`: the words of the day stand between. */
const WEEKDAY_BEFORE =
  /\b(?:le |ce |on )?(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday|saturday|sunday|lunes|martes|miercoles|jueves|viernes|montag|dienstag|mittwoch|donnerstag|freitag),? (?:le |the |el |dem |den )?$/;
const TIME_ENDING = /\b\d{1,2} ?(?:h|:|am|pm|uhr) ?(?:\d{2})? ?(?:am|pm)?,? (?:on |le |ce |am )?$/;

/** Only a text with `3:00 PM` habits and English words is read the American way. */
export function isMonthFirst(language: string, folded: string): boolean {
  return (
    language === "en" &&
    /\b\d{1,2}\/(1[3-9]|2\d|3[01])\b|\b\d{1,2}:\d{2} ?[ap]m (?:est|edt|cst|cdt|pst|pdt)\b/.test(folded)
  );
}
