import type { Id } from "../db/model.ts";
import type { AdminUser } from "./admin-user.ts";

/** Done, or why not: in the actor's language, for a notice on the page. */
export type ActionOutcome = { ok: true } | { ok: false; message: string };

/** What the back-office may change. Each is a flow; the role was checked before, the workspace is the actor's own. */
export interface AdminActions {
  activateCampaign(workspaceId: Id, campaignId: Id, actor: AdminUser): Promise<ActionOutcome>;
  pauseCampaign(workspaceId: Id, campaignId: Id, actor: AdminUser): Promise<ActionOutcome>;
  resumeCampaign(workspaceId: Id, campaignId: Id, actor: AdminUser): Promise<ActionOutcome>;
  cancelOutbound(workspaceId: Id, outboundId: Id, actor: AdminUser): Promise<ActionOutcome>;
  /** `draftVersion` is the one the person saw: a yes is to one text and no other. */
  approveDraft(workspaceId: Id, outboundId: Id, draftVersion: number, actor: AdminUser): Promise<ActionOutcome>;
  refuseDraft(workspaceId: Id, outboundId: Id, draftVersion: number, actor: AdminUser): Promise<ActionOutcome>;
}
