import { MONTH_NUMBERS, MONTH_PATTERN, WEEKDAY_NUMBERS, WEEKDAY_PATTERN } from "./calendar-words.ts";

/** A day, maybe with a time, that a text names. Positions are in the folded text. */
export interface DateMention {
  start: number;
  end: number;
  /** YYYY-MM-DD. */
  date: string;
  /** HH:MM, where one is named. */
  time: string | undefined;
  isWeekday: boolean;
}

const MAX_MENTIONS = 60;

interface Rule {
  pattern: RegExp;
  read(match: RegExpExecArray, base: Temporal.PlainDate, monthFirst: boolean): Temporal.PlainDate | undefined;
}

const YEAR = "(?:,? {0,2}(?:de |del )?(\\d{4}))?";
const ORDINAL = "(?:er|st|nd|rd|th|\\.|º|o|ª)?";

const WEEKDAY = new RegExp(
  `\\b(next |kommenden |nachsten |proximo |prossimo |volgende )?(${WEEKDAY_PATTERN})\\b( prochain| qui vient| en huit| que viene| proximo| prossimo)?`,
  "g",
);

/** Tried in this order; a place once read is not read again. */
const RULES: readonly Rule[] = [
  {
    pattern: /\b(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)/g,
    read: ([, year, month, day]) => plainDate(year, month, day),
  },
  {
    pattern: new RegExp(`\\b(\\d{1,2})${ORDINAL} {0,2}(?:de |of |di )?(${MONTH_PATTERN})\\b\\.?${YEAR}`, "g"),
    read: ([, day, month, year], base) => nearest(base, MONTH_NUMBERS.get(month ?? ""), day, year),
  },
  {
    pattern: new RegExp(`\\b(${MONTH_PATTERN})\\.? {1,2}(?:the )?(\\d{1,2})(?:st|nd|rd|th)?(?![\\d:h])${YEAR}`, "g"),
    read: ([, month, day, year], base) => nearest(base, MONTH_NUMBERS.get(month ?? ""), day, year),
  },
  {
    pattern: /\b(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/g,
    read: ([, first, , second, year], base, monthFirst) => numeric(base, first, second, year, monthFirst),
  },
  {
    pattern: /\b(\d{1,2})\/(\d{1,2})(?![\d/%]|[.,]\d)/g,
    read: ([, first, second], base, monthFirst) => numeric(base, first, second, undefined, monthFirst),
  },
  {
    pattern: /\b(\d{1,2})\.(\d{1,2})\.(?!\d)/g,
    read: ([, first, second], base) => numeric(base, first, second, undefined, false),
  },
  {
    pattern:
      /\b(day after tomorrow|apres-demain|apres demain|ubermorgen|pasado manana|dopodomani|depois de amanha|overmorgen)\b/g,
    read: (_match, base) => base.add({ days: 2 }),
  },
  {
    pattern: /\b(demain|tomorrow|manana|amanha|domani)\b|\b(?:bis|ab|fur) morgen\b/g,
    read: (_match, base) => base.add({ days: 1 }),
  },
  {
    pattern:
      /\b(aujourd'hui|today|tonight|ce soir|ce midi|cet apres-midi|this (?:evening|afternoon)|ce jour|heute|hoy|hoje|oggi|vandaag|eod|end of (?:the )?day|cob|close of business|fin de journee)\b/g,
    read: (_match, base) => base,
  },
  {
    pattern:
      /\b(fin de (?:la )?semaine|fin de cette semaine|end of (?:the |this )?week|eow|ende der woche|fin de semana)\b/g,
    read: (_match, base) => base.add({ days: Math.max(0, 5 - base.dayOfWeek) }),
  },
  {
    pattern:
      /\b(fin (?:du|de) mois|fin de ce mois|end of (?:the |this )?month|eom|monatsende|fin de mes|final do mes|fine mese|einde van de maand)\b/g,
    read: (_match, base) => base.with({ day: base.daysInMonth }),
  },
  {
    pattern: new RegExp(
      `\\bfin (${MONTH_PATTERN})\\b|\\bend of (${MONTH_PATTERN})\\b|\\bende (${MONTH_PATTERN})\\b`,
      "g",
    ),
    read: ([, fr, en, de], base) => {
      const first = nearest(base, MONTH_NUMBERS.get(fr ?? en ?? de ?? ""), "1", undefined);
      return first?.with({ day: first.daysInMonth });
    },
  },
  {
    pattern:
      /\b(?:sous|dans(?: les)?|d'ici|within|in(?: the next)?|en|dentro de|innerhalb von|in den nachsten|em|entro|binnen) (\d{1,3}|un|une|deux|trois|two|three|one|a|cinq|five|huit|quinze) ?(h|heures?|hours?|horas?|stunden|ore|uur|jours?(?: ouvres| ouvrables)?|j|days?|business days|working days|dias?|tage?n?|giorni|dagen|semaines?|weeks?|semanas?|wochen?|settimane|weken|mois|months?|meses|monaten?)\b/g,
    read: ([, count, unit], base) => base.add(span(count ?? "", unit ?? "")),
  },
  {
    pattern:
      /\b(la semaine prochaine|semaine prochaine|next week|nachste woche|la proxima semana|la semana que viene|proxima semana|la settimana prossima|volgende week)\b/g,
    read: (_match, base) => base.add({ days: 8 - base.dayOfWeek }),
  },
  {
    pattern: WEEKDAY,
    read: ([, , name, after], base) => weekday(base, name ?? "", after ?? ""),
  },
];

const TIME_AFTER =
  /^,? {0,2}(?:a |at |by |before |avant |um |a las |alle |as |om |- |, |vers |around |pour |\(|midnight|minuit){0,2}(?:(\d{1,2}) ?(?:h|:|uhr|\.) ?(\d{2})?(?!\d)(?: ?(am|pm|a\.m\.|p\.m\.))?|(\d{1,2}) ?(am|pm|a\.m\.|p\.m\.|heures|uhr|uur)|(noon|midi|mediodia|mittags))/;
const TIME_BEFORE =
  /(?:(\d{1,2}) ?(?:h|:) ?(\d{2})?(?: ?(am|pm))?|(\d{1,2}) ?(am|pm|heures|uhr)|(noon|midi))(?: precises?)?,? (?:on |le |ce |du |de |am |el |today|by )?$/;

/**
 * Every day named in a folded text, in order, relative to `base` (the sender's own day). Bounded expressions only.
 *
 * @param monthFirst Reads `1/2` as January 2nd: American English.
 */
export function readDates(folded: string, base: Temporal.PlainDate, monthFirst = false): DateMention[] {
  const mentions: DateMention[] = [];
  for (const { pattern, read } of RULES) {
    for (const match of folded.matchAll(pattern)) {
      if (mentions.length >= MAX_MENTIONS) break;
      const end = match.index + match[0].length;
      if (mentions.some((known) => match.index < known.end && end > known.start)) continue;
      const date = read(match as RegExpExecArray, base, monthFirst);
      if (date === undefined) continue;
      mentions.push({
        start: match.index,
        end,
        date: date.toString(),
        time: timeNear(folded, match.index, end),
        isWeekday: pattern === WEEKDAY,
      });
    }
  }
  return joinWeekdays(mentions.sort((one, other) => one.start - other.start));
}

/** `lundi 28 décembre` names one day: the weekday before a date belongs to it. */
function joinWeekdays(mentions: readonly DateMention[]): DateMention[] {
  return mentions.flatMap((mention, index) => {
    const next = mentions[index + 1];
    if (mention.isWeekday && next !== undefined && !next.isWeekday && next.start - mention.end <= 8) return [];
    const before = mentions[index - 1];
    const joins = before?.isWeekday && !mention.isWeekday && mention.start - before.end <= 8;
    return [joins ? { ...mention, start: before.start, time: mention.time ?? before.time } : mention];
  });
}

function timeNear(folded: string, start: number, end: number): string | undefined {
  const after = TIME_AFTER.exec(folded.slice(end, end + 40));
  if (after) return clock(after[1] ?? after[4], after[2], after[3] ?? after[5], after[6]);
  const before = TIME_BEFORE.exec(folded.slice(Math.max(0, start - 30), start));
  if (before) return clock(before[1] ?? before[4], before[2], before[3] ?? before[5], before[6]);
  return undefined;
}

function clock(
  hour: string | undefined,
  minute: string | undefined,
  half: string | undefined,
  noon: string | undefined,
): string | undefined {
  if (noon !== undefined) return "12:00";
  let hours = Number(hour);
  const isAfternoon = half?.startsWith("p") === true;
  if (isAfternoon && hours < 12) hours += 12;
  if (half?.startsWith("a") && hours === 12) hours = 0;
  const minutes = Number(minute ?? "0");
  if (!(hours <= 23 && minutes <= 59)) return undefined;
  return `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
}

function plainDate(
  year: string | number | undefined,
  month: string | number | undefined,
  day: string | number | undefined,
) {
  try {
    return Temporal.PlainDate.from(
      { year: Number(year), month: Number(month), day: Number(day) },
      { overflow: "reject" },
    );
  } catch {
    return undefined;
  }
}

/** Without a year: the day of this year, or of the next when it lies more than four months back. */
function nearest(
  base: Temporal.PlainDate,
  month: number | undefined,
  day: string | undefined,
  year: string | undefined,
) {
  if (month === undefined) return undefined;
  if (year !== undefined) return plainDate(year, month, day);
  const thisYear = plainDate(base.year, month, day);
  if (thisYear === undefined) return undefined;
  return Temporal.PlainDate.compare(thisYear, base.subtract({ months: 4 })) < 0
    ? plainDate(base.year + 1, month, day)
    : thisYear;
}

function numeric(
  base: Temporal.PlainDate,
  first: string | undefined,
  second: string | undefined,
  year: string | undefined,
  monthFirst: boolean,
) {
  const swap = (monthFirst && Number(first) <= 12) || Number(second) > 12;
  const [day, month] = swap ? [second, first] : [first, second];
  if (Number(month) < 1 || Number(month) > 12) return undefined;
  return nearest(base, Number(month), day, year?.length === 2 ? `20${year}` : year);
}

const SMALL: Readonly<Record<string, number>> = {
  un: 1,
  une: 1,
  one: 1,
  a: 1,
  deux: 2,
  two: 2,
  trois: 3,
  three: 3,
  cinq: 5,
  five: 5,
  huit: 8,
  quinze: 15,
};

function span(count: string, unit: string): Temporal.DurationLike {
  const number = SMALL[count] ?? Number(count);
  if (/^(h|heures?|hours?|horas?|stunden|ore|uur)$/.test(unit)) return { days: Math.ceil(number / 24) };
  if (/^(sem|week|woch|settim|wek)/.test(unit)) return { days: number * 7 };
  if (/^(mois|month|mes|monat)/.test(unit)) return { months: number };
  return { days: number };
}

/** `next Monday` and `lundi prochain` mean the coming one; on a Monday, `Monday` means a week later. */
function weekday(base: Temporal.PlainDate, name: string, after: string) {
  const wanted = WEEKDAY_NUMBERS.get(name);
  if (wanted === undefined) return undefined;
  const ahead = (wanted - base.dayOfWeek + 7) % 7 || 7;
  return base.add({ days: after.includes("huit") ? ahead + 7 : ahead });
}
