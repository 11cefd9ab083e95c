import type { z } from "zod";

/** One question to a model: fixed instructions, untrusted input, and the only shape an answer may have. */
export interface ModelTask<Answer> {
  name: string;
  /** Ours. Never holds text of a mail. */
  instructions: string;
  /** Untrusted: JSON of the mail. */
  input: string;
  answer: z.ZodType<Answer>;
}

export type ModelResult<Answer> =
  | { kind: "answered"; answer: Answer; latencyMs: number }
  | { kind: "unavailable"; reason: string };

/** A model that answers in a given shape. It has no tools and no memory; what the world does to it is a result. */
export interface LanguageModel {
  ask<Answer>(task: ModelTask<Answer>): Promise<ModelResult<Answer>>;
}
