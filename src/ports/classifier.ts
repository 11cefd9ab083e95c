import type { Classification } from "../domain/classification.ts";
import type { ParsedMail } from "../domain/parsed-mail.ts";

/** What the reader of a mail may know beside the mail itself. */
export interface ClassifyContext {
  /** The plain text of our own mail that this one answers: quotes are found by comparing with it. */
  ourText?: string;
  /** The language the user reads: summaries are written in it. */
  locale: "fr" | "en";
  now: Date;
}

/**
 * Reads one mail. Never throws for what a mail contains; a model that is out of reach falls back to the layer below
 * and says so in `evidence`.
 */
export interface Classifier {
  classify(mail: ParsedMail, context: ClassifyContext): Promise<Classification>;
}
