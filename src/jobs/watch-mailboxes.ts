import { listAllMailboxes } from "../db/mailboxes.ts";
import { type WatchDeps, watchMailbox } from "../flows/watch-mailbox.ts";
import type { Job } from "./job.ts";

/** Sees to it that every mailbox that can be read is being watched by this process; a new one joins at the next tick. */
export function createWatchMailboxes(deps: WatchDeps): Job & { stopped(): Promise<void> } {
  const watches = new Map<string, Promise<void>>();
  return {
    name: "watch-mailboxes",
    everySeconds: 5,
    async run(signal) {
      for (const mailbox of await listAllMailboxes()) {
        const id = mailbox._id.toString();
        if (signal.aborted || watches.has(id) || (mailbox.provider === "smtp" && !mailbox.imap)) continue;
        const watch = watchMailbox(mailbox, signal, deps)
          .catch((err) => deps.log.error({ err, mailboxId: id }, "watch ended"))
          .finally(() => watches.delete(id));
        watches.set(id, watch);
      }
    },
    async stopped() {
      await Promise.all(watches.values());
    },
  };
}
