import { listOfRecipient } from "../db/campaign-recipients.ts";
import { joinConversation } from "../db/conversations.ts";
import { advanceStage, type InboundMessage } from "../db/inbound-messages.ts";
import { findMailboxByAddress } from "../db/mailboxes.ts";
import type { Id, Stored } from "../db/model.ts";
import { resolveUnknown } from "../db/outbound-decisions.ts";
import { findByMessageIds, getOutbound, type OutboundMessage } from "../db/outbound-messages.ts";
import { findRecipientByEmail } from "../db/recipients.ts";
import { LIVE_STATES, type RecipientState } from "../domain/campaign.ts";
import type { ParsedMail } from "../domain/parsed-mail.ts";
import { bareSubject } from "../domain/thread.ts";
import type { Clock } from "../platform/clock.ts";
import type { SettleMessages } from "./settle-messages.ts";

export interface ThreadDeps {
  now: Clock;
  settle: SettleMessages;
}

type Inbound = Stored<InboundMessage>;

const LIVE: readonly RecipientState[] = LIVE_STATES;

/** Finds what a mail belongs to: the mail of ours that it answers, its campaign, its recipient, its conversation. */
export async function threadMessage(stored: Inbound, mail: ParsedMail, deps: ThreadDeps): Promise<Inbound> {
  const { workspaceId, mailboxId } = stored;
  const address = mail.from?.address ?? "";
  const [cited] = await findByMessageIds(workspaceId, stored.referenceIds);
  if (await isOurOwn(stored, address, cited, deps)) {
    await advanceStage(stored, "stored", "acted", {});
    return { ...stored, stage: "acted" };
  }
  if (cited) await confirmArrival(cited, deps);
  const recipientId = cited?.recipientId ?? (await findRecipientByEmail(workspaceId, address))?._id;
  const answered = cited ?? (recipientId && (await findNewestTo(workspaceId, recipientId)));
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

/**
 * A copy of what we sent ourselves (a Sent folder, a Bcc) is no answer; it proves that an open hand-over arrived. Nor is
 * what the user wrote by hand in the thread, unless they are their own correspondent.
 */
async function isOurOwn(
  { workspaceId, messageId }: Inbound,
  address: string,
  cited: Stored<OutboundMessage> | undefined,
  deps: ThreadDeps,
): Promise<boolean> {
  if (address === "" || !(await findMailboxByAddress(workspaceId, address))) return false;
  const [copied] = messageId ? await findByMessageIds(workspaceId, [messageId]) : [];
  if (!copied) return cited !== undefined && cited.to.address !== address;
  await confirmArrival(copied, deps);
  return true;
}

/** A person who writes anew, citing nothing, answers what we are still writing to them: the newest of it. */
async function findNewestTo(workspaceId: Id, recipientId: Id): Promise<Stored<OutboundMessage> | undefined> {
  const rows = (await listOfRecipient(workspaceId, recipientId)).filter(({ state }) => LIVE.includes(state));
  const [newest] = rows.toSorted((a, b) => (b.lastSentAt?.getTime() ?? 0) - (a.lastSentAt?.getTime() ?? 0));
  return newest?.lastMessageId ? (await findByMessageIds(workspaceId, [newest.lastMessageId]))[0] : undefined;
}

/** Somebody cites a mail whose hand-over was interrupted: it did arrive. */
async function confirmArrival(message: Stored<OutboundMessage>, deps: ThreadDeps): Promise<void> {
  const { workspaceId, _id } = message;
  if (message.status !== "unknown") return;
  await resolveUnknown(workspaceId, _id, "sent", "cited by a mail received", deps.now());
  const sent = await getOutbound(workspaceId, _id);
  if (sent) await deps.settle([sent]);
}
