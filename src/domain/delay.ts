export const DELAY_UNITS = ["seconds", "minutes", "hours", "days", "businessDays"] as const;

/** How long after the mail before it a step is due. */
export interface Delay {
  amount: number;
  unit: (typeof DELAY_UNITS)[number];
}

const FIXED_MS = { seconds: 1_000, minutes: 60_000, hours: 3_600_000 };

/** `from` plus the delay; days keep the local time of day in `timeZone`, business days skip Saturday and Sunday. */
export function addDelay(from: Date, delay: Delay, timeZone: string): Date {
  if (delay.unit in FIXED_MS) {
    return new Date(from.getTime() + delay.amount * FIXED_MS[delay.unit as keyof typeof FIXED_MS]);
  }
  let local = from.toTemporalInstant().toZonedDateTimeISO(timeZone);
  if (delay.unit === "days") local = local.add({ days: delay.amount });
  for (let left = delay.unit === "businessDays" ? delay.amount : 0; left > 0; ) {
    local = local.add({ days: 1 });
    if (local.dayOfWeek <= 5) left--;
  }
  return new Date(local.epochMilliseconds);
}
