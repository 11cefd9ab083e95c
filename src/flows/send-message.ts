import { listIdsInState } from "../db/campaign-recipients.ts";
import { listIdsNotSending } from "../db/campaigns.ts";
import type { MailboxAccount } from "../db/mailboxes.ts";
import type { Stored } from "../db/model.ts";
import { type ClaimedMessage, type FinishedSend, finishSends, markTransmitting } from "../db/outbound-claims.ts";
import { cancelOutbound } from "../db/outbound-messages.ts";
import { listSuppressed } from "../db/suppressions.ts";
import { decideOutcome } from "../domain/send-outcome.ts";
import type { Clock } from "../platform/clock.ts";
import { groupCalls } from "../platform/group-calls.ts";
import type { MailSender, SendResult } from "../ports/mail-sender.ts";
import type { ComposeOutgoing } from "./compose-outgoing.ts";
import type { HashAddress } from "./hash-address.ts";
import type { SettleMessages } from "./settle-messages.ts";

export interface SendDeps {
  now: Clock;
  hashAddress: HashAddress;
  composeOutgoing: ComposeOutgoing;
  settle: SettleMessages;
}

/** What came of a hand-over; `settled` resolves once it is written down, with all that follows from it. */
export interface HandedOver {
  result: SendResult;
  settled: Promise<void>;
}

/** `undefined` when the mail did not leave: it was stopped, or another worker holds it. */
export type SendClaimedMessage = (
  message: ClaimedMessage,
  mailbox: Stored<MailboxAccount>,
  sender: MailSender,
) => Promise<HandedOver | undefined>;

/**
 * Sends one claimed message at most once. Safe to call twice: the claim token lets one caller through.
 *
 * A crash before `markTransmitting` loses nothing (the lease runs out, another worker takes it); after it, the
 * message becomes `unknown` and is looked up or asked about, never sent again blindly. The small writes of mails
 * that are in flight together go to the database together.
 */
export function createSendMessage(deps: SendDeps): SendClaimedMessage {
  const begin = groupCalls((messages: ClaimedMessage[]) => beginTransmissions(messages, deps));
  const finish = groupCalls((sends: FinishedSend[]) => finishAndSettle(sends, deps));

  return async (message, mailbox, sender) => {
    if (!(await begin(message))) return undefined;
    const result = await sender.send(deps.composeOutgoing(message, mailbox, deps.now()));
    const at = deps.now();
    const outcome = decideOutcome(result, message.attempt + 1, message.firstTriedAt ?? at, at);
    const providerMessageId = result.kind === "accepted" ? result.providerMessageId : undefined;
    return { result, settled: finish({ message, outcome, at, providerMessageId }) };
  };
}

/** Checks again what may have changed since the claim, then marks what may go, durably. */
async function beginTransmissions(messages: ClaimedMessage[], deps: SendDeps): Promise<boolean[]> {
  const stops = await reasonsNotToSend(messages, deps);
  const free: ClaimedMessage[] = [];
  for (const message of messages) {
    const reason = stops.get(message._id.toString());
    if (reason === undefined) free.push(message);
    else if (reason !== "paused") await cancelOutbound(message.workspaceId, { _id: message._id }, reason);
  }
  const mine = await markTransmitting(free, deps.now());
  return messages.map((message) => mine.has(message._id.toString()));
}

/** By id, why a mail must not leave: answered, opted out, suppressed. A pause only puts it off. */
async function reasonsNotToSend(messages: ClaimedMessage[], deps: SendDeps): Promise<Map<string, string>> {
  const reasons = new Map<string, string>();
  const pausedIds = listIdsNotSending();
  for (const group of Object.values(Object.groupBy(messages, (message) => message.workspaceId.toString()))) {
    const [first] = group ?? [];
    if (!first || !group) continue;
    const steps = group.flatMap((message) =>
      message.stepId !== undefined && message.campaignRecipientId ? [message.campaignRecipientId] : [],
    );
    const hashes = new Map(group.map(({ to }) => [to.address, deps.hashAddress(to.address)]));
    const [sending, suppressed, paused] = await Promise.all([
      listIdsInState(first.workspaceId, steps, "sending"),
      listSuppressed(first.workspaceId, [...hashes.values()]),
      pausedIds,
    ]);
    for (const message of group) {
      const id = message._id.toString();
      const isStep = message.stepId !== undefined && message.campaignRecipientId !== undefined;
      if (isStep && !sending.has(String(message.campaignRecipientId))) reasons.set(id, "recipient-moved-on");
      if (suppressed.has(hashes.get(message.to.address) ?? "")) reasons.set(id, "suppressed");
      if (paused.some((campaignId) => campaignId.equals(message.campaignId))) reasons.set(id, "paused");
    }
  }
  return reasons;
}

async function finishAndSettle(sends: FinishedSend[], deps: SendDeps): Promise<undefined[]> {
  await deps.settle(await finishSends(sends));
  return sends.map(() => undefined);
}
