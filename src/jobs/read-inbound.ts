import { listUnfinished } from "../db/inbound-messages.ts";
import { type ReadDeps, readMessage } from "../flows/read-message.ts";
import { BATCH_SIZE, type Job } from "./job.ts";

/** Takes stored mails through their stages, oldest first; one that fails is tried again at the next tick. */
export function createReadInbound(deps: ReadDeps): Job {
  return {
    name: "read-inbound",
    everySeconds: 5,
    async run(signal) {
      const failed = new Set<string>();
      for (;;) {
        const mails = (await listUnfinished(BATCH_SIZE)).filter(({ _id }) => !failed.has(_id.toString()));
        if (mails.length === 0) return;
        for (const mail of mails) {
          if (signal.aborted) return;
          try {
            await readMessage(mail, deps);
          } catch (err) {
            failed.add(mail._id.toString());
            deps.log.error({ err, inboundId: mail._id }, "mail not read");
          }
        }
      }
    },
  };
}
