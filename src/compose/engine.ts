import type { MailboxAccount } from "../db/mailboxes.ts";
import type { Stored } from "../db/model.ts";
import type { ComposeOutgoing } from "../flows/compose-outgoing.ts";
import { createDecideDraft, type DecideDraft } from "../flows/decide-draft.ts";
import type { HashAddress } from "../flows/hash-address.ts";
import { createRaiseAlert, type RaiseAlert } from "../flows/raise-alert.ts";
import { decideUnknown } from "../flows/resolve-unknown.ts";
import { createSending } from "../flows/send-message.ts";
import { createSettleMessages, type SettleMessages } from "../flows/settle-messages.ts";
import type { Wake } from "../flows/wake.ts";
import { createDeliverAlerts } from "../jobs/deliver-alerts.ts";
import type { Job } from "../jobs/job.ts";
import { createPlanDueSteps } from "../jobs/plan-due-steps.ts";
import { createReadInbound } from "../jobs/read-inbound.ts";
import { createRepair } from "../jobs/repair.ts";
import { createSendQueued } from "../jobs/send-queued.ts";
import { createWatchMailboxes } from "../jobs/watch-mailboxes.ts";
import type { Clock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import type { ChannelName, ChatChannel } from "../ports/chat-channel.ts";
import type { Classifier } from "../ports/classifier.ts";
import type { ParseMail } from "../ports/mail-parser.ts";
import type { MailReader } from "../ports/mail-reader.ts";
import type { MailSender } from "../ports/mail-sender.ts";

/** Everything the engine meets the world through. */
export interface EngineDeps {
  now: Clock;
  log: Log;
  wake: Wake;
  senderFor(mailbox: Stored<MailboxAccount>): MailSender;
  readerFor(mailbox: Stored<MailboxAccount>): MailReader;
  parse: ParseMail;
  classifier: Classifier;
  hashAddress: HashAddress;
  composeOutgoing: ComposeOutgoing;
  channels: ReadonlyMap<ChannelName, ChatChannel>;
  pollSeconds: number;
}

export interface Engine {
  jobs: { [name in "plan" | "send" | "read" | "alert" | "repair" | "watch"]: Job };
  settle: SettleMessages;
  raiseAlert: RaiseAlert;
  decideDraft: DecideDraft;
  decideUnknown(choice: Parameters<typeof decideUnknown>[0]): Promise<boolean>;
  /** Resolves when no mailbox is being watched any more. */
  watchesEnded(): Promise<void>;
}

/** Hands every flow and job what it needs. Starts nothing. */
export function createEngine(world: EngineDeps): Engine {
  const raiseAlert = createRaiseAlert(world);
  const settle = createSettleMessages({ ...world, raiseAlert });
  const deps = { ...world, raiseAlert, settle };
  const watch = createWatchMailboxes(deps);
  return {
    jobs: {
      plan: createPlanDueSteps(deps),
      send: createSendQueued({ ...deps, sending: createSending(deps) }),
      read: createReadInbound(deps),
      alert: createDeliverAlerts(deps),
      repair: createRepair(deps),
      watch,
    },
    settle,
    raiseAlert,
    decideDraft: createDecideDraft(deps),
    decideUnknown: (choice) => decideUnknown(choice, deps),
    watchesEnded: () => watch.stopped(),
  };
}
