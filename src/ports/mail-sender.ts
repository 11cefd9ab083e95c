import type { MailAddress } from "../domain/parsed-mail.ts";

/** One mail, ready to be handed over. */
export interface OutgoingMail {
  /** The Message-ID header with its angle brackets, fixed before any network call. */
  messageId: string;
  from: MailAddress;
  to: MailAddress;
  subject: string;
  text: string;
  html?: string | undefined;
  /** The Message-ID this mail answers or follows, and the thread before it, oldest first. */
  inReplyTo?: string | undefined;
  references: string[];
  /** Values of List-Unsubscribe without angle brackets: `mailto:` and `https:` addresses (RFC 2369). */
  listUnsubscribe: string[];
  /** Adds List-Unsubscribe-Post (RFC 8058); only with an https address above. */
  oneClickUnsubscribe: boolean;
  /** True for what the program wrote by itself: adds `Auto-Submitted: auto-replied` (RFC 3834). */
  autoSubmitted: boolean;
  sentAt: Date;
}

/**
 * What became of one hand-over. Only `deferred` and `unreachable` may be tried again without asking a person.
 *
 * - `accepted`: the server took it (2yz after the body).
 * - `deferred`: the server said later (4yz) or the link broke before the body had ended.
 * - `rejected`: the server said never (5yz) about this mail or its recipient.
 * - `unreachable`: no connection, TLS or login: the mailbox's fault, not the mail's.
 * - `unknown`: the link broke after the whole body was given: it may have been taken.
 */
export type SendResult =
  | { kind: "accepted"; reply: string; providerMessageId?: string }
  | { kind: "deferred" | "rejected" | "unreachable" | "unknown"; reply: string };

/** Whether a server lets us in, and if not, why, in words for a person (never with a secret in them). */
export type ConnectionCheck = { kind: "ok" } | { kind: "unreachable" | "refused"; reason: string };

/** One mailbox's way out. Add a provider: one file in src/mail, one line in src/mail/providers.ts. */
export interface MailSender {
  /** Hands the mail over once. What servers and networks do is a result; a throw is a bug. */
  send(mail: OutgoingMail): Promise<SendResult>;
  verify(): Promise<ConnectionCheck>;
  /** Ends pooled connections once what transmits has finished. */
  close(): void;
}
