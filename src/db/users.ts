import { ROLES, type Role } from "../domain/roles.ts";
import type { Locale } from "../platform/texts.ts";
import { createSchema, type Id, insert, type Stored, workspaceField, workspaceModel } from "./model.ts";

/** A person who signs in. */
export interface User {
  workspaceId: Id;
  email: string;
  name: string;
  passwordHash: string;
  role: Role;
  locale: Locale;
  timeZone: string;
}

const schema = createSchema<User>({
  workspaceId: workspaceField,
  email: { type: String, required: true, lowercase: true, trim: true },
  name: { type: String, default: "" },
  passwordHash: { type: String, required: true },
  role: { type: String, enum: ROLES, required: true },
  locale: { type: String, enum: ["fr", "en"], required: true },
  timeZone: { type: String, required: true },
});
// One address signs in to one workspace.
schema.index({ email: 1 }, { unique: true });
schema.index({ workspaceId: 1, role: 1 });

export const UserModel = workspaceModel<User>("User", schema);

export function createUser(fields: User): Promise<Stored<User>> {
  return insert(UserModel, fields);
}

export function findUserForLogin(email: string): Promise<Stored<User> | null> {
  return UserModel.findOne({ email: email.trim().toLowerCase() })
    .setOptions({ allWorkspaces: "login: the address says which workspace" })
    .lean<Stored<User>>()
    .exec();
}

export function getUser(workspaceId: Id, id: Id): Promise<Stored<User> | null> {
  return UserModel.findOne({ workspaceId, _id: id }).lean<Stored<User>>().exec();
}

export function listUsers(workspaceId: Id): Promise<Stored<User>[]> {
  return UserModel.find({ workspaceId }).sort({ _id: 1 }).lean<Stored<User>[]>().exec();
}

export async function setPassword(workspaceId: Id, id: Id, passwordHash: string): Promise<void> {
  await UserModel.updateOne({ workspaceId, _id: id }, { passwordHash });
}
