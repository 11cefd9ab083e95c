/** The local hours and weekdays in which mail may go out. */
export interface SendingWindow {
  /** 1 Monday to 7 Sunday (ISO 8601). */
  days: readonly number[];
  /** `HH:MM`, local. */
  from: string;
  /** `HH:MM`, local; later than `from`. */
  to: string;
  /** IANA name, such as Europe/Paris. */
  timeZone: string;
}

/**
 * The first instant at or after `from` that lies inside the window.
 *
 * Works on the wall clock of the zone: a 09:00 start stays 09:00 across a clock change.
 *
 * @throws RangeError for an unknown zone, or a window that is empty or crosses midnight.
 */
export function nextAllowedInstant(from: Date, window: SendingWindow): Date {
  if (window.from >= window.to) throw new RangeError(`The sending window ${window.from}-${window.to} is empty`);
  const start = from.toTemporalInstant().toZonedDateTimeISO(window.timeZone);
  for (let day = 0; day <= 7; day++) {
    const date = start.toPlainDate().add({ days: day });
    if (!window.days.includes(date.dayOfWeek)) continue;
    const at = (time: string) => date.toZonedDateTime({ timeZone: window.timeZone, plainTime: time });
    const opens = at(window.from);
    if (Temporal.ZonedDateTime.compare(start, at(window.to)) >= 0) continue;
    return Temporal.ZonedDateTime.compare(start, opens) < 0 ? new Date(opens.epochMilliseconds) : from;
  }
  throw new RangeError("The sending window has no weekday");
}
