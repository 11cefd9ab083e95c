import { AsyncLocalStorage } from "node:async_hooks";
import type { Id } from "../db/model.ts";
import type { Role } from "../domain/roles.ts";
import type { Locale } from "../platform/texts.ts";

/** The signed-in person in whose name the back-office works. */
export interface AdminUser {
  id: string;
  workspaceId: Id;
  role: Role;
  locale: Locale;
  name: string;
  email: string;
}

const current = new AsyncLocalStorage<AdminUser>();

/** Runs `work` in the name of `user`. AdminJS drops the context it gets on the way, so it is kept beside it. */
export function runAs(user: AdminUser, work: () => void): void {
  current.run(user, work);
}

/** Whose request this is. Nothing of the back-office runs without one. */
export function currentUser(): AdminUser {
  const user = current.getStore();
  if (!user) throw new Error("the back-office was asked in nobody's name");
  return user;
}
