import type { Model } from "mongoose";
import type { Id, Stored } from "../db/model.ts";
import type { Permission } from "../domain/roles.ts";
import type { Locale } from "../platform/texts.ts";

/** One value of a row. */
export interface Column {
  name: string;
  type: "text" | "longText" | "number" | "instant" | "reference";
  /** Where the database keeps it. Unset: worked out for showing, so neither sorted nor filtered. */
  path?: string;
  /** What to sort by instead, where an index has the same order: a list must not sort a whole collection. */
  sortPath?: string;
  /** The only values there are; their labels are the texts `admin-value-...`. */
  values?: readonly string[];
  /** Of a reference: the table it leads to. */
  to?: TableId;
  /** Of a column over several paths: what a search for `words` looks for. */
  search?: readonly string[];
  required?: boolean;
}

export type TableId =
  | "Campaign"
  | "CampaignRecipient"
  | "Recipient"
  | "Template"
  | "OutboundMessage"
  | "InboundMessage"
  | "Approval"
  | "MessageEvent"
  | "MailboxAccount"
  | "User";

/** What a row shows, by column. References are ids; the rest is shown as it stands. */
export type Row = Record<string, unknown>;

/** For whom rows are shown, and how closely. */
export interface View {
  workspaceId: Id;
  locale: Locale;
  /** True for a record's own page, false in lists: what is dear to work out is left out there. */
  isDetailed: boolean;
}

/** How rows of a table are changed; only where no flow has to follow. Throws `InvalidInput`. */
export interface Writing {
  create(workspaceId: Id, input: Row): Promise<Id>;
  update(workspaceId: Id, id: Id, input: Row): Promise<void>;
  remove(workspaceId: Id, id: Id): Promise<void>;
}

/** One table of the back-office: which fields of a collection are seen, and how. Nothing else is ever loaded. */
export interface Table<T = unknown> {
  id: TableId;
  model: Model<T>;
  group: "campaigns" | "messages" | "settings";
  /** Who may read it. */
  read: Permission;
  columns: readonly Column[];
  /** The column that names a row wherever it is referred to. */
  title: string;
  list: readonly string[];
  show: readonly string[];
  filter: readonly string[];
  edit?: readonly string[];
  sort: { column: string; direction: "asc" | "desc" };
  /** The fields that `present` reads. */
  loads: readonly (keyof Stored<T> & string)[];
  /** Rows left out of the list. */
  only?: Record<string, unknown>;
  present(docs: Stored<T>[], view: View): Row[] | Promise<Row[]>;
  writing?: Writing;
}

/** Input that a person has to put right: by column, the key of the text that says how. */
export class InvalidInput extends Error {
  readonly problems: Record<string, string>;

  constructor(problems: Record<string, string>) {
    super(`invalid input: ${Object.keys(problems).join(", ")}`);
    this.problems = problems;
  }
}
