import { listUnsettled } from "../db/outbound-messages.ts";
import { expireDrafts } from "../flows/expire-drafts.ts";
import { lookUpUnknown, type ResolveDeps } from "../flows/resolve-unknown.ts";
import { BATCH_SIZE, type Job } from "./job.ts";

/** A status that moved this long ago and was not followed: the process that moved it is gone. */
const UNSETTLED_AFTER_MS = 10_000;

/** Completes what crashes cut off, looks up hand-overs whose end is unknown, lets old drafts expire. */
export function createRepair(deps: ResolveDeps): Job {
  // The first run follows a start: what is unsettled then has most likely lost its process already.
  let settledAfterMs = 0;
  return {
    name: "repair",
    everySeconds: 15,
    async run() {
      await deps.settle(await listUnsettled(new Date(deps.now().getTime() - settledAfterMs), BATCH_SIZE));
      settledAfterMs = UNSETTLED_AFTER_MS;
      await lookUpUnknown(BATCH_SIZE, deps);
      await expireDrafts(BATCH_SIZE, deps);
    },
  };
}
