import { expect, it } from "vitest";
import { type Permission, permits, ROLES } from "./roles.ts";

it.each<[Permission, string]>([
  ["read", "viewer agent manager owner"],
  ["decideApproval", "agent manager owner"],
  ["manageCampaigns", "manager owner"],
  ["manageUsers", "owner"],
])("lets the right roles %s", (permission, allowed) => {
  expect(ROLES.filter((role) => permits(role, permission)).join(" ")).toBe(allowed);
});
