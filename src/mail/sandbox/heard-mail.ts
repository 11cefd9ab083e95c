import type { MailAddress } from "../../domain/parsed-mail.ts";

/** A mail of ours, as the one who gets it sees it. */
export interface HeardMail {
  messageId: string;
  from: MailAddress;
  to: MailAddress;
  subject: string;
  text: string;
  references: readonly string[];
  /** The how many-eth mail of ours in this thread: some answer the second only. */
  nth: number;
}
