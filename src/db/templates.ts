import { createSchema, embedded, type Id, insert, type Stored, workspaceField, workspaceModel } from "./model.ts";

export const TEMPLATE_KINDS = ["first", "followUp", "refusal", "acceptance", "autoReply", "transactional"] as const;

/** One state of a template. Never changed once stored. */
export interface TemplateVersion {
  version: number;
  subject: string;
  text: string;
  html?: string | undefined;
  createdAt: Date;
}

/** A mail with merge fields. The newest version is the one that is sent. */
export interface Template {
  workspaceId: Id;
  name: string;
  kind: (typeof TEMPLATE_KINDS)[number];
  locale: string;
  versions: TemplateVersion[];
}

const schema = createSchema<Template>({
  workspaceId: workspaceField,
  name: { type: String, required: true },
  kind: { type: String, enum: TEMPLATE_KINDS, required: true },
  locale: { type: String, required: true },
  versions: [
    embedded<TemplateVersion>({
      version: { type: Number, required: true },
      subject: { type: String, default: "" },
      text: { type: String, required: true },
      html: String,
      createdAt: { type: Date, required: true },
    }),
  ],
});
schema.index({ workspaceId: 1, name: 1 });

export const TemplateModel = workspaceModel<Template>("Template", schema);

export type TemplateContent = Pick<TemplateVersion, "subject" | "text" | "html">;

export function createTemplate(
  fields: Omit<Template, "versions">,
  content: TemplateContent,
  now: Date,
): Promise<Stored<Template>> {
  return insert(TemplateModel, { ...fields, versions: [{ version: 1, ...content, createdAt: now }] });
}

/** Adds a version; the ones before stay as they were. False when somebody else added one since `after`. */
export async function addTemplateVersion(
  workspaceId: Id,
  id: Id,
  after: number,
  content: TemplateContent,
  now: Date,
): Promise<boolean> {
  const added = await TemplateModel.updateOne(
    { workspaceId, _id: id, versions: { $size: after } },
    { $push: { versions: { version: after + 1, ...content, createdAt: now } } },
  );
  return added.modifiedCount > 0;
}

export function getTemplate(workspaceId: Id, id: Id): Promise<Stored<Template> | null> {
  return TemplateModel.findOne({ workspaceId, _id: id }).lean<Stored<Template>>().exec();
}

/** The version that is sent now. */
export function newestVersion(template: Template): TemplateVersion {
  const newest = template.versions.at(-1);
  if (!newest) throw new Error("a template has at least one version");
  return newest;
}
