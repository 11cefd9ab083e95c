import { type User, UserModel } from "../../db/users.ts";
import { ROLES } from "../../domain/roles.ts";
import type { Table } from "../table.ts";

/** Who signs in. The hash of a password is never loaded. */
export const userTable: Table<User> = {
  id: "User",
  model: UserModel,
  group: "settings",
  read: "manageUsers",
  title: "email",
  sort: { column: "email", direction: "asc" },
  loads: ["email", "name", "role", "locale", "timeZone", "createdAt"],
  columns: [
    { name: "email", type: "text", path: "email" },
    { name: "name", type: "text", path: "name" },
    { name: "role", type: "text", path: "role", values: ROLES },
    { name: "locale", type: "text", path: "locale" },
    { name: "timeZone", type: "text", path: "timeZone" },
    { name: "createdAt", type: "instant", path: "createdAt" },
  ],
  list: ["email", "name", "role", "locale", "timeZone", "createdAt"],
  show: ["email", "name", "role", "locale", "timeZone", "createdAt"],
  filter: ["email", "name", "role"],
  present: (docs) =>
    docs.map(({ email, name, role, locale, timeZone, createdAt }) => ({
      email,
      name,
      role,
      locale,
      timeZone,
      createdAt,
    })),
};
