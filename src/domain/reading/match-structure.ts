import type { BounceDetails, MailKind } from "../classification.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import { hasReplyPrefix, hasReplyReference, headerOf, isRobotAddress } from "./header-values.ts";
import { decidesSomething, matchAutomatic } from "./match-automatic.ts";
import { matchReport } from "./match-bounce.ts";
import { matchBulk, matchSpam } from "./match-bulk.ts";
import { fold } from "./plain-text.ts";

/** What a mail is, before anyone reads its sense. */
export interface StructureMatch {
  kind: MailKind;
  evidence: string[];
  confidence: number;
  bounce: BounceDetails | null;
  isSpam: boolean;
}

/** Sorts a mail by headers, parts and set phrases. Whatever shows no sign is taken for a person's. */
export function matchStructure(mail: ParsedMail): StructureMatch {
  const spam = matchSpam(mail);
  const found = (
    kind: MailKind,
    { evidence, confidence }: { evidence: string[]; confidence: number },
    bounce: BounceDetails | null = null,
  ): StructureMatch => ({
    kind,
    evidence: evidence.slice(0, 6),
    confidence,
    bounce,
    isSpam: spam !== undefined && kind !== "bounce",
  });

  if (isComplaint(mail)) return found("complaint", { evidence: ["feedback-report"], confidence: 0.99 });
  const report = matchReport(mail);
  if (report?.kind === "bounce") return found("bounce", report, report.bounce);
  if (report !== undefined) return found("other", report);
  const calendar = matchCalendar(mail);
  if (calendar !== undefined) return found("calendar", calendar);
  const automatic = matchAutomatic(mail);
  if (automatic !== undefined && !isNewsletter(mail)) return found("autoReply", automatic);
  const bulk = matchBulk(mail);
  if (bulk !== undefined) return found("bulk", bulk);
  const notice = matchNotice(mail);
  if (notice !== undefined) return found("other", notice);
  if (spam !== undefined) return found("reply", spam);
  return found("reply", { evidence: personSigns(mail), confidence: hasReplyReference(mail) ? 0.95 : 0.85 });
}

/** A spam report through a feedback loop (RFC 5965). */
function isComplaint(mail: ParsedMail): boolean {
  return (
    mail.partTypes.includes("message/feedback-report") ||
    /report-type="?feedback-report/.test(headerOf(mail, "content-type"))
  );
}

/** An invitation or its answer; a person's reply that merely carries one along stays a reply. */
function matchCalendar(mail: ParsedMail): { evidence: string[]; confidence: number } | undefined {
  const isPart = mail.partTypes.includes("text/calendar");
  const isRoot =
    /^text\/calendar/.test(headerOf(mail, "content-type")) ||
    mail.headers["content-class"]?.[0]?.includes("calendarmessage");
  if (!isPart && !isRoot) return undefined;
  const method = mail.calendar?.method;
  const isMeeting = method === "request" || method === "reply" || method === "cancel" || method === "counter";
  const answersUs = hasReplyReference(mail) && hasReplyPrefix(mail.subject) && method !== "reply";
  if ((!isMeeting && !isRoot) || (answersUs && mail.text.trim().length > 40)) return undefined;
  return { evidence: ["text/calendar", ...(method === undefined ? [] : [`method: ${method}`])], confidence: 0.97 };
}

/** Vacation words in a newsletter ("our office is closed") do not make it an answer. */
function isNewsletter(mail: ParsedMail): boolean {
  const isReplied = headerOf(mail, "auto-submitted").startsWith("auto-replied");
  return (
    !isReplied &&
    mail.headers["list-unsubscribe"] !== undefined &&
    !hasReplyReference(mail) &&
    !hasReplyPrefix(mail.subject)
  );
}

/** Notices of programs: nobody wrote them, nobody reads an answer. */
function matchNotice(mail: ParsedMail): { evidence: string[]; confidence: number } | undefined {
  const submitted = headerOf(mail, "auto-submitted");
  if (submitted !== "" && !submitted.startsWith("no"))
    return { evidence: [`auto-submitted: ${submitted}`], confidence: 0.9 };
  if (!isRobotAddress(mail.from?.address)) return undefined;
  const decides = decidesSomething(fold(mail.text.slice(0, 8_000)).replace(/\n/g, " "));
  return decides ? undefined : { evidence: [`from: ${mail.from?.address ?? ""}`], confidence: 0.88 };
}

function personSigns(mail: ParsedMail): string[] {
  return [...(mail.inReplyTo.length > 0 ? ["in-reply-to"] : []), ...(hasReplyPrefix(mail.subject) ? ["re:"] : [])];
}
