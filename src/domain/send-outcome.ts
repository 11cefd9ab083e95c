/** What a hand-over came to, as `ports/mail-sender` says it. */
export interface HandOver {
  kind: "accepted" | "deferred" | "rejected" | "unreachable" | "unknown";
  reply: string;
}

export type SendOutcome =
  | { status: "sent" | "failed" | "unknown"; reason: string }
  | { status: "queued"; reason: string; dueAt: Date };

/** After this age a mail that servers keep putting off is given up: people no longer expect it. RFC 5321 (4.5.4.1): 4-5 days. */
export const GIVE_UP_AFTER_MS = 3 * 86_400_000;

const FIRST_RETRY_MS = 60_000;
const LONGEST_RETRY_MS = 4 * 3_600_000;
// A server that is out of reach is no fault of the mail, which must not wait the longer for it: the mailbox is given time.
const UNREACHABLE_RETRY_MS = 5_000;

/** The row's next status after one hand-over. `attempt` counts from 1. */
export function decideOutcome(result: HandOver, attempt: number, firstTriedAt: Date, now: Date): SendOutcome {
  const reason = result.reply;
  switch (result.kind) {
    case "accepted":
      return { status: "sent", reason };
    case "rejected":
      return { status: "failed", reason };
    case "unknown":
      return { status: "unknown", reason };
    case "deferred":
    case "unreachable": {
      if (now.getTime() - firstTriedAt.getTime() > GIVE_UP_AFTER_MS) return { status: "failed", reason };
      const deferredMs = Math.min(FIRST_RETRY_MS * 2 ** Math.min(attempt - 1, 12), LONGEST_RETRY_MS);
      const waitMs = result.kind === "deferred" ? deferredMs : UNREACHABLE_RETRY_MS;
      return { status: "queued", reason, dueAt: new Date(now.getTime() + waitMs) };
    }
  }
}
