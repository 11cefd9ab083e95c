import { summariseConversation } from "../db/conversations.ts";
import { advanceStage, type InboundMessage } from "../db/inbound-messages.ts";
import type { Stored } from "../db/model.ts";
import { getOutbound } from "../db/outbound-messages.ts";
import { getWorkspace } from "../db/workspaces.ts";
import type { ParsedMail } from "../domain/parsed-mail.ts";
import type { Clock } from "../platform/clock.ts";
import type { Classifier, ClassifyContext } from "../ports/classifier.ts";

export interface ClassifyDeps {
  now: Clock;
  classifier: Classifier;
}

/** Reads what a mail means, and keeps it with the mail and its conversation. */
export async function classifyMessage(
  threaded: Stored<InboundMessage>,
  mail: ParsedMail,
  deps: ClassifyDeps,
): Promise<Stored<InboundMessage>> {
  const { workspaceId, outboundId, conversationId } = threaded;
  const answered = outboundId && (await getOutbound(workspaceId, outboundId));
  const locale = (await getWorkspace(workspaceId))?.locale ?? "en";
  const context: ClassifyContext = { locale, now: deps.now(), ...(answered && { ourText: answered.text }) };
  const classification = await deps.classifier.classify(mail, context);

  if (conversationId) {
    await summariseConversation(
      workspaceId,
      conversationId,
      classification.summary,
      classification.priority === "critical",
    );
  }
  await advanceStage(threaded, "threaded", "classified", { classification });
  return { ...threaded, classification, stage: "classified" };
}
