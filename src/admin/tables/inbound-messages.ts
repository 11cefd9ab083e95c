import { type InboundMessage, InboundMessageModel } from "../../db/inbound-messages.ts";
import type { Stored } from "../../db/model.ts";
import { MAIL_KINDS, PRIORITIES, REPLY_CLASSES } from "../../domain/classification.ts";
import { translate } from "../../platform/texts.ts";
import type { Row, Table, View } from "../table.ts";
import { percentText, personText, valueText } from "../words.ts";

/** Every mail that came in, and how it was read. Copies of one mail are left out. */
export const inboundMessageTable: Table<InboundMessage> = {
  id: "InboundMessage",
  model: InboundMessageModel,
  group: "messages",
  read: "read",
  title: "subject",
  sort: { column: "receivedAt", direction: "desc" },
  only: { duplicateOf: { $exists: false } },
  loads: [
    "from",
    "subject",
    "text",
    "receivedAt",
    "classification",
    "parseError",
    "mailboxId",
    "campaignId",
    "recipientId",
    "outboundId",
  ],
  columns: [
    { name: "from", type: "text", path: "from.address", search: ["from.address", "from.name"] },
    { name: "subject", type: "text", path: "subject" },
    { name: "kind", type: "text", path: "classification.kind", values: MAIL_KINDS },
    { name: "replyClass", type: "text", path: "classification.replyClass", values: REPLY_CLASSES },
    { name: "priority", type: "text", path: "classification.priority", values: PRIORITIES },
    { name: "confidence", type: "text" },
    { name: "summary", type: "text", path: "classification.summary" },
    { name: "suggestedAction", type: "text" },
    { name: "deadline", type: "text" },
    { name: "amounts", type: "text" },
    { name: "evidence", type: "text" },
    { name: "source", type: "text" },
    { name: "replyText", type: "longText" },
    { name: "text", type: "longText" },
    { name: "receivedAt", type: "instant", path: "receivedAt" },
    { name: "campaign", type: "reference", to: "Campaign", path: "campaignId" },
    { name: "recipient", type: "reference", to: "Recipient", path: "recipientId" },
    { name: "outbound", type: "reference", to: "OutboundMessage", path: "outboundId" },
    { name: "mailbox", type: "reference", to: "MailboxAccount", path: "mailboxId" },
  ],
  list: ["from", "subject", "kind", "replyClass", "priority", "confidence", "summary", "receivedAt"],
  show: [
    "from",
    "subject",
    "receivedAt",
    "summary",
    "kind",
    "replyClass",
    "priority",
    "confidence",
    "suggestedAction",
    "deadline",
    "amounts",
    "evidence",
    "source",
    "replyText",
    "text",
    "campaign",
    "recipient",
    "outbound",
    "mailbox",
  ],
  filter: ["from", "subject", "kind", "replyClass", "priority", "summary", "campaign", "mailbox", "receivedAt"],
  present: (docs, view) => docs.map((doc) => presentInbound(doc, view)),
};

function presentInbound(doc: Stored<InboundMessage>, { locale, isDetailed }: View): Row {
  const { from, subject, receivedAt, classification: reading, parseError, text } = doc;
  const row: Row = {
    from: from && personText(from.name, from.address),
    subject,
    receivedAt,
    campaign: doc.campaignId,
    recipient: doc.recipientId,
    outbound: doc.outboundId,
    mailbox: doc.mailboxId,
    kind: reading?.kind,
    replyClass: reading?.replyClass,
    priority: reading?.priority,
    confidence: reading && percentText(locale, reading.confidence),
    summary: reading?.summary ?? parseError,
  };
  if (!isDetailed) return row;
  return {
    ...row,
    text,
    replyText: reading?.replyText,
    suggestedAction: reading && translate(locale, `action-${reading.suggestedAction.toLowerCase()}`),
    deadline: reading?.deadline,
    amounts: reading?.amounts.join(" · "),
    evidence: reading?.evidence.join(" · "),
    source: reading && valueText(locale, reading.source),
  };
}
