import { linkChat } from "../db/chat-links.ts";
import type { Stored } from "../db/model.ts";
import { createUser, listUsers, type User } from "../db/users.ts";
import { createWorkspace, findFirstWorkspace, type Workspace } from "../db/workspaces.ts";
import type { Role } from "../domain/roles.ts";
import { hashPassword } from "../platform/passwords.ts";
import type { Locale } from "../platform/texts.ts";
import { randomToken } from "../platform/tokens.ts";

export interface FirstRunSettings {
  adminEmail: string | undefined;
  adminPassword: string | undefined;
  locale: Locale;
  timeZone: string;
}

const DEFAULT_OWNER = "owner@relance.local";

/**
 * Makes sure that somebody can sign in. `password` is given only when it was generated just now: it is shown once and
 * kept as a hash. Safe to repeat: an owner who is there stays as they are.
 */
export async function ensureFirstOwner(
  settings: FirstRunSettings,
): Promise<{ workspace: Stored<Workspace>; owner: Stored<User>; password: string | undefined }> {
  const { adminEmail = DEFAULT_OWNER, adminPassword, locale, timeZone } = settings;
  const workspace = (await findFirstWorkspace()) ?? (await createWorkspace({ name: "Relance", locale, timeZone }));
  const known = (await listUsers(workspace._id)).find(({ role }) => role === "owner");
  if (known) {
    await linkWebChat(known);
    return { workspace, owner: known, password: undefined };
  }
  const password = adminPassword ?? randomToken().slice(0, 12);
  const owner = await addUser(workspace, { email: adminEmail, role: "owner", password, name: "" });
  return { workspace, owner, password: adminPassword ? undefined : password };
}

/** Adds a user with a web chat of their own. @throws a duplicate key error when the address signs in already. */
export async function addUser(
  workspace: Stored<Workspace>,
  fields: { email: string; name: string; role: Role; password: string },
): Promise<Stored<User>> {
  const { password, ...rest } = fields;
  const { _id: workspaceId, locale, timeZone } = workspace;
  const user = await createUser({ ...rest, workspaceId, passwordHash: await hashPassword(password), locale, timeZone });
  await linkWebChat(user);
  return user;
}

/** The chat page is a chat like any other, linked from the first day. */
async function linkWebChat({ workspaceId, _id, locale }: Stored<User>): Promise<void> {
  await linkChat({ workspaceId, userId: _id, channel: "web", chatId: _id.toString(), locale });
}
