/** What sort of mail this is, by its structure. `reply` is any mail that a person wrote to us. */
export const MAIL_KINDS = ["reply", "autoReply", "bounce", "complaint", "bulk", "calendar", "other"] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

/** What the sender means. `auto` for what no person wrote. */
export const REPLY_CLASSES = ["positive", "negative", "neutral", "auto"] as const;
export type ReplyClass = (typeof REPLY_CLASSES)[number];

export const PRIORITIES = ["critical", "important", "informative", "spam"] as const;
export type Priority = (typeof PRIORITIES)[number];

/** What a good assistant would do next; each is a text of `platform/texts`. */
export const SUGGESTED_ACTIONS = [
  "reply",
  "answerQuestion",
  "scheduleMeeting",
  "call",
  "pay",
  "sign",
  "sendDocuments",
  "waitForReturn",
  "fixAddress",
  "stopWriting",
  "thank",
  "read",
  "ignore",
] as const;
export type SuggestedAction = (typeof SUGGESTED_ACTIONS)[number];

/** Which layer decided: the mail's structure, the offline text model, or the language model. */
export type ClassificationSource = "structure" | "offline" | "model";

/** Read from a delivery report. */
export interface BounceDetails {
  recipient: string | undefined;
  /** Enhanced status code (RFC 3463) where the report names one. */
  status: string | undefined;
  reason: string;
  /** True for a lasting failure (5.x.x): never write there again. */
  permanent: boolean;
}

/** The reading of one mail. Nothing is sent because of it alone: `decideActions` and people follow. */
export interface Classification {
  kind: MailKind;
  replyClass: ReplyClass;
  priority: Priority;
  source: ClassificationSource;
  /** 0 to 1; under `LOW_CONFIDENCE` a person is asked to look. */
  confidence: number;
  /** The words or headers that decided, most telling first. */
  evidence: string[];
  /** ISO 639-1, or `und`. */
  language: string;
  /** What the person wrote now: without quotes and signature. */
  replyText: string;
  bounce: BounceDetails | null;
  /** `returnsAt`: the return date an absence notice names, as YYYY-MM-DD. */
  autoReply: { returnsAt: string | null } | null;
  /** One line of plain text without links, in the user's language where a model wrote it. */
  summary: string;
  suggestedAction: SuggestedAction;
  /** A date or time the mail names as its limit, as ISO 8601; null when it names none. */
  deadline: string | null;
  /** Sums of money as written, such as `15 000 €`. */
  amounts: string[];
}

/** Under this, the class is shown as uncertain. */
export const LOW_CONFIDENCE = 0.6;
