import { z } from "zod";
import { APPROVAL_STATUSES, type Approval, ApprovalModel, getApproval } from "../../db/approvals.ts";
import type { Stored } from "../../db/model.ts";
import { getOutbound, type OutboundMessage } from "../../db/outbound-messages.ts";
import type { DecideDraft, DraftChoice, DraftOutcome } from "../../flows/decide-draft.ts";
import { listPage } from "./list.ts";
import { type ApiRequest, type ApiRoute, idOf, notFound, orNotFound, Problem, route } from "./route.ts";

export function createApprovalRoutes({ decideDraft }: { decideDraft: DecideDraft }): ApiRoute[] {
  return [
    route({
      method: "GET",
      path: "/approvals",
      summary: "Lists drafts that wait or waited for a person; `?status=pending` for those that wait.",
      permission: "read",
      async handle(request) {
        const { status } = request.query;
        if (status && !(APPROVAL_STATUSES as readonly string[]).includes(status)) {
          throw new Problem(400, `status: one of ${APPROVAL_STATUSES.join(", ")}`);
        }
        const { items, next } = await listPage(request, ApprovalModel, (row) => row, status ? { status } : {});
        return { items: await Promise.all((items as Stored<Approval>[]).map(present)), next };
      },
    }),
    route({
      method: "GET",
      path: "/approvals/:id",
      summary: "One draft and what was decided.",
      permission: "read",
      handle: async (request) => present(orNotFound(await getApproval(request.caller.workspaceId, idOf(request)))),
    }),
    route({
      method: "POST",
      path: "/approvals/:id/approve",
      summary: "Lets the draft go out.",
      permission: "decideApproval",
      handle: (request) => decide(request, (choice) => decideDraft.approve(choice)),
    }),
    route({
      method: "POST",
      path: "/approvals/:id/edit",
      summary: "Puts other words in. The draft still waits for a yes.",
      permission: "decideApproval",
      body: z.strictObject({ subject: z.string().min(1).max(998).optional(), text: z.string().min(1).max(200_000) }),
      handle: (request) =>
        decide(request, (choice, draft) =>
          decideDraft.edit(choice, { subject: request.body.subject ?? draft.subject, text: request.body.text }),
        ),
    }),
    route({
      method: "POST",
      path: "/approvals/:id/refuse",
      summary: "Ends the draft. The recipient stops, or with `skipOnly` goes on with the next step.",
      permission: "decideApproval",
      body: z
        .strictObject({ reason: z.string().max(500).default(""), skipOnly: z.boolean().default(false) })
        .prefault({}),
      handle: (request) =>
        decide(request, (choice) => decideDraft.refuse(choice, request.body.reason, request.body.skipOnly)),
    }),
  ];
}

async function decide(
  request: ApiRequest<unknown>,
  act: (choice: DraftChoice, draft: Stored<OutboundMessage>) => Promise<DraftOutcome>,
) {
  const { workspaceId, actor, name } = request.caller;
  const { outboundId } = orNotFound(await getApproval(workspaceId, idOf(request)));
  const draft = orNotFound(await getOutbound(workspaceId, outboundId));
  const { draftVersion } = draft;
  const outcome = await act({ workspaceId, outboundId, draftVersion, by: { name, actor } }, draft);
  switch (outcome.kind) {
    case "done":
      return await present(orNotFound(await getApproval(workspaceId, idOf(request))));
    case "already":
      throw new Problem(409, `The draft is ${outcome.status}`);
    case "changed":
      throw new Problem(409, "The draft was changed meanwhile: look at it again");
    case "notFound":
      throw notFound();
  }
}

async function present(approval: Stored<Approval>) {
  const { _id, workspaceId, outboundId, kind, status, expiresAt, decidedBy, decidedAt, reason } = approval;
  const draft = await getOutbound(workspaceId, outboundId);
  const decision = { decidedBy: decidedBy ?? null, decidedAt: decidedAt ?? null, reason };
  const mail = draft && {
    to: draft.to,
    subject: draft.subject,
    text: draft.text,
    draftVersion: draft.draftVersion,
    status: draft.status,
  };
  return { id: String(_id), kind, status, expiresAt, ...decision, outboundId: String(outboundId), draft: mail };
}
