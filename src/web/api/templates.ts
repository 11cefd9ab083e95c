import { z } from "zod";
import type { Stored } from "../../db/model.ts";
import { toId } from "../../db/model.ts";
import { getRecipient } from "../../db/recipients.ts";
import {
  addTemplateVersion,
  createTemplate,
  getTemplate,
  newestVersion,
  TEMPLATE_KINDS,
  type Template,
  TemplateModel,
} from "../../db/templates.ts";
import { mergeValues } from "../../domain/merge-values.ts";
import { findTemplateFault, listMergeFields, renderTemplate } from "../../domain/render-template.ts";
import { listPage } from "./list.ts";
import { type ApiRoute, idOf, notFound, orNotFound, Problem, route } from "./route.ts";

const content = {
  subject: z.string().max(998).default(""),
  text: z.string().min(1).max(200_000),
  html: z.string().max(500_000).optional(),
};
const newTemplate = z.strictObject({
  name: z.string().trim().min(1).max(200),
  kind: z.enum(TEMPLATE_KINDS).default("first"),
  locale: z.string().max(16).default("fr"),
  ...content,
});

export function createTemplateRoutes(deps: { now(): Date }): ApiRoute[] {
  return [
    route({
      method: "POST",
      path: "/templates",
      summary:
        "Adds a template. One that is broken is kept as a draft: `fault` says why no campaign can start with it.",
      permission: "manageCampaigns",
      body: newTemplate,
      status: 201,
      async handle({ caller, body: { name, kind, locale, ...text } }) {
        const { workspaceId } = caller;
        return present(await createTemplate({ workspaceId, name, kind, locale }, text, deps.now()));
      },
    }),
    route({
      method: "GET",
      path: "/templates",
      summary: "Lists the templates, each with its newest version.",
      permission: "read",
      handle: (request) => listPage(request, TemplateModel, present),
    }),
    route({
      method: "GET",
      path: "/templates/:id",
      summary: "One template with its newest version.",
      permission: "read",
      handle: async (request) => present(orNotFound(await getTemplate(request.caller.workspaceId, idOf(request)))),
    }),
    route({
      method: "POST",
      path: "/templates/:id/versions",
      summary: "Adds a version; those before stay as they were.",
      permission: "manageCampaigns",
      body: z.strictObject(content),
      status: 201,
      async handle(request) {
        const { workspaceId } = request.caller;
        const template = orNotFound(await getTemplate(workspaceId, idOf(request)));
        const { version } = newestVersion(template);
        const added = await addTemplateVersion(workspaceId, template._id, version, request.body, deps.now());
        if (!added) throw new Problem(409, "Somebody else changed this template meanwhile: look at it again");
        return present(orNotFound(await getTemplate(workspaceId, template._id)));
      },
    }),
    route({
      method: "POST",
      path: "/templates/:id/preview",
      summary: "The mail one recipient would get, or which merge fields have no value for them.",
      permission: "read",
      body: z.strictObject({ recipientId: z.string() }),
      async handle(request) {
        const { workspaceId } = request.caller;
        const template = orNotFound(await getTemplate(workspaceId, idOf(request)));
        const recipientId = toId(request.body.recipientId);
        const recipient = recipientId && (await getRecipient(workspaceId, recipientId));
        if (!recipient) throw notFound();
        return renderTemplate(newestVersion(template), mergeValues(recipient, undefined));
      },
    }),
  ];
}

function present(template: Stored<Template>) {
  const { _id, name, kind, locale } = template;
  const { version, subject, text, html } = newestVersion(template);
  const fault = findTemplateFault({ subject, text, html });
  const mergeFields = fault ? [] : listMergeFields({ subject, text, html });
  return {
    id: String(_id),
    name,
    kind,
    locale,
    version,
    subject,
    text,
    html: html ?? null,
    mergeFields,
    fault: fault ?? null,
  };
}
