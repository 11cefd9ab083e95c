import { Resource } from "@adminjs/mongoose";
import { BaseRecord, type Filter, ValidationError } from "adminjs";
import type { Model } from "mongoose";
import { type Id, type Stored, toId } from "../db/model.ts";
import { type Locale, translate } from "../platform/texts.ts";
import { currentUser } from "./admin-user.ts";
import { ColumnProperty } from "./column-property.ts";
import { toCondition } from "./conditions.ts";
import { InvalidInput, type Row, type Table } from "./table.ts";

const MOST_ROWS = 500;
/** A list says how many rows it has up to here: counting on reads every one of them, at each look. */
const MOST_COUNTED = 5_000;

interface FindOptions {
  limit?: number;
  offset?: number;
  sort?: { sortBy?: string; direction?: "asc" | "desc" };
}

/**
 * One of our tables as AdminJS sees it. Every operation names the workspace of the signed-in user; filters and sorting
 * reach the table's columns only, so that nobody can feel their way to a secret by asking for it letter by letter.
 */
export class WorkspaceResource extends Resource {
  readonly table: Table;
  readonly #properties: ColumnProperty[];

  constructor(table: Table) {
    super(table.model as never);
    this.table = table;
    const columns = [{ name: "id", type: "text", path: "_id" } as const, ...table.columns];
    this.#properties = columns.map((column, position) => new ColumnProperty(column, position));
  }

  override id(): string {
    return this.table.id;
  }

  override properties(): never {
    return this.#properties as never;
  }

  override property(name: string): never {
    return (this.#properties.find((property) => property.name() === name) ?? null) as never;
  }

  override async count(filter: unknown): Promise<number> {
    return await this.#model().countDocuments(this.#conditions(filter as Filter), { limit: MOST_COUNTED });
  }

  override async find(filter: unknown, { limit, offset, sort }: FindOptions): Promise<BaseRecord[]> {
    const docs = await this.#model()
      .find(this.#conditions(filter as Filter))
      .select(this.table.loads.join(" "))
      .sort(this.#order(sort))
      .skip(toCount(offset, 0, Number.MAX_SAFE_INTEGER))
      .limit(toCount(limit, 20, MOST_ROWS) || MOST_ROWS)
      .lean<Stored<unknown>[]>();
    return this.#toRecords(docs, false);
  }

  override async findOne(id: string): Promise<never> {
    const [record] = await this.#load([id], true);
    return (record ?? null) as never;
  }

  override findMany(ids: unknown): Promise<BaseRecord[]> {
    return this.#load([ids].flat().slice(0, MOST_ROWS).map(String), false);
  }

  override build(params: Row): BaseRecord {
    return new BaseRecord(params, this);
  }

  override async create(params: Row): Promise<Row> {
    const { create } = this.#writing();
    return await orInvalid(async () => this.#reload(await create(currentUser().workspaceId, params)));
  }

  override async update(id: string, params: Row): Promise<Row> {
    const { update } = this.#writing();
    const known = knownId(id);
    return await orInvalid(async () => {
      await update(currentUser().workspaceId, known, params);
      return this.#reload(known);
    });
  }

  override async delete(id: string): Promise<never> {
    const { remove } = this.#writing();
    return (await orInvalid(() => remove(currentUser().workspaceId, knownId(id)))) as never;
  }

  async #load(ids: readonly string[], isDetailed: boolean): Promise<BaseRecord[]> {
    const { workspaceId } = currentUser();
    const known = ids.map(toId).filter((id) => id !== undefined);
    if (known.length === 0) return [];
    const docs = await this.#model()
      .find({ workspaceId, _id: { $in: known } })
      .select(this.table.loads.join(" "))
      .lean<Stored<unknown>[]>();
    return this.#toRecords(docs, isDetailed);
  }

  async #toRecords(docs: Stored<unknown>[], isDetailed: boolean): Promise<BaseRecord[]> {
    const { workspaceId, locale } = currentUser();
    const rows = await this.table.present(docs, { workspaceId, locale, isDetailed });
    // By way of JSON: AdminJS takes plain values, and ids and instants become text.
    return rows.map((row, at) => new BaseRecord(JSON.parse(JSON.stringify({ id: docs[at]?._id, ...row })), this));
  }

  async #reload(id: Id): Promise<Row> {
    const [record] = await this.#load([id.toString()], true);
    return record?.params ?? {};
  }

  #conditions(filter: Filter | null): Record<string, unknown> {
    const asked = Object.values(filter?.filters ?? {}).map(({ property, value }) =>
      property instanceof ColumnProperty ? toCondition(property.column, value) : {},
    );
    const all = [this.table.only ?? {}, ...asked].filter(isNotEmpty);
    return { workspaceId: currentUser().workspaceId, ...(all.length > 0 && { $and: all }) };
  }

  #order(sort: FindOptions["sort"]): Record<string, 1 | -1> {
    const find = (name: string | undefined) => this.#properties.find((property) => property.name() === name)?.column;
    const asked = find(sort?.sortBy);
    const isAsked = asked?.path !== undefined;
    const { path, sortPath } = (isAsked ? asked : find(this.table.sort.column)) ?? {};
    const direction = isAsked ? sort?.direction : this.table.sort.direction;
    return { [sortPath ?? path ?? "_id"]: direction === "desc" ? -1 : 1 };
  }

  #model(): Model<Record<string, unknown>> {
    return this.table.model as Model<Record<string, unknown>>;
  }

  #writing() {
    if (!this.table.writing) throw new Error(`${this.table.id} is not edited by hand`);
    return this.table.writing;
  }
}

function knownId(text: string): Id {
  const id = toId(text);
  if (!id) throw new Error("not an id");
  return id;
}

function toCount(value: unknown, otherwise: number, most: number): number {
  const count = Math.trunc(Number(value ?? otherwise));
  return Number.isFinite(count) && count >= 0 ? Math.min(count, most) : otherwise;
}

function isNotEmpty(condition: object): boolean {
  return Object.keys(condition).length > 0;
}

/** Turns what a person has to put right into what AdminJS shows beside the field. */
async function orInvalid<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw toValidationError(error, currentUser().locale);
  }
}

function toValidationError({ problems }: InvalidInput, locale: Locale): ValidationError {
  const messages = Object.entries(problems).map(([column, key]) => [column, { message: translate(locale, key) }]);
  const [first] = messages as [string, { message: string }][];
  return new ValidationError(Object.fromEntries(messages), { message: first?.[1].message ?? "" });
}
