import type { Action, ActionRequest, BaseRecord, RecordActionResponse } from "adminjs";
import { type Id, toId } from "../db/model.ts";
import { CANCELLABLE_STATUSES } from "../domain/outbound-status.ts";
import { type Permission, permits } from "../domain/roles.ts";
import type { Locale } from "../platform/texts.ts";
import type { ActionOutcome, AdminActions } from "./admin-actions.ts";
import { type AdminUser, currentUser } from "./admin-user.ts";
import type { TableId } from "./table.ts";
import { adminText } from "./words.ts";

/** A button on a record: who may press it, when it makes sense, and the flow behind it. */
interface Button {
  name: string;
  icon: string;
  needs: Permission;
  /** Of the row's status. */
  when: readonly string[];
  variant: "primary" | "danger" | "default";
  press(target: Target, actor: AdminUser): Promise<ActionOutcome>;
}

interface Target {
  workspaceId: Id;
  id: Id;
  /** The draft as the person saw it. */
  draftVersion: number;
}

/** The buttons of each table. What they change goes through the flows, as it does from chat and API. */
export function buttonsOf(actions: AdminActions): Partial<Record<TableId, Button[]>> {
  const campaign = { needs: "manageCampaigns", variant: "primary" } as const;
  const draft = { needs: "decideApproval" } as const;
  return {
    Campaign: [
      {
        ...{ ...campaign, name: "activate", icon: "Play", when: ["draft"] },
        press: ({ workspaceId, id }, actor) => actions.activateCampaign(workspaceId, id, actor),
      },
      {
        ...{ ...campaign, name: "pause", icon: "Pause", when: ["active"], variant: "default" },
        press: ({ workspaceId, id }, actor) => actions.pauseCampaign(workspaceId, id, actor),
      },
      {
        ...{ ...campaign, name: "resume", icon: "Play", when: ["paused"] },
        press: ({ workspaceId, id }, actor) => actions.resumeCampaign(workspaceId, id, actor),
      },
    ],
    OutboundMessage: [
      ...draftButtons(["awaitingApproval"]),
      {
        ...{ ...draft, name: "cancel", icon: "XCircle", when: CANCELLABLE_STATUSES, variant: "danger" },
        press: ({ workspaceId, id }, actor) => actions.cancelOutbound(workspaceId, id, actor),
      },
    ],
    Approval: draftButtons(["pending"]),
  };

  function draftButtons(when: readonly string[]): Button[] {
    return [
      {
        ...{ ...draft, name: "approve", icon: "Check", when, variant: "primary" },
        press: ({ workspaceId, id, draftVersion }, actor) => actions.approveDraft(workspaceId, id, draftVersion, actor),
      },
      {
        ...{ ...draft, name: "refuse", icon: "X", when, variant: "danger" },
        press: ({ workspaceId, id, draftVersion }, actor) => actions.refuseDraft(workspaceId, id, draftVersion, actor),
      },
    ];
  }
}

/** A button as AdminJS takes it. */
export function toRecordAction(button: Button, locale: Locale): Partial<Action<RecordActionResponse>> {
  const mayPress = (record: BaseRecord | undefined) =>
    permits(currentUser().role, button.needs) && record !== undefined;
  return {
    actionType: "record",
    icon: button.icon,
    variant: button.variant,
    component: false,
    guard: adminText(locale, `ask-${button.name}`),
    isAccessible: ({ record }) => mayPress(record),
    isVisible: ({ record }) => mayPress(record) && button.when.includes(String(record?.param("status"))),
    handler: async (request, _response, { record, resource, currentAdmin }) => {
      if (!record) throw new Error(`${button.name} needs a record`);
      const say = (message: string, type: "success" | "error") => ({
        record: record.toJSON(currentAdmin),
        notice: { message, type },
      });
      // AdminJS takes any action by GET too: a link must not be able to do what a button does.
      if (request.method !== "post") return say(adminText(locale, "only-by-button"), "error");
      const target = toTarget(request, record);
      if (!target) return say(adminText(locale, "draft-changed"), "error");
      const outcome = await button.press(target, currentUser());
      if (!outcome.ok) return say(outcome.message, "error");
      const fresh = (await resource.findOne(record.id())) ?? record;
      const notice = { message: adminText(locale, `done-${button.name}`), type: "success" as const };
      return { record: fresh.toJSON(currentAdmin), notice };
    },
  };
}

/** What is meant; undefined when the draft is no longer the one that the page showed. */
function toTarget({ query }: ActionRequest, record: BaseRecord): Target | undefined {
  const id = toId(String(record.param("outbound") ?? record.id()));
  const seen = query?.["draftVersion"];
  const draftVersion = Number(record.param("draftVersion") ?? 0);
  if (!id || (seen !== undefined && Number(seen) !== draftVersion)) return undefined;
  return { workspaceId: currentUser().workspaceId, id, draftVersion };
}
