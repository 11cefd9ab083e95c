import type { ResourceOptions } from "adminjs";
import { type Permission, permits } from "../domain/roles.ts";
import type { Locale } from "../platform/texts.ts";
import type { AdminActions } from "./admin-actions.ts";
import { currentUser } from "./admin-user.ts";
import { buttonsOf, toRecordAction } from "./record-actions.ts";
import type { Table } from "./table.ts";
import { adminText } from "./words.ts";

const GROUP_ICONS = { campaigns: "Send", messages: "Mail", settings: "Settings" } as const;

/** How AdminJS shows one table, and to whom. What is not allowed here is refused on the server, not only hidden. */
export function resourceOptions(table: Table, locale: Locale, actions: AdminActions): ResourceOptions {
  const may = (permission: Permission) => () => permits(currentUser().role, permission);
  const read = { isAccessible: may(table.read) };
  const change = (permission: Permission) => ({ isAccessible: table.writing ? may(permission) : false });
  const buttons = buttonsOf(actions)[table.id] ?? [];
  return {
    id: table.id,
    navigation: { name: adminText(locale, `group-${table.group}`), icon: GROUP_ICONS[table.group] },
    titleProperty: table.title,
    listProperties: [...table.list],
    showProperties: [...table.show],
    filterProperties: [...table.filter],
    editProperties: [...(table.edit ?? [])],
    sort: { sortBy: table.sort.column, direction: table.sort.direction },
    actions: {
      list: read,
      search: read,
      show: read,
      new: change("editRecipients"),
      edit: change("editRecipients"),
      delete: { ...change("manageCampaigns"), guard: adminText(locale, "ask-delete") },
      bulkDelete: { isAccessible: false },
      ...Object.fromEntries(buttons.map((button) => [button.name, toRecordAction(button, locale)])),
    },
  };
}
