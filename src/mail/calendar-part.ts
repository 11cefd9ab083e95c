import type { CalendarSummary } from "../domain/parsed-mail.ts";
import type { MailPart } from "./mime-walk.ts";

const ANSWERS: Readonly<Record<string, CalendarSummary["answer"]>> = {
  ACCEPTED: "accepted",
  DECLINED: "declined",
  TENTATIVE: "tentative",
};

/** What an iCalendar part asks or answers (RFC 5546), without its details. */
export function readCalendar(parts: readonly MailPart[]): CalendarSummary | undefined {
  const part = parts.find(({ contentType }) => contentType === "text/calendar" || contentType === "application/ics");
  if (part === undefined) return undefined;
  const source = (part.report ?? part.text ?? "").replace(/\r?\n[ \t]/g, "");
  const method = /^METHOD:([A-Z-]{1,30})/im.exec(source)?.[1]?.toLowerCase();
  const status = /^ATTENDEE[^\r\n]{0,500}PARTSTAT=([A-Z-]{1,20})/im.exec(source)?.[1]?.toUpperCase();
  const answer = method === "reply" && status !== undefined ? ANSWERS[status] : undefined;
  return { method, answer };
}
