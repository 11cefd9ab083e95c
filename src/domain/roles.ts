export const ROLES = ["viewer", "agent", "manager", "owner"] as const;
export type Role = (typeof ROLES)[number];

/** What the program lets people do, by the least role that may. Anyone above may too. */
const LEAST_ROLE = {
  read: "viewer",
  answer: "agent",
  decideApproval: "agent",
  editRecipients: "agent",
  manageCampaigns: "manager",
  manageMailboxes: "manager",
  manageUsers: "owner",
} as const satisfies Record<string, Role>;

export type Permission = keyof typeof LEAST_ROLE;

/** True when `role` may do `permission`. */
export function permits(role: Role, permission: Permission): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(LEAST_ROLE[permission]);
}
