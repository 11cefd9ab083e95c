import { type MessageEvent, MessageEventModel } from "../../db/message-events.ts";
import { EVENT_KINDS } from "../../domain/outbound-status.ts";
import { describeReason } from "../../flows/describe-reason.ts";
import type { Table } from "../table.ts";

/** The append-only log of what happened to every mail. */
export const messageEventTable: Table<MessageEvent> = {
  id: "MessageEvent",
  model: MessageEventModel,
  group: "messages",
  read: "read",
  title: "kind",
  sort: { column: "at", direction: "desc" },
  loads: ["kind", "at", "outboundId", "inboundId", "campaignId", "recipientId", "mailboxId", "detail"],
  columns: [
    { name: "at", type: "instant", path: "at" },
    { name: "kind", type: "text", path: "kind", values: EVENT_KINDS },
    { name: "recipient", type: "reference", to: "Recipient", path: "recipientId" },
    { name: "campaign", type: "reference", to: "Campaign", path: "campaignId" },
    { name: "outbound", type: "reference", to: "OutboundMessage", path: "outboundId" },
    { name: "inbound", type: "reference", to: "InboundMessage", path: "inboundId" },
    { name: "mailbox", type: "reference", to: "MailboxAccount", path: "mailboxId" },
    { name: "detail", type: "text", path: "detail" },
  ],
  list: ["at", "kind", "recipient", "campaign", "outbound", "detail"],
  show: ["at", "kind", "detail", "recipient", "campaign", "outbound", "inbound", "mailbox"],
  filter: ["kind", "at", "recipient", "campaign", "mailbox", "detail"],
  present: (docs, { locale }) =>
    docs.map(({ kind, at, detail, recipientId, campaignId, outboundId, inboundId, mailboxId }) => ({
      ...{ kind, at, detail: describeReason(detail ?? "", locale) },
      recipient: recipientId,
      campaign: campaignId,
      outbound: outboundId,
      inbound: inboundId,
      mailbox: mailboxId,
    })),
};
