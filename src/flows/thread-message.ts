import { joinConversation } from "../db/conversations.ts";
import { advanceStage, type InboundMessage } from "../db/inbound-messages.ts";
import { getMailbox } from "../db/mailboxes.ts";
import type { Stored } from "../db/model.ts";
import { resolveUnknown } from "../db/outbound-decisions.ts";
import { findByMessageIds, getOutbound, type OutboundMessage } from "../db/outbound-messages.ts";
import { findRecipientByEmail } from "../db/recipients.ts";
import type { ParsedMail } from "../domain/parsed-mail.ts";
import { bareSubject } from "../domain/thread.ts";
import type { Clock } from "../platform/clock.ts";
import type { SettleMessages } from "./settle-messages.ts";

export interface ThreadDeps {
  now: Clock;
  settle: SettleMessages;
}

type Inbound = Stored<InboundMessage>;

/** Finds what a mail belongs to: the mail of ours that it answers, its campaign, its recipient, its conversation. */
export async function threadMessage(stored: Inbound, mail: ParsedMail, deps: ThreadDeps): Promise<Inbound> {
  const { workspaceId, mailboxId } = stored;
  const address = mail.from?.address ?? "";
  const mailbox = await getMailbox(workspaceId, mailboxId);
  if (address !== "" && address === mailbox?.address && (await isOurCopy(stored, deps))) {
    await advanceStage(stored, "stored", "acted", {});
    return { ...stored, stage: "acted" };
  }
  const [answered] = await findByMessageIds(workspaceId, stored.referenceIds);
  if (answered) await confirmArrival(answered, deps);
  const recipientId = answered?.recipientId ?? (await findRecipientByEmail(workspaceId, address))?._id;
  const ownId = mail.messageId ?? `<${stored._id}@no-message-id.invalid>`;
  const conversation = await joinConversation({
    workspaceId,
    mailboxId,
    messageIds: [ownId, ...stored.referenceIds],
    contact: { address, name: mail.from?.name ?? "" },
    recipientId,
    subject: bareSubject(mail.subject),
    at: stored.receivedAt,
  });
  const found = {
    conversationId: conversation._id,
    ...(recipientId && { recipientId }),
    ...(answered && { outboundId: answered._id }),
    ...(answered?.campaignId && { campaignId: answered.campaignId }),
    ...(answered?.campaignRecipientId && { campaignRecipientId: answered.campaignRecipientId }),
  };
  await advanceStage(stored, "stored", "threaded", found);
  return { ...stored, ...found, stage: "threaded" };
}

/** A copy of what we sent ourselves (a Sent folder, a Bcc) is no answer; it proves that an open hand-over arrived. */
async function isOurCopy(stored: Inbound, deps: ThreadDeps): Promise<boolean> {
  const [ours] = stored.messageId ? await findByMessageIds(stored.workspaceId, [stored.messageId]) : [];
  if (!ours) return false;
  await confirmArrival(ours, deps);
  return true;
}

/** Somebody cites a mail whose hand-over was interrupted: it did arrive. */
async function confirmArrival(message: Stored<OutboundMessage>, deps: ThreadDeps): Promise<void> {
  const { workspaceId, _id } = message;
  if (message.status !== "unknown") return;
  await resolveUnknown(workspaceId, _id, "sent", "cited by a mail received", deps.now());
  const sent = await getOutbound(workspaceId, _id);
  if (sent) await deps.settle([sent]);
}
