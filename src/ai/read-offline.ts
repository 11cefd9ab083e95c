import type { Classification, ReplyClass } from "../domain/classification.ts";
import type { ParsedMail } from "../domain/parsed-mail.ts";
import { extractAmounts } from "../domain/reading/amounts.ts";
import { extractDeadline } from "../domain/reading/deadline.ts";
import { decidePriority } from "../domain/reading/decide-priority.ts";
import { hasReplyReference } from "../domain/reading/header-values.ts";
import { detectLanguage } from "../domain/reading/language.ts";
import { matchStructure, type StructureMatch } from "../domain/reading/match-structure.ts";
import { extractReplyText } from "../domain/reading/reply-text.ts";
import { readReturnDate } from "../domain/reading/return-date.ts";
import { senderDay } from "../domain/reading/sender-day.ts";
import { suggestAction } from "../domain/reading/suggest-action.ts";
import { summarise } from "../domain/reading/summarise.ts";
import type { ClassifyContext } from "../ports/classifier.ts";
import { type OfflineModel, type OfflineReading, scoreText } from "./offline/score.ts";

/** An answer that the text model alone takes for a machine's needs to be this sure of it. */
const SURELY_AUTO = 0.9;

/** The reading by structure and the offline model: always there, needs nothing. */
export function readOffline(mail: ParsedMail, context: ClassifyContext, model: OfflineModel): Classification {
  const replyText = extractReplyText(mail.text, context.ourText);
  const meaning = `${replyText}` === "" ? mail.subject : replyText;
  const scored = scoreText(meaning, model);
  const structure = promoteAutomatic(matchStructure(mail), scored, mail);
  const language = detectLanguage(meaning === mail.subject ? meaning : `${replyText}\n${mail.subject}`);
  const today = senderDay(mail, context.now);
  const isPerson = structure.kind === "reply" && !structure.isSpam;
  const replyClass = classOf(structure, scored, mail);
  const deadline =
    isPerson || structure.kind === "other" ? extractDeadline(`${mail.subject}\n${replyText}`, today, language) : null;
  const amounts = extractAmounts(`${mail.subject}\n${replyText}`);
  const isSpam = structure.isSpam;
  return {
    kind: structure.kind,
    replyClass,
    priority: decidePriority({
      kind: structure.kind,
      replyClass,
      subject: mail.subject,
      replyText,
      deadline,
      amounts,
      isSpam,
      today,
    }),
    source: isPerson ? "offline" : "structure",
    confidence: round(isPerson ? scored.confidence : structure.confidence),
    evidence: isPerson ? withSubstance(scored.evidence, structure.evidence) : structure.evidence,
    language,
    replyText,
    bounce: structure.bounce,
    autoReply:
      structure.kind === "autoReply"
        ? { returnsAt: readReturnDate(`${mail.subject}\n${replyText}`, today, language) }
        : null,
    summary: summarise(replyText, mail.subject),
    suggestedAction: suggestAction({
      kind: structure.kind,
      replyClass,
      replyText,
      mail,
      permanentBounce: structure.bounce?.permanent === true,
      isSpam,
    }),
    deadline,
    amounts,
  };
}

/** A mail that quotes or answers ours is a person's unless its structure says otherwise. */
function promoteAutomatic(structure: StructureMatch, scored: OfflineReading, mail: ParsedMail): StructureMatch {
  if (structure.kind !== "reply" || structure.isSpam || hasReplyReference(mail)) return structure;
  if (scored.replyClass !== "auto" || scored.confidence < SURELY_AUTO) return structure;
  return { ...structure, kind: "autoReply", evidence: scored.evidence, confidence: scored.confidence };
}

function classOf(structure: StructureMatch, scored: OfflineReading, mail: ParsedMail): ReplyClass {
  if (structure.kind === "calendar") return calendarClass(mail);
  if (structure.kind !== "reply") return "auto";
  // A fraud's promises are no answer.
  if (structure.isSpam) return "neutral";
  if (scored.replyClass !== "auto") return scored.replyClass;
  const { positive, negative, neutral } = scored.probabilities;
  return neutral >= positive && neutral >= negative ? "neutral" : positive >= negative ? "positive" : "negative";
}

/** Accepting a meeting is a yes; an invitation is nobody's answer yet. */
function calendarClass(mail: ParsedMail): ReplyClass {
  switch (mail.calendar?.answer) {
    case "accepted":
      return "positive";
    case "declined":
      return "negative";
    case "tentative":
    case undefined:
      return "neutral";
  }
}

function withSubstance(words: readonly string[], signs: readonly string[]): string[] {
  return words.length > 0 ? [...words] : [...signs];
}

function round(confidence: number): number {
  return Math.round(confidence * 1000) / 1000;
}
