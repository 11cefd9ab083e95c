import { APPROVAL_STATUSES, type Approval, ApprovalModel } from "../../db/approvals.ts";
import type { Id } from "../../db/model.ts";
import { OutboundMessageModel } from "../../db/outbound-messages.ts";
import { listUsers } from "../../db/users.ts";
import type { Table } from "../table.ts";
import { personText } from "../words.ts";

/** Drafts that wait for a yes, and who decided about those before. */
export const approvalTable: Table<Approval> = {
  id: "Approval",
  model: ApprovalModel,
  group: "campaigns",
  read: "read",
  title: "subject",
  sort: { column: "createdAt", direction: "desc" },
  loads: ["outboundId", "kind", "status", "expiresAt", "decidedBy", "decidedAt", "reason", "createdAt"],
  columns: [
    { name: "outbound", type: "reference", to: "OutboundMessage", path: "outboundId" },
    { name: "to", type: "text" },
    { name: "subject", type: "text" },
    { name: "text", type: "longText" },
    { name: "kind", type: "text", path: "kind", values: ["step", "rule"] },
    { name: "status", type: "text", path: "status", values: APPROVAL_STATUSES },
    { name: "expiresAt", type: "instant", path: "expiresAt" },
    { name: "decidedBy", type: "text" },
    { name: "decidedAt", type: "instant", path: "decidedAt" },
    { name: "reason", type: "text" },
    { name: "createdAt", type: "instant", path: "createdAt", sortPath: "_id" },
  ],
  list: ["outbound", "to", "kind", "status", "expiresAt", "decidedBy", "decidedAt"],
  show: [
    "outbound",
    "to",
    "subject",
    "text",
    "kind",
    "status",
    "createdAt",
    "expiresAt",
    "decidedBy",
    "decidedAt",
    "reason",
  ],
  filter: ["status", "kind", "expiresAt", "decidedAt"],
  present: async (docs, { workspaceId }) => {
    const [drafts, users] = await Promise.all([
      OutboundMessageModel.find({ workspaceId, _id: { $in: docs.map(({ outboundId }) => outboundId) } })
        .select("to subject text draftVersion")
        .lean<
          { _id: Id; to: { address: string; name: string }; subject: string; text: string; draftVersion: number }[]
        >(),
      listUsers(workspaceId),
    ]);
    const draftOf = new Map(drafts.map((draft) => [draft._id.toString(), draft]));
    const nameOf = new Map(users.map(({ _id, name, email }) => [`user:${_id}`, name || email]));
    return docs.map(({ outboundId, kind, status, expiresAt, decidedBy, decidedAt, reason, createdAt }) => {
      const draft = draftOf.get(outboundId.toString());
      return {
        ...{ outbound: outboundId, kind, status, expiresAt, decidedAt, reason, createdAt },
        to: draft && personText(draft.to.name, draft.to.address),
        subject: draft?.subject,
        text: draft?.text,
        draftVersion: draft?.draftVersion,
        decidedBy: decidedBy && (nameOf.get(decidedBy) ?? nameOf.get(`user:${decidedBy}`) ?? decidedBy),
      };
    });
  },
};
