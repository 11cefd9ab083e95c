import { BaseProperty, type PropertyType } from "adminjs";
import type { Column } from "./table.ts";

const TYPES = {
  text: "string",
  longText: "textarea",
  number: "number",
  instant: "datetime",
  reference: "reference",
} as const satisfies Record<Column["type"], PropertyType>;

/** A column of ours as AdminJS sees it. Made from the table, not from the schema: what no table names does not exist. */
export class ColumnProperty extends BaseProperty {
  readonly column: Column;

  constructor(column: Column, position: number) {
    super({
      path: column.name,
      type: TYPES[column.type],
      isId: column.name === "id",
      position,
      isSortable: column.path !== undefined && column.type !== "reference",
    });
    this.column = column;
  }

  override availableValues(): string[] | null {
    return this.column.values ? [...this.column.values] : null;
  }

  override reference(): string | null {
    return this.column.to ?? null;
  }

  override isRequired(): boolean {
    return this.column.required ?? false;
  }

  override isTitle(): boolean {
    return false; // the table says which
  }
}
