import { model } from "mongoose";
import type { Locale } from "../platform/texts.ts";
import { createSchema, type Id, insert, type Stored } from "./model.ts";

/** One firm: everything else belongs to one. */
export interface Workspace {
  name: string;
  locale: Locale;
  timeZone: string;
}

const schema = createSchema<Workspace>({
  name: { type: String, required: true },
  locale: { type: String, enum: ["fr", "en"], required: true },
  timeZone: { type: String, required: true },
});

export const WorkspaceModel = model<Workspace>("Workspace", schema);

export function createWorkspace(fields: Workspace): Promise<Stored<Workspace>> {
  return insert(WorkspaceModel, fields);
}

/** The oldest workspace: the one that an instance makes for its first owner. */
export function findFirstWorkspace(): Promise<Stored<Workspace> | null> {
  return WorkspaceModel.findOne().sort({ _id: 1 }).lean<Stored<Workspace>>().exec();
}

export function getWorkspace(id: Id): Promise<Stored<Workspace> | null> {
  return WorkspaceModel.findById(id).lean<Stored<Workspace>>().exec();
}
