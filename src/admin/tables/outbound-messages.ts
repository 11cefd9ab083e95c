import { type OutboundMessage, OutboundMessageModel } from "../../db/outbound-messages.ts";
import { OUTBOUND_STATUSES } from "../../domain/outbound-status.ts";
import { describeReason } from "../../flows/describe-reason.ts";
import type { Table } from "../table.ts";
import { personText } from "../words.ts";

/** Every mail we sent, mean to send, or did not send, and why. */
export const outboundMessageTable: Table<OutboundMessage> = {
  id: "OutboundMessage",
  model: OutboundMessageModel,
  group: "messages",
  read: "read",
  title: "subject",
  sort: { column: "createdAt", direction: "desc" },
  loads: [
    "to",
    "subject",
    "text",
    "status",
    "statusReason",
    "draftVersion",
    "dueAt",
    "sentAt",
    "attempt",
    "campaignId",
    "recipientId",
    "mailboxId",
    "answersInboundId",
    "messageId",
    "createdAt",
  ],
  columns: [
    { name: "to", type: "text", path: "to.address", search: ["to.address", "to.name"] },
    { name: "subject", type: "text", path: "subject" },
    { name: "status", type: "text", path: "status", values: OUTBOUND_STATUSES },
    { name: "reason", type: "text" },
    { name: "dueAt", type: "instant", path: "dueAt" },
    { name: "sentAt", type: "instant", path: "sentAt" },
    { name: "attempt", type: "number" },
    { name: "campaign", type: "reference", to: "Campaign", path: "campaignId" },
    { name: "recipient", type: "reference", to: "Recipient", path: "recipientId" },
    { name: "mailbox", type: "reference", to: "MailboxAccount", path: "mailboxId" },
    { name: "answers", type: "reference", to: "InboundMessage", path: "answersInboundId" },
    { name: "text", type: "longText" },
    { name: "messageId", type: "text", path: "messageId" },
    { name: "createdAt", type: "instant", path: "createdAt", sortPath: "_id" },
  ],
  list: ["to", "subject", "status", "reason", "campaign", "dueAt", "sentAt"],
  show: [
    "to",
    "subject",
    "status",
    "reason",
    "text",
    "dueAt",
    "sentAt",
    "attempt",
    "campaign",
    "recipient",
    "mailbox",
    "answers",
    "messageId",
    "createdAt",
  ],
  filter: ["to", "subject", "status", "campaign", "mailbox", "dueAt", "sentAt", "messageId"],
  present: (docs, { locale, isDetailed }) =>
    docs.map((doc) => {
      const { subject, status, dueAt, sentAt, attempt, draftVersion, messageId, createdAt } = doc;
      return {
        ...{ subject, status, dueAt, sentAt, attempt, draftVersion, messageId, createdAt },
        to: personText(doc.to.name, doc.to.address),
        reason: describeReason(doc.statusReason, locale),
        campaign: doc.campaignId,
        recipient: doc.recipientId,
        mailbox: doc.mailboxId,
        answers: doc.answersInboundId,
        ...(isDetailed && { text: doc.text }),
      };
    }),
};
