import { listAllMailboxes, type MailboxAccount } from "../db/mailboxes.ts";
import type { Stored } from "../db/model.ts";
import { expireLeases } from "../db/outbound-claims.ts";
import { reconnectDelayMs } from "../domain/reconnect-back-off.ts";
import { type SendQueueDeps, sendQueue } from "../flows/send-queue.ts";
import type { Job } from "./job.ts";

/** Sends what is queued and due, of every mailbox side by side: a slow server holds up nobody else. */
export function createSendQueued(deps: SendQueueDeps): Job {
  // How often in a row a mailbox was out of reach, and when it is tried again: lost without harm.
  const backOff = new Map<string, { failures: number; retryAt: number }>();

  return {
    name: "send-queued",
    everySeconds: 5,
    async run(signal) {
      await expireLeases(deps.now());
      await Promise.all((await listAllMailboxes()).map((mailbox) => sendOf(mailbox, signal)));
    },
  };

  async function sendOf(mailbox: Stored<MailboxAccount>, signal: AbortSignal): Promise<void> {
    const id = mailbox._id.toString();
    const before = backOff.get(id);
    if (before && before.retryAt > deps.now().getTime()) return;
    try {
      const end = await sendQueue(mailbox, signal, deps);
      // Nothing to send says nothing of the server: it is still given its time.
      if (end === "sent") backOff.delete(id);
      if (end !== "unreachable") return;
      const failures = (before?.failures ?? 0) + 1;
      backOff.set(id, { failures, retryAt: deps.now().getTime() + reconnectDelayMs(failures, "unreachable") });
    } catch (err) {
      deps.log.error({ err, mailboxId: id }, "queue not sent");
    }
  }
}
