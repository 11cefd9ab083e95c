import { type Move, moveRecipients } from "../db/campaign-recipients.ts";
import type { MailboxAccount } from "../db/mailboxes.ts";
import type { Stored } from "../db/model.ts";
import {
  type ClaimedMessage,
  type FinishedSend,
  finishSends,
  markTransmitting,
  postponeClaims,
} from "../db/outbound-claims.ts";
import { cancelOutbound } from "../db/outbound-messages.ts";
import { decideOutcome } from "../domain/send-outcome.ts";
import type { Clock } from "../platform/clock.ts";
import { groupCalls } from "../platform/group-calls.ts";
import type { MailSender, SendResult } from "../ports/mail-sender.ts";
import { checkAgain } from "./check-again.ts";
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

/**
 * Sends claimed messages, each at most once, in two steps. Safe to call twice: the claim token lets one caller through.
 *
 * A crash before `clear` has resolved loses nothing (the lease runs out, another worker takes them); after it, a
 * message becomes `unknown` and is looked up or asked about, never sent again blindly. So whoever clears a message
 * hands it over at once.
 */
export interface Sending {
  /** Of these messages, those that may leave now, durably marked as being transmitted. */
  clear(messages: readonly ClaimedMessage[]): Promise<ClaimedMessage[]>;
  handOver(message: ClaimedMessage, mailbox: Stored<MailboxAccount>, sender: MailSender): Promise<HandedOver>;
}

export function createSending(deps: SendDeps): Sending {
  // The small writes after hand-overs that end together go to the database together.
  const finish = groupCalls((sends: FinishedSend[]) => finishAndSettle(sends, deps));
  return {
    clear: (messages) => beginTransmissions(messages, deps),
    async handOver(message, mailbox, sender) {
      const result = await sender.send(deps.composeOutgoing(message, mailbox, deps.now()));
      const at = deps.now();
      const outcome = decideOutcome(result, message.attempt + 1, message.firstTriedAt ?? at, at);
      const providerMessageId = result.kind === "accepted" ? result.providerMessageId : undefined;
      return { result, settled: finish({ message, outcome, at, providerMessageId }) };
    },
  };
}

/** Checks again what may have changed since the claim, then marks what may go, durably. */
async function beginTransmissions(messages: readonly ClaimedMessage[], deps: SendDeps): Promise<ClaimedMessage[]> {
  const now = deps.now();
  const hindrances = await checkAgain(messages, { now, hashAddress: deps.hashAddress });
  const free: ClaimedMessage[] = [];
  const waits: { message: ClaimedMessage; until: Date }[] = [];
  for (const message of messages) {
    const hindrance = hindrances.get(message._id.toString());
    if (!hindrance) free.push(message);
    else if (hindrance.kind === "wait") waits.push({ message, until: hindrance.until });
    else if (hindrance.kind === "cancel")
      await cancelOutbound(message.workspaceId, { _id: message._id }, hindrance.reason);
  }
  await postpone(waits);
  const mine = await markTransmitting(free, now);
  return free.filter((message) => mine.has(message._id.toString()));
}

async function postpone(waits: readonly { message: ClaimedMessage; until: Date }[]): Promise<void> {
  await postponeClaims(waits);
  await moveRecipients(
    waits.flatMap(({ message: { workspaceId, campaignRecipientId: id, stepId }, until: nextActionAt }): Move[] => {
      const stays = { from: ["sending"], to: "sending", reason: "outside-window", set: { nextActionAt } } as const;
      return id ? [{ workspaceId, id, stepId, ...stays }] : [];
    }),
  );
}

async function finishAndSettle(sends: FinishedSend[], deps: SendDeps): Promise<undefined[]> {
  await deps.settle(await finishSends(sends));
  return sends.map(() => undefined);
}
