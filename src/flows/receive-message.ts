import { createHash } from "node:crypto";
import { isStored, storeInbound } from "../db/inbound-messages.ts";
import type { MailboxAccount } from "../db/mailboxes.ts";
import { newId, type Stored } from "../db/model.ts";
import { storeRawMail } from "../db/raw-mails.ts";
import type { ParseMail } from "../ports/mail-parser.ts";
import type { FetchedMail } from "../ports/mail-reader.ts";
import type { Wake } from "./wake.ts";

export interface ReceiveDeps {
  parse: ParseMail;
  wake: Wake;
}

/** What a table shows of a mail's text; the whole of it stays in the raw mail. */
const MAX_TEXT_CHARS = 50_000;

/**
 * Stores one mail of the server, once. The caller moves its cursor only after this has resolved.
 *
 * A mail that cannot be taken apart is kept all the same, with the reason.
 */
export async function receiveMessage(
  mailbox: Pick<Stored<MailboxAccount>, "workspaceId" | "_id">,
  fetched: FetchedMail,
  deps: ReceiveDeps,
): Promise<void> {
  const { workspaceId, _id: mailboxId } = mailbox;
  const { folder, uidValidity, uid, raw, receivedAt } = fetched;
  const at = { workspaceId, mailboxId, folder, uidValidity, uid };
  if (await isStored(at)) return;

  const rawFileId = newId();
  await storeRawMail(rawFileId, raw);
  const contentHash = createHash("sha256").update(raw).digest("base64url");
  const common = { ...at, receivedAt, sizeBytes: raw.length, rawFileId, contentHash };
  const parsed = await deps.parse(raw);
  if (parsed.kind === "unparsable") {
    await storeInbound({ ...common, subject: "", text: "", referenceIds: [], parseError: parsed.reason });
    return deps.wake("read-inbound");
  }
  const { mail } = parsed;
  await storeInbound({
    ...common,
    ...(mail.messageId && { messageId: mail.messageId }),
    referenceIds: [...new Set([...mail.inReplyTo, ...mail.references.toReversed(), ...mail.enclosedMessageIds])],
    ...(mail.from && { from: mail.from }),
    subject: mail.subject,
    text: mail.text.slice(0, MAX_TEXT_CHARS),
  });
  deps.wake("read-inbound");
}
