import type { ClientOptions, OpenAI } from "openai";
import { z } from "zod";
import type { LanguageModel, ModelResult, ModelTask } from "../ports/language-model.ts";
import { readAnswer } from "./read-answer.ts";

export interface OpenAiCompatibleSettings {
  baseUrl: string;
  apiKey: string;
  model: string;
  timeoutMs: number;
}

/** Ways to ask for a shape, from the strictest on; a server that refuses one is asked the next way from then on. */
const FORMATS = ["json_schema", "json_object", "plain"] as const;
type Format = (typeof FORMATS)[number];

const MAX_ANSWER_TOKENS = 800;
/** Of a refused answer, this much is shown to the model for its one repair. */
const MAX_REPAIR_CHARS = 4_000;

type Message = OpenAI.Chat.Completions.ChatCompletionMessageParam;
type Reply = { kind: "text"; text: string } | { kind: "refusedFormat" } | { kind: "failed"; reason: string };

/** Any server that speaks OpenAI's chat completions: OpenAI, Mistral, Gemini, Ollama, vLLM. */
export function createOpenAiCompatibleModel(settings: OpenAiCompatibleSettings): LanguageModel {
  let format: Format = "json_schema";
  let client: Promise<OpenAI> | undefined;
  const complete = async (messages: Message[], task: ModelTask<unknown>, as: Format): Promise<Reply> => {
    client ??= connect(settings);
    return await requestCompletion(await client, settings, messages, task, as);
  };

  return {
    async ask<Answer>(task: ModelTask<Answer>): Promise<ModelResult<Answer>> {
      const startedAt = performance.now();
      const messages = openingMessages(task);
      let attempt = format;
      let isRepaired = false;
      for (;;) {
        const reply = await complete(messages, task, attempt);
        if (reply.kind === "failed") return { kind: "unavailable", reason: reply.reason };
        if (reply.kind === "refusedFormat") {
          const next = FORMATS[FORMATS.indexOf(attempt) + 1];
          if (next === undefined) return { kind: "unavailable", reason: "the server refused the request" };
          attempt = next;
          continue;
        }
        format = attempt;
        const read = readAnswer(reply.text, task.answer);
        if (read.kind === "valid") {
          return { kind: "answered", answer: read.answer, latencyMs: Math.round(performance.now() - startedAt) };
        }
        if (isRepaired) return { kind: "unavailable", reason: `its answer has the wrong shape (${read.reason})` };
        isRepaired = true;
        messages.push(
          { role: "assistant", content: reply.text.slice(0, MAX_REPAIR_CHARS) || "(nothing)" },
          {
            role: "user",
            content: `This is not the shape asked for: ${read.reason}. Answer again with the JSON object alone.`,
          },
        );
      }
    },
  };
}

/** The client is loaded when first needed: it takes longer than everything else the reading needs. */
async function connect(settings: OpenAiCompatibleSettings): Promise<OpenAI> {
  const { OpenAI: Client } = await import("openai");
  const options: ClientOptions = {
    baseURL: settings.baseUrl,
    apiKey: settings.apiKey || "none",
    timeout: settings.timeoutMs,
    maxRetries: 0,
  };
  return new Client(options);
}

/** Instructions are ours and stand alone; what a stranger wrote stands apart, as data. */
function openingMessages(task: ModelTask<unknown>): Message[] {
  const schema = JSON.stringify(schemaOf(task));
  return [
    {
      role: "system",
      content: `${task.instructions}\n\nAnswer with one JSON object and nothing else. Its JSON schema:\n${schema}`,
    },
    { role: "user", content: task.input },
  ];
}

function schemaOf(task: ModelTask<unknown>): Record<string, unknown> {
  const { $schema: _, ...schema } = z.toJSONSchema(task.answer) as Record<string, unknown>;
  return schema;
}

async function requestCompletion(
  client: OpenAI,
  settings: OpenAiCompatibleSettings,
  messages: Message[],
  task: ModelTask<unknown>,
  format: Format,
): Promise<Reply> {
  try {
    const completion = await client.chat.completions.create({
      model: settings.model,
      messages,
      ...answerLimit(settings),
      ...responseFormat(task, format),
    });
    const choice = completion.choices?.[0];
    if (choice === undefined) return { kind: "failed", reason: "the server gave no answer" };
    if (choice.message?.refusal) return { kind: "failed", reason: "the model refused to answer" };
    return { kind: "text", text: choice.message?.content ?? "" };
  } catch (error) {
    return describeFailure(error, format);
  }
}

function responseFormat(task: ModelTask<unknown>, format: Format) {
  switch (format) {
    case "json_schema":
      return {
        response_format: {
          type: "json_schema" as const,
          json_schema: { name: task.name, strict: true, schema: schemaOf(task) },
        },
      };
    case "json_object":
      return { response_format: { type: "json_object" as const } };
    case "plain":
      return {};
  }
}

/** OpenAI's newer models refuse `max_tokens` and any temperature but their own; all others know only `max_tokens`. */
function answerLimit({ baseUrl, model }: OpenAiCompatibleSettings) {
  const isOpenAi = /(^|\.)openai\.com$/.test(new URL(baseUrl).hostname);
  if (isOpenAi && /^(o\d|gpt-[5-9])/.test(model)) return { max_completion_tokens: MAX_ANSWER_TOKENS * 4 };
  return { max_tokens: MAX_ANSWER_TOKENS, temperature: 0 };
}

/** Words for a person, without the key and without the mail. */
function describeFailure(error: unknown, format: Format): Reply {
  const { status, name } = error as { status?: number; name?: string };
  if ((status === 400 || status === 404 || status === 422) && format !== "plain") return { kind: "refusedFormat" };
  if (status === 401 || status === 403) return { kind: "failed", reason: "the server refused the key (LLM_API_KEY)" };
  if (status === 404) return { kind: "failed", reason: "the server does not know this model (LLM_MODEL)" };
  if (status === 429)
    return { kind: "failed", reason: "the server asks to wait (429): too many requests or no credit" };
  if (status !== undefined) return { kind: "failed", reason: `the server answered ${status}` };
  if (/timed? ?out/i.test(`${name} ${String(error)}`))
    return { kind: "failed", reason: "the server did not answer in time" };
  return { kind: "failed", reason: "the server is out of reach (LLM_BASE_URL)" };
}
