/** The headers that put a mail into a thread (RFC 5322, section 3.6.4). */
export interface ThreadPosition {
  inReplyTo: string | undefined;
  /** Oldest first. */
  references: string[];
}

const MAX_REFERENCES = 20;

/** Where an answer to the mail `messageId` stands, whose own references are `references`. */
export function followThread(messageId: string, references: readonly string[]): ThreadPosition {
  const all = [...references.filter((id) => id !== messageId), messageId];
  // The first names the thread, the last ones its end: what lies between may be left out.
  const kept = all.length > MAX_REFERENCES ? [all[0] ?? messageId, ...all.slice(1 - MAX_REFERENCES)] : all;
  return { inReplyTo: messageId, references: kept };
}

// "Re", "AW" and the like of the field's clients, also repeated or counted: "Re[2]: TR: RE :".
const PREFIX = /^(?:(?:re|aw|sv|antw|rif|ref|tr|fwd?|wg|i|rv|enc)(?:\[\d{1,3}\])?\s?:\s{0,5})/i;

/** The subject without its prefixes. */
export function bareSubject(subject: string): string {
  let bare = subject.trim().slice(0, 1_000);
  while (PREFIX.test(bare)) bare = bare.replace(PREFIX, "");
  return bare.trim();
}

/** `Re:` once, whatever was there. */
export function replySubject(subject: string): string {
  return `Re: ${bareSubject(subject)}`;
}

/** A Message-ID of ours: unique by `random`, at home in the sender's domain (RFC 5322, 3.6.4). */
export function createMessageId(random: string, senderAddress: string): string {
  return `<${random}@${senderAddress.split("@")[1] || "relance.invalid"}>`;
}
