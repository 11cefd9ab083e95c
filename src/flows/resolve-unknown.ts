import { redrawAlerts } from "../db/alerts.ts";
import { recordAudit } from "../db/audit-entries.ts";
import { getMailbox, type MailboxAccount } from "../db/mailboxes.ts";
import type { Id, Stored } from "../db/model.ts";
import { listUnknown, resolveUnknown } from "../db/outbound-decisions.ts";
import { getOutbound, type OutboundMessage } from "../db/outbound-messages.ts";
import type { Clock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import type { MailReader } from "../ports/mail-reader.ts";
import type { SettleMessages } from "./settle-messages.ts";
import type { Wake } from "./wake.ts";

export interface ResolveDeps {
  now: Clock;
  log: Log;
  readerFor(mailbox: Stored<MailboxAccount>): MailReader;
  settle: SettleMessages;
  wake: Wake;
}

/** A copy lies in the folder of sent mail at once or never. */
const LOOK_UP_MS = 3_600_000;

/** Looks in the folder of sent mail for hand-overs whose end nobody knows; what is not found there waits for a person. */
export async function lookUpUnknown(limit: number, deps: ResolveDeps): Promise<void> {
  const since = new Date(deps.now().getTime() - LOOK_UP_MS);
  for (const message of await listUnknown(since, limit)) {
    const mailbox = await getMailbox(message.workspaceId, message.mailboxId);
    if (!mailbox) continue;
    try {
      const found = await deps.readerFor(mailbox).findSent(message.messageId);
      if (found === "found") await conclude(message, "sent", "found in the folder of sent mail", deps);
    } catch (err) {
      deps.log.warn({ err, outboundId: message._id }, "sent folder not searched");
    }
  }
}

/** A person says what became of an interrupted hand-over. False when it was settled already. */
export async function decideUnknown(
  choice: { workspaceId: Id; outboundId: Id; to: "sent" | "queued" | "failed"; by: { name: string; actor: string } },
  deps: Pick<ResolveDeps, "now" | "settle" | "wake">,
): Promise<boolean> {
  const { workspaceId, outboundId, to, by } = choice;
  const message = await getOutbound(workspaceId, outboundId);
  if (!message || !(await conclude(message, to, by.name, deps))) return false;
  await recordAudit({
    workspaceId,
    at: deps.now(),
    actor: by.actor,
    action: `unknown.${to}`,
    target: `outbound:${outboundId}`,
  });
  if (to === "queued") deps.wake("send-queued");
  return true;
}

async function conclude(
  message: Stored<OutboundMessage>,
  to: "sent" | "queued" | "failed",
  reason: string,
  deps: Pick<ResolveDeps, "now" | "settle" | "wake">,
): Promise<boolean> {
  const { workspaceId, _id } = message;
  if (!(await resolveUnknown(workspaceId, _id, to, reason, deps.now()))) return false;
  const resolved = await getOutbound(workspaceId, _id);
  if (resolved) await deps.settle([resolved]);
  await redrawAlerts(workspaceId, { outboundId: _id });
  deps.wake("deliver-alerts");
  return true;
}
