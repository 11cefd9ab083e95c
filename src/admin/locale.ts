import type { Locale as AdminLocale } from "adminjs";
import type { Locale } from "../platform/texts.ts";
import type { Table } from "./table.ts";
import { adminText, textName, valueText } from "./words.ts";

/** AdminJS's own words: by section, each is the text `admin-ui-<name>`. `{{count}}` and the like are its arguments. */
const OWN_WORDS = {
  actions: ["new", "edit", "show", "delete", "list", "activate", "pause", "resume", "cancel", "approve", "refuse"],
  buttons: [
    "chat",
    "save",
    "filter",
    "filterActive",
    "applyChanges",
    "resetFilter",
    "logout",
    "createFirstRecord",
    "cancel",
    "confirm",
  ],
  labels: ["confirm", "navigation", "pages", "filters", "dashboard", "selectedRecords"],
  properties: ["from", "to"],
  messages: [
    "successfullyDeleted",
    "successfullyUpdated",
    "successfullyCreated",
    "thereWereValidationErrors",
    "forbiddenError",
    "anyForbiddenError",
    "errorFetchingRecords",
    "errorFetchingRecord",
    "error404Resource",
    "error404Action",
    "error404Record",
    "seeConsoleForMore",
    "noRecordsInResource",
    "noRecords",
    "pageNotFound_title",
    "pageNotFound_subtitle",
  ],
} as const;

type Section = Record<string, unknown>;
type Words = Record<keyof typeof OWN_WORDS | "resources", Section>;

const ARGUMENTS = { count: "{{count}}", selected: "{{selected}}" };

/** Everything AdminJS says, in one language, from our texts. */
export function adminLocale(locale: Locale, tables: readonly Table[]): AdminLocale {
  const own = Object.entries(OWN_WORDS).map(([section, names]) => [
    section,
    Object.fromEntries(
      names.map((name) => [name, adminText(locale, `ui-${textName(name.replace("_", "-"))}`, ARGUMENTS)]),
    ),
  ]);
  const words: Words = { ...Object.fromEntries(own), resources: {} };
  for (const { id, group, columns } of tables) {
    const groupName = adminText(locale, `group-${group}`);
    const tableName = adminText(locale, `table-${textName(id)}`);
    Object.assign(words.labels, { [id]: tableName, [groupName]: groupName });
    const properties: Record<string, string> = {};
    for (const { name, values } of columns) {
      properties[name] = adminText(locale, `column-${textName(name)}`);
      if (!values) continue;
      const labels = Object.fromEntries(values.map((value) => [value, valueText(locale, value)]));
      words.labels[name] = { ...(words.labels[name] as object), ...labels };
    }
    words.resources[id] = { properties, actions: { list: tableName } };
  }
  return { language: locale, availableLanguages: [locale], translations: { [locale]: words as never } };
}
