import { type Model, model, Schema, Types } from "mongoose";
import { bindToWorkspace } from "./workspace-plugin.ts";

export type Id = Types.ObjectId;

/** A stored document as operations return it: plain values, no mongoose methods. */
export type Stored<T> = T & { _id: Id; createdAt: Date; updatedAt: Date };

/** The field that ties a document to its firm. */
export const workspaceField = { type: Schema.Types.ObjectId, ref: "Workspace", required: true } as const;

/** A reference to a document of another collection. */
export const ref = (name: string) => ({ type: Schema.Types.ObjectId, ref: name });

/** Embedded values without an `_id` of their own. */
export const embedded = <T>(definition: Record<string, unknown>) =>
  new Schema<T>(definition, { _id: false, strict: "throw" });

/** A schema of ours: unknown fields throw, times are kept. */
export function createSchema<T>(definition: Record<string, unknown>): Schema<T> {
  return new Schema<T>(definition, { timestamps: true, strict: "throw", minimize: false });
}

/** A collection whose every document belongs to a workspace, and whose every operation must say which. */
export function workspaceModel<T>(name: string, schema: Schema<T>): Model<T> {
  schema.plugin(bindToWorkspace);
  return model<T>(name, schema);
}

/** The id in a text, or undefined where the text is none: strangers' ids lead nowhere. */
export function toId(text: string): Id | undefined {
  return /^[0-9a-f]{24}$/i.test(text) ? new Types.ObjectId(text) : undefined;
}

/** A fresh id, or the one in a text of ours. */
export const newId = (text?: string): Id => new Types.ObjectId(text);

/** True for MongoDB's duplicate key error (code 11000). */
export function isDuplicateKey(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === 11000;
}

/** Creates one document and returns it as stored. */
export async function insert<T>(target: Model<T>, fields: T): Promise<Stored<T>> {
  return (await target.create(fields)).toObject() as unknown as Stored<T>;
}
