/** One address as a header names it. `address` is lower-cased; `name` is empty when the header has none. */
export interface MailAddress {
  address: string;
  name: string;
}

/** What we know of an attachment without opening it. */
export interface AttachmentSummary {
  filename: string;
  contentType: string;
  sizeBytes: number;
}

/** One recipient's block of a delivery report (RFC 3464, section 2.3). Field values as written. */
export interface DeliveryStatusRecipient {
  finalRecipient: string | undefined;
  originalRecipient: string | undefined;
  action: string | undefined;
  /** Enhanced status code (RFC 3463), such as `5.1.1`. */
  status: string | undefined;
  diagnosticCode: string | undefined;
}

/** What an iCalendar part says (RFC 5546). `answer` only for `method` reply. */
export interface CalendarSummary {
  /** Lower case: `request`, `reply`, `cancel`, `publish` ... */
  method: string | undefined;
  answer: "accepted" | "declined" | "tentative" | undefined;
}

/** A mail taken apart: the only form in which the rest of the program sees one. */
export interface ParsedMail {
  /** The Message-ID with its angle brackets. */
  messageId: string | undefined;
  inReplyTo: string[];
  /** Oldest first, with angle brackets. */
  references: string[];
  from: MailAddress | undefined;
  to: MailAddress[];
  cc: MailAddress[];
  replyTo: MailAddress[];
  /** Decoded, with its prefixes (`Re:`, `TR:`). */
  subject: string;
  sentAt: Date | undefined;
  /** The plain text; made from the HTML where the mail has no text part. Quotes and signature included. */
  text: string;
  html: string | undefined;
  /** Every header, by lower-case name, decoded, in order of appearance. */
  headers: Readonly<Record<string, readonly string[]>>;
  /** MIME types of all leaf parts, lower case, in order: `text/plain`, `message/delivery-status`, `text/calendar` ... */
  partTypes: string[];
  /** From a `message/delivery-status` part; empty for other mail. */
  deliveryStatus: DeliveryStatusRecipient[];
  /** Message-IDs named by an enclosed `message/rfc822` or `text/rfc822-headers` part: what a report is about. */
  enclosedMessageIds: string[];
  attachments: AttachmentSummary[];
  calendar?: CalendarSummary | undefined;
}

/** What became of raw bytes: a mail taken apart, or why they are none. */
export type ParseResult = { kind: "parsed"; mail: ParsedMail } | { kind: "unparsable"; reason: string };
