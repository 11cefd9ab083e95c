import { advanceStage, type InboundMessage } from "../db/inbound-messages.ts";
import type { Stored } from "../db/model.ts";
import { readRawMail } from "../db/raw-mails.ts";
import type { ParsedMail } from "../domain/parsed-mail.ts";
import type { ParseMail } from "../ports/mail-parser.ts";
import { applyRules, type RulesDeps } from "./apply-rules.ts";
import { type ClassifyDeps, classifyMessage } from "./classify-message.ts";
import { type ThreadDeps, threadMessage } from "./thread-message.ts";

export interface ReadDeps extends ThreadDeps, ClassifyDeps, RulesDeps {
  parse: ParseMail;
}

/**
 * Takes one stored mail through what is left of its stages: threaded, classified, acted. A crash between any two
 * resumes at the next; each stage may run twice.
 */
export async function readMessage(stored: Stored<InboundMessage>, deps: ReadDeps): Promise<void> {
  const mail = await loadMail(stored, deps.parse);
  if (!mail) {
    const { workspaceId, _id: inboundId } = stored;
    await deps.raiseAlert({ workspaceId, key: `reply:${inboundId}`, kind: "reply", inboundId });
    await advanceStage(stored, stored.stage, "acted", {});
    return;
  }
  const threaded = stored.stage === "stored" ? await threadMessage(stored, mail, deps) : stored;
  const classified = threaded.stage === "threaded" ? await classifyMessage(threaded, mail, deps) : threaded;
  if (classified.stage === "classified") await applyRules(classified, deps);
}

async function loadMail(stored: Stored<InboundMessage>, parse: ParseMail): Promise<ParsedMail | undefined> {
  if (stored.parseError) return undefined;
  const raw = await readRawMail(stored.rawFileId);
  if (!raw) return undefined;
  const parsed = await parse(raw);
  return parsed.kind === "parsed" ? parsed.mail : undefined;
}
