import type { ParsedMail } from "../parsed-mail.ts";

/** The day on the sender's wall clock when the mail was written; by `now` where the mail does not say. */
export function senderDay(mail: ParsedMail, now: Date): Temporal.PlainDate {
  const at = mail.sentAt ?? now;
  const zone = /([+-])(\d{2})(\d{2})\b/.exec(mail.headers["date"]?.[0] ?? "");
  const offsetMinutes = zone ? (zone[1] === "-" ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3])) : 0;
  const local = new Date(at.getTime() + (Math.abs(offsetMinutes) <= 14 * 60 ? offsetMinutes : 0) * 60_000);
  return Temporal.PlainDate.from(local.toISOString().slice(0, 10));
}
