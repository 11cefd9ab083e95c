import { refuse } from "../errors.ts";

const MONTHS = "January February March April May June July August September October November December".split(" ");

function pad(number: number, size: number): string {
  return String(number).padStart(size, "0");
}

/** Minutes east of UTC as `+0530`. */
function offsetText(moment: Temporal.ZonedDateTime): string {
  return moment.offset.replace(":", "").slice(0, 5);
}

/** Weeks begin on Sunday; the days before the first Sunday are in week 0. */
export function weekOfYear(moment: Temporal.ZonedDateTime): number {
  return Math.floor((moment.dayOfYear + 6 - (moment.dayOfWeek % 7)) / 7);
}

/** Manual: "Format Specifiers". */
const SPECIFIERS: Record<string, (moment: Temporal.ZonedDateTime) => string> = {
  b: ({ month }) => (MONTHS[month - 1] as string).slice(0, 3),
  B: ({ month }) => MONTHS[month - 1] as string,
  d: ({ day }) => pad(day, 2),
  G: ({ yearOfWeek }) => pad(yearOfWeek as number, 4),
  H: ({ hour }) => pad(hour, 2),
  j: ({ dayOfYear }) => pad(dayOfYear, 3),
  L: ({ millisecond }) => pad(millisecond, 3),
  m: ({ month }) => pad(month, 2),
  M: ({ minute }) => pad(minute, 2),
  S: ({ second }) => pad(second, 2),
  u: ({ dayOfWeek }) => String(dayOfWeek),
  U: (moment) => pad(weekOfYear(moment), 2),
  V: ({ weekOfYear: week }) => pad(week as number, 2),
  w: ({ dayOfWeek }) => String((dayOfWeek % 7) + 1),
  Y: ({ year }) => pad(year, 4),
  z: offsetText,
  Z: (moment) => String(moment.offsetNanoseconds / 60e9),
  "%": () => "%",
};

/** @throws CommandError 18536 for an unknown specifier */
export function formatDate(moment: Temporal.ZonedDateTime, format: string): string {
  if (/%$/.test(format.replaceAll("%%", ""))) refuse(18535, "Unmatched '%' at end of format string");
  return format.replace(/%(.)/gs, (_all, letter: string) => {
    const specifier = SPECIFIERS[letter];
    return specifier ? specifier(moment) : refuse(18536, `Invalid format character '%${letter}' in format string`);
  });
}
