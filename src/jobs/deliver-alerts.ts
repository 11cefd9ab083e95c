import { type DeliverDeps, deliverAlerts } from "../flows/deliver-alerts.ts";
import { BATCH_SIZE, type Job } from "./job.ts";

/** Sends alerts to the chats, and draws cards anew whose subject has changed. */
export function createDeliverAlerts(deps: DeliverDeps): Job {
  return { name: "deliver-alerts", everySeconds: 5, run: () => deliverAlerts(BATCH_SIZE, deps) };
}
