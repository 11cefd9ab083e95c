import type { ParsedMail } from "../parsed-mail.ts";

/** The first value of a header, trimmed and lower case; empty where the mail has none. */
export function headerOf(mail: ParsedMail, name: string): string {
  return (mail.headers[name]?.[0] ?? "").trim().toLowerCase();
}

/** Whether the mail says it answers another one. */
export function hasReplyReference(mail: ParsedMail): boolean {
  return mail.inReplyTo.length > 0 || mail.references.length > 0;
}

/** `Re:` in the languages of mail programs; also stacked and numbered ones. */
export function hasReplyPrefix(subject: string): boolean {
  return /^\s{0,5}(re|aw|sv|rv|rif|antw|ref|odp|res|r)(\[\d{1,3}\])? ?[:：]/i.test(subject);
}

/** The subject without `Re:`, `TR:`, `[EXTERNAL]` and the like. */
export function bareSubject(subject: string): string {
  let bare = subject.trim();
  for (let round = 0; round < 8; round++) {
    const next = bare.replace(
      /^(?:(?:re|aw|sv|rv|rif|antw|ref|res|r|fwd?|tr|wg|enc|i|doorst)(?:\[\d{1,3}\])? ?[:：]|\[(?:external|externe|ext|spam)\])\s*/i,
      "",
    );
    if (next === bare) break;
    bare = next;
  }
  return bare;
}

const ROBOT =
  /^(no-?_?\.?reply|do-?_?not-?_?reply|donot-?reply|ne-?_?pas-?_?repondre|nepasrepondre|noreponse|no-?responder|nao-?responda|nicht-?antworten|keine-?antwort|non-?rispondere|notifications?|notify|alerts?|bounces?|mailer|auto-?(reply|response|confirm)|automated?|system|robot)([-+._].*)?$/;

/** An address no person writes from. */
export function isRobotAddress(address: string | undefined): boolean {
  const local = (address ?? "").split("@")[0] ?? "";
  return ROBOT.test(local) || /(^|[-._+])no-?reply([-._+]|$)/.test(local);
}

const DAEMON =
  /^(mailer-daemon|postmaster|mail-daemon|mailerdaemon|maildaemon|mail delivery (sub)?system|microsoftexchange[0-9a-f]{8,}|bounce|smtp-?daemon|amavis|mdaemon|exchange)([-+._].*)?$/;

export function isDaemonAddress(address: string | undefined): boolean {
  return DAEMON.test((address ?? "").split("@")[0] ?? "");
}
