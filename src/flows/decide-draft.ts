import { recordAudit } from "../db/audit-entries.ts";
import type { Id } from "../db/model.ts";
import * as decisions from "../db/outbound-decisions.ts";
import { type Decision, getOutbound } from "../db/outbound-messages.ts";
import type { OutboundStatus } from "../domain/outbound-status.ts";
import type { Clock } from "../platform/clock.ts";
import type { SettleMessages } from "./settle-messages.ts";
import type { Wake } from "./wake.ts";

export interface DecideDeps {
  now: Clock;
  settle: SettleMessages;
  wake: Wake;
}

/** Which draft, as it was seen, and who decides: `name` is shown to people, `actor` goes to the audit trail. */
export interface DraftChoice {
  workspaceId: Id;
  outboundId: Id;
  draftVersion: number;
  by: { name: string; actor: string };
}

/**
 * - `done`: this call decided.
 * - `already`: somebody had, or the draft was stopped: `status` says how.
 * - `changed`: it reads differently now; look again.
 */
export type DraftOutcome =
  | { kind: "done" }
  | { kind: "already"; status: OutboundStatus }
  | { kind: "changed" }
  | { kind: "notFound" };

export type DecideDraft = ReturnType<typeof createDecideDraft>;

/**
 * The three answers to a draft. Deciding is one compare-and-set on the mail: a double tap, a replay and two people at
 * once have one effect. Cards, approval and recipient follow.
 */
export function createDecideDraft(deps: DecideDeps) {
  return {
    approve: (choice: DraftChoice) =>
      decide(choice, "approve", (decision) => decisions.approveDraft(...idsOf(choice), decision)),

    /** `skipOnly`: the recipient goes on with the next step; else they stop. */
    refuse: (choice: DraftChoice, reason = "", skipOnly = false) =>
      decide(choice, "refuse", (decision) =>
        decisions.endDraft(...idsOf(choice), "refused", { ...decision, reason, skipOnly }),
      ),

    /** Puts other words in; the draft still waits for a yes, to its next version. */
    edit: (choice: DraftChoice, words: { subject: string; text: string }) =>
      decide(choice, "edit", () => decisions.editDraft(...idsOf(choice), words)),
  };

  async function decide(
    choice: DraftChoice,
    action: "approve" | "refuse" | "edit",
    compareAndSet: (decision: Decision) => Promise<boolean>,
  ): Promise<DraftOutcome> {
    const { workspaceId, outboundId, draftVersion, by } = choice;
    const at = deps.now();
    const hasDecided = await compareAndSet({ by: by.name, at, reason: "", skipOnly: false });
    const message = await getOutbound(workspaceId, outboundId);
    if (!message) return { kind: "notFound" };
    if (!hasDecided) {
      const isWaiting = message.status === "awaitingApproval" && message.draftVersion !== draftVersion;
      return isWaiting ? { kind: "changed" } : { kind: "already", status: message.status };
    }
    await recordAudit({
      workspaceId,
      at,
      actor: by.actor,
      action: `draft.${action}`,
      target: `outbound:${outboundId}`,
    });
    await deps.settle([message]);
    if (action === "approve") deps.wake("send-queued");
    deps.wake("deliver-alerts");
    return { kind: "done" };
  }
}

function idsOf({ workspaceId, outboundId, draftVersion }: DraftChoice): [Id, Id, number] {
  return [workspaceId, outboundId, draftVersion];
}
