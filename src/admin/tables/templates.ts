import { newestVersion, TEMPLATE_KINDS, type Template, TemplateModel } from "../../db/templates.ts";
import type { Table } from "../table.ts";

/** The newest version of every template. */
export const templateTable: Table<Template> = {
  id: "Template",
  model: TemplateModel,
  group: "campaigns",
  read: "read",
  title: "name",
  sort: { column: "name", direction: "asc" },
  loads: ["name", "kind", "locale", "versions", "updatedAt"],
  columns: [
    { name: "name", type: "text", path: "name" },
    { name: "kind", type: "text", path: "kind", values: TEMPLATE_KINDS },
    { name: "locale", type: "text", path: "locale" },
    { name: "subject", type: "text" },
    { name: "text", type: "longText" },
    { name: "version", type: "number" },
    { name: "updatedAt", type: "instant", path: "updatedAt" },
  ],
  list: ["name", "kind", "subject", "locale", "version", "updatedAt"],
  show: ["name", "kind", "locale", "version", "subject", "text", "updatedAt"],
  filter: ["name", "kind", "locale"],
  present: (docs, { isDetailed }) =>
    docs.map((doc) => {
      const { version, subject, text } = newestVersion(doc);
      const { name, kind, locale, updatedAt } = doc;
      return { name, kind, locale, updatedAt, version, subject, ...(isDetailed && { text }) };
    }),
};
