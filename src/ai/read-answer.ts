import type { z } from "zod";

const MAX_ANSWER_CHARS = 20_000;

export type ReadAnswer<Answer> = { kind: "valid"; answer: Answer } | { kind: "invalid"; reason: string };

/** What a model said, as the shape it was asked for. Models wrap JSON in fences and talk around it. */
export function readAnswer<Answer>(text: string, schema: z.ZodType<Answer>): ReadAnswer<Answer> {
  const source = jsonWithin(text.slice(0, MAX_ANSWER_CHARS));
  if (source === undefined) return { kind: "invalid", reason: "there is no JSON object in it" };
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    return { kind: "invalid", reason: "the JSON is broken" };
  }
  const result = schema.safeParse(value);
  if (result.success) return { kind: "valid", answer: result.data };
  const fields = [...new Set(result.error.issues.map(({ path }) => path.join(".") || "the whole"))];
  return { kind: "invalid", reason: `wrong or missing: ${fields.slice(0, 8).join(", ")}` };
}

/** From the first brace to the last, past a model's thinking. */
function jsonWithin(text: string): string | undefined {
  const thought = text.lastIndexOf("</think>");
  const said = thought === -1 ? text : text.slice(thought + "</think>".length);
  const start = said.indexOf("{");
  const end = said.lastIndexOf("}");
  return start === -1 || end <= start ? undefined : said.slice(start, end + 1);
}
