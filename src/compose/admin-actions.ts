import type { ActionOutcome, AdminActions } from "../admin/admin-actions.ts";
import type { AdminUser } from "../admin/admin-user.ts";
import { recordAudit } from "../db/audit-entries.ts";
import type { Id } from "../db/model.ts";
import { cancelOutbound, getOutbound } from "../db/outbound-messages.ts";
import type { DraftOutcome } from "../flows/decide-draft.ts";
import { type ChangeResult, changeCampaign } from "../flows/manage-campaign.ts";
import type { Wake } from "../flows/wake.ts";
import type { Clock } from "../platform/clock.ts";
import { type Locale, translate } from "../platform/texts.ts";
import type { Engine } from "./engine.ts";

/** What the back-office may change, over the flows; outcomes in the actor's own language. */
export function createAdminActions(
  deps: Pick<Engine, "decideDraft" | "settle"> & { now: Clock; wake: Wake },
): AdminActions {
  const change = async (workspaceId: Id, id: Id, to: "active" | "paused", user: AdminUser) =>
    describeChange(await changeCampaign({ workspaceId, id, to, actor: actorOf(user) }, deps), user.locale);
  const choose = (workspaceId: Id, outboundId: Id, draftVersion: number, user: AdminUser) => {
    const by = { name: user.name || user.email, actor: actorOf(user) };
    return { workspaceId, outboundId, draftVersion, by };
  };
  return {
    activateCampaign: (workspaceId, id, user) => change(workspaceId, id, "active", user),
    pauseCampaign: (workspaceId, id, user) => change(workspaceId, id, "paused", user),
    resumeCampaign: (workspaceId, id, user) => change(workspaceId, id, "active", user),
    async approveDraft(workspaceId, outboundId, draftVersion, user) {
      const choice = choose(workspaceId, outboundId, draftVersion, user);
      return describeDecision(await deps.decideDraft.approve(choice), user.locale);
    },
    async refuseDraft(workspaceId, outboundId, draftVersion, user) {
      const choice = choose(workspaceId, outboundId, draftVersion, user);
      return describeDecision(await deps.decideDraft.refuse(choice), user.locale);
    },
    async cancelOutbound(workspaceId, outboundId, user) {
      const count = await cancelOutbound(workspaceId, { _id: outboundId }, "manual");
      const message = await getOutbound(workspaceId, outboundId);
      if (count === 0 || !message) return { ok: false, message: translate(user.locale, "toast-already") };
      await deps.settle([message]);
      const target = `outbound:${outboundId}`;
      await recordAudit({ workspaceId, at: deps.now(), actor: actorOf(user), action: "outbound.cancel", target });
      deps.wake("deliver-alerts");
      return { ok: true };
    },
  };
}

const actorOf = (user: AdminUser): string => `user:${user.id}`;

function describeChange(result: ChangeResult, locale: Locale): ActionOutcome {
  switch (result.kind) {
    case "done":
      return { ok: true };
    case "notFound":
      return { ok: false, message: translate(locale, "press-unknown") };
    case "wrongStatus":
      return { ok: false, message: translate(locale, `campaign-${result.status}`) };
    case "faulty": {
      const faults = result.faults.map(({ key, detail }) => translate(locale, `fault-${key}`, { detail }));
      return { ok: false, message: faults.join(" · ") };
    }
  }
}

function describeDecision(outcome: DraftOutcome, locale: Locale): ActionOutcome {
  switch (outcome.kind) {
    case "done":
      return { ok: true };
    case "already": {
      const status = translate(locale, `outbound-${outcome.status.toLowerCase()}`);
      return { ok: false, message: translate(locale, "toast-already-as", { status }) };
    }
    case "changed":
      return { ok: false, message: translate(locale, "toast-changed") };
    case "notFound":
      return { ok: false, message: translate(locale, "press-unknown") };
  }
}
