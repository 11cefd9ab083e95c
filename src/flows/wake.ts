/** The jobs that others may wake before their next tick. */
export type WakeableJob = "watch-mailboxes" | "plan-due-steps" | "send-queued" | "read-inbound" | "deliver-alerts";

/** Has a job run now in this process; lost without harm, since every job ticks by itself. */
export type Wake = (job: WakeableJob) => void;
