import { MAILBOX_HEALTH, type MailboxAccount, MailboxModel, type ServerAddress } from "../../db/mailboxes.ts";
import type { Table } from "../table.ts";

/** Mailboxes and how they are. Their sealed passwords are never loaded. */
export const mailboxTable: Table<MailboxAccount> = {
  id: "MailboxAccount",
  model: MailboxModel,
  group: "settings",
  read: "read",
  title: "address",
  sort: { column: "address", direction: "asc" },
  loads: ["address", "displayName", "provider", "smtp", "imap", "folders", "limits", "health", "usage", "createdAt"],
  columns: [
    { name: "address", type: "text", path: "address" },
    { name: "displayName", type: "text", path: "displayName" },
    { name: "provider", type: "text", path: "provider" },
    { name: "sending", type: "text", path: "health.sending.state", values: MAILBOX_HEALTH },
    { name: "receiving", type: "text", path: "health.receiving.state", values: MAILBOX_HEALTH },
    { name: "healthReason", type: "longText" },
    { name: "healthSince", type: "instant" },
    { name: "perDay", type: "text" },
    { name: "perHour", type: "text" },
    { name: "minGapSeconds", type: "text" },
    { name: "folders", type: "text" },
    { name: "smtp", type: "text" },
    { name: "imap", type: "text" },
    { name: "createdAt", type: "instant", path: "createdAt" },
  ],
  list: ["address", "displayName", "provider", "sending", "receiving", "healthReason", "healthSince", "perDay"],
  show: [
    "address",
    "displayName",
    "provider",
    "sending",
    "receiving",
    "healthReason",
    "healthSince",
    "perDay",
    "perHour",
    "minGapSeconds",
    "folders",
    "smtp",
    "imap",
    "createdAt",
  ],
  filter: ["address", "sending", "receiving"],
  present: (docs) =>
    docs.map(({ address, displayName, provider, health, limits, folders, smtp, imap, createdAt }) => ({
      ...{ address, displayName, provider, createdAt },
      sending: health.sending.state,
      receiving: health.receiving.state,
      healthReason: [health.sending.reason, health.receiving.reason].filter(Boolean).join("\n"),
      healthSince: [health.sending.since, health.receiving.since].sort((a, b) => Number(b) - Number(a))[0],
      perDay: limits.perDay || "∞",
      perHour: limits.perHour || "∞",
      minGapSeconds: limits.minGapSeconds,
      folders: folders.join(", "),
      smtp: serverText(smtp),
      imap: serverText(imap),
    })),
};

function serverText(server: ServerAddress | undefined): string | undefined {
  return server && `${server.host}:${server.port}${server.secure ? " (TLS)" : ""}`;
}
