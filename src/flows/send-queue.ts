import { listIdsNotSending } from "../db/campaigns.ts";
import { type MailboxAccount, markHealth, reserveSends, returnSends } from "../db/mailboxes.ts";
import type { Stored } from "../db/model.ts";
import { type ClaimedMessage, claimBatch, LEASE_MS, releaseClaims, renewLeases } from "../db/outbound-claims.ts";
import type { Clock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import { randomToken } from "../platform/tokens.ts";
import type { MailSender } from "../ports/mail-sender.ts";
import type { RaiseAlert } from "./raise-alert.ts";
import type { Sending } from "./send-message.ts";

export interface SendQueueDeps {
  now: Clock;
  log: Log;
  senderFor(mailbox: Stored<MailboxAccount>): MailSender;
  sending: Sending;
  raiseAlert: RaiseAlert;
}

/** Why the queue was left: `sent` when mails were handed over, `idle` when nothing could be. */
export type SendQueueEnd = "sent" | "idle" | "unreachable";

const BATCH_SIZE = 200;
/**
 * Mails of one mailbox between their last check and the server's word: as many as a sender has connections. A mail
 * that only waits for a connection must not count as transmitting, since a crash would leave its end unknown.
 */
const IN_FLIGHT = 5;

/** Empties one mailbox's queue in batches until nothing is due, a limit is reached, or its server is out of reach. */
export async function sendQueue(
  mailbox: Stored<MailboxAccount>,
  signal: AbortSignal,
  deps: SendQueueDeps,
): Promise<SendQueueEnd> {
  const sender = await openSender(mailbox, deps);
  if (!sender) return "unreachable";
  let end: SendQueueEnd = "idle";
  while (!signal.aborted) {
    const reservedAt = deps.now();
    const { granted } = await reserveSends(mailbox, BATCH_SIZE, reservedAt);
    if (granted === 0) return end;
    const { workspaceId, _id: mailboxId } = mailbox;
    const claim = { workspaceId, mailboxId, notCampaignIds: await listIdsNotSending(), claimToken: randomToken() };
    const batch = await claimBatch({ ...claim, limit: granted }, deps.now());
    const { handedOver, unreachable, faultCount } = await sendBatch(sender, batch, claim.claimToken);
    await returnSends(mailbox, granted - handedOver, reservedAt);
    if (unreachable !== undefined) {
      await noteUnreachable(mailbox, unreachable, deps);
      return "unreachable";
    }
    if (handedOver > 0) {
      end = "sent";
      await noteReachable(mailbox, deps);
    }
    // After a fault of ours the next tick goes on: at once it would only happen again.
    if (batch.length === 0 || faultCount > 0) return end;
  }
  return end;

  async function sendBatch(sender: MailSender, batch: readonly ClaimedMessage[], claimToken: string) {
    let handedOver = 0;
    let faultCount = 0;
    let unreachable: string | undefined;
    const settling: Promise<void>[] = [];
    const heartbeat = setInterval(() => {
      renewLeases(claimToken, deps.now()).catch((err) => deps.log.error({ err }, "lease not renewed"));
    }, LEASE_MS / 4);

    // Cleared a few at a time, and what is cleared is handed over whatever happens.
    async function* cleared(): AsyncGenerator<ClaimedMessage> {
      for (let at = 0; at < batch.length && !signal.aborted && unreachable === undefined; at += IN_FLIGHT) {
        const messages = batch.slice(at, at + IN_FLIGHT);
        try {
          yield* await deps.sending.clear(messages);
        } catch (err) {
          logFault(err, messages);
        }
      }
    }
    const queue = cleared();

    async function worker(): Promise<void> {
      for (;;) {
        const { value: message, done } = await queue.next();
        if (done) return;
        try {
          const { result, settled } = await deps.sending.handOver(message, mailbox, sender);
          settling.push(settled.catch((err) => logFault(err, [message])));
          if (result.kind === "unreachable") unreachable = result.reply;
          else handedOver++;
        } catch (err) {
          logFault(err, [message]);
        }
      }
    }
    try {
      await Promise.all(Array.from({ length: Math.min(IN_FLIGHT, batch.length) }, worker));
      await Promise.all(settling);
    } finally {
      clearInterval(heartbeat);
      if (batch.length > 0) await releaseClaims(claimToken);
    }
    return { handedOver, unreachable, faultCount };

    /** One mail's fault must not stop the rest; its lease runs out and it is looked at again. */
    function logFault(err: unknown, messages: readonly ClaimedMessage[]): void {
      faultCount++;
      deps.log.error({ err, outboundIds: messages.map(({ _id }) => _id) }, "send failed");
    }
  }
}

/** Undefined when the mailbox's own settings do not open, such as a password whose key is gone: it is marked so. */
async function openSender(mailbox: Stored<MailboxAccount>, deps: SendQueueDeps): Promise<MailSender | undefined> {
  try {
    return deps.senderFor(mailbox);
  } catch (error) {
    await noteUnreachable(mailbox, error instanceof Error ? error.message : String(error), deps);
    return undefined;
  }
}

async function noteUnreachable(mailbox: Stored<MailboxAccount>, reason: string, deps: SendQueueDeps): Promise<void> {
  const now = deps.now();
  const { workspaceId, _id: mailboxId } = mailbox;
  if (!(await markHealth(mailbox, "sending", "unreachable", reason, now))) return;
  const key = `mailboxDown:${mailboxId}:sending:${now.toISOString()}`;
  await deps.raiseAlert({ workspaceId, key, kind: "mailboxDown", mailboxId, text: reason });
}

async function noteReachable(mailbox: Stored<MailboxAccount>, deps: SendQueueDeps): Promise<void> {
  if (mailbox.health.sending.state === "ok") return;
  await markHealth(mailbox, "sending", "ok", "", deps.now());
}
