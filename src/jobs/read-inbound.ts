import { type InboundMessage, listUnfinished } from "../db/inbound-messages.ts";
import type { Id, Stored } from "../db/model.ts";
import { type ReadDeps, readMessage } from "../flows/read-message.ts";
import { BATCH_SIZE, type Job } from "./job.ts";

/** Mails read side by side; those of one sender stay in their order, so that a thread is not opened twice. */
const LANES = 8;

/** Takes stored mails through their stages, oldest first; one that fails is tried again at the next tick. */
export function createReadInbound(deps: ReadDeps): Job {
  return {
    name: "read-inbound",
    everySeconds: 5,
    async run(signal) {
      const failed: Id[] = [];
      for (;;) {
        const mails = await listUnfinished(BATCH_SIZE, failed);
        if (mails.length === 0 || signal.aborted) return;
        const lanes = Object.values(Object.groupBy(mails, laneOf));
        await Promise.all(lanes.map((lane = []) => readLane(lane, signal, failed)));
      }
    },
  };

  async function readLane(mails: readonly Stored<InboundMessage>[], signal: AbortSignal, failed: Id[]) {
    for (const mail of mails) {
      if (signal.aborted) return;
      try {
        await readMessage(mail, deps);
      } catch (err) {
        failed.push(mail._id);
        deps.log.error({ err, inboundId: mail._id }, "mail not read");
      }
    }
  }
}

function laneOf({ from, mailboxId }: Stored<InboundMessage>): number {
  let sum = 0;
  for (const character of `${mailboxId}${from?.address}`) sum = (sum * 31 + character.charCodeAt(0)) % 65_521;
  return sum % LANES;
}
