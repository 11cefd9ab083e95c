import type { Classification } from "../domain/classification.ts";
import type { ParseResult } from "../domain/parsed-mail.ts";
import type { Classifier } from "../ports/classifier.ts";

/** One line of `relance inspect --json`: the reading of one mail, or why there is none. */
export interface InspectLine
  extends Pick<
    Classification,
    | "kind"
    | "replyClass"
    | "priority"
    | "confidence"
    | "source"
    | "evidence"
    | "language"
    | "replyText"
    | "bounce"
    | "autoReply"
    | "summary"
    | "suggestedAction"
  > {
  file: string;
  /** A sentence, when the mail could not be read; the other fields then say nothing. */
  error: string | null;
}

export interface InspectDeps {
  parse(raw: Buffer): Promise<ParseResult>;
  classifier: Classifier;
  now(): Date;
  locale: "fr" | "en";
}

/** Reads one mail as the product would, and changes nothing. */
export async function inspectMail(file: string, raw: Buffer, deps: InspectDeps): Promise<InspectLine> {
  const result = await deps.parse(raw);
  if (result.kind === "unparsable") return unreadLine(file, result.reason);
  const reading = await deps.classifier.classify(result.mail, { locale: deps.locale, now: deps.now() });
  return {
    file,
    kind: reading.kind,
    replyClass: reading.replyClass,
    priority: reading.priority,
    confidence: reading.confidence,
    source: reading.source,
    evidence: reading.evidence,
    language: reading.language,
    replyText: reading.replyText,
    bounce: reading.bounce,
    autoReply: reading.autoReply,
    summary: reading.summary,
    suggestedAction: reading.suggestedAction,
    error: null,
  };
}

/** The line of a mail that could not be read. */
export function unreadLine(file: string, error: string): InspectLine {
  return {
    file,
    kind: "other",
    replyClass: "auto",
    priority: "informative",
    confidence: 0,
    source: "structure",
    evidence: [],
    language: "und",
    replyText: "",
    bounce: null,
    autoReply: null,
    summary: "",
    suggestedAction: "read",
    error,
  };
}
