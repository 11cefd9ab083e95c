import type { ImapFlow, ListResponse } from "imapflow";
import { type OpenFolder, searchUids } from "./imap-fetch.ts";

// Where the server marks no folder `\Sent` (RFC 6154). imapflow knows more names; these are the ones it may miss.
const SENT_NAMES = new Set([
  "sent",
  "sent items",
  "sent mail",
  "sent messages",
  "envoyés",
  "éléments envoyés",
  "messages envoyés",
]);

/** Looks for the Message-ID in the folders that may hold sent mail, and changes nothing there. */
export async function findInSent(client: ImapFlow, messageId: string): Promise<"found" | "absent" | "cannotTell"> {
  const folders = (await client.list()).filter(holdsSentMail);
  if (folders.length === 0) return "cannotTell";
  for (const { path } of folders) {
    const opened = await client.mailboxOpen(path, { readOnly: true });
    if (!opened) return "cannotTell";
    const open: OpenFolder = { client, folder: path, path: opened.path, uidValidity: String(opened.uidValidity) };
    const uids = await searchUids(open, { header: { "message-id": messageId } });
    if (uids.length > 0) return "found";
  }
  return "absent";
}

function holdsSentMail({ specialUse, name, flags }: ListResponse): boolean {
  if (flags.has("\\Noselect") || flags.has("\\NonExistent")) return false;
  return specialUse === "\\Sent" || SENT_NAMES.has(name.normalize("NFC").toLowerCase());
}
