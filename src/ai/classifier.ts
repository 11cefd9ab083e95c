import type { Classification } from "../domain/classification.ts";
import type { ParsedMail } from "../domain/parsed-mail.ts";
import type { Classifier, ClassifyContext } from "../ports/classifier.ts";
import type { LanguageModel } from "../ports/language-model.ts";
import { loadWeights } from "./offline/load-weights.ts";
import type { OfflineModel } from "./offline/score.ts";
import { classifyReplyTask } from "./prompts/classify-reply.ts";
import { readOffline } from "./read-offline.ts";

/**
 * Reads mail in layers: structure, then the offline text model, then `model` where one is given, and that only for
 * mail written by a person and only on the text it shows.
 */
export function createClassifier({ model }: { model?: LanguageModel | undefined } = {}): Classifier {
  let weights: OfflineModel | undefined;
  return {
    async classify(mail, context) {
      weights ??= loadWeights();
      const reading = readOffline(mail, context, weights);
      const needsModel = model !== undefined && reading.kind === "reply" && reading.source === "offline";
      return needsModel ? await askModel(model, mail, context, reading) : reading;
    },
  };
}

async function askModel(
  model: LanguageModel,
  mail: ParsedMail,
  context: ClassifyContext,
  offline: Classification,
): Promise<Classification> {
  const { task, toFields } = classifyReplyTask(mail, offline.replyText, context);
  const result = await model.ask(task);
  switch (result.kind) {
    case "answered":
      return { ...offline, source: "model", ...toFields(result.answer, offline) };
    case "unavailable":
      return { ...offline, evidence: [...offline.evidence, `language model unavailable: ${result.reason}`] };
  }
}
