import { toId } from "../db/model.ts";
import type { Column } from "./table.ts";

type Condition = Record<string, unknown>;

/** Nothing has this id: a filter that makes no sense finds nothing, rather than everything. */
const NOTHING = { _id: null };
const MAX_SEARCH_CHARS = 200;

/** What a filter on `column` asks of the database. `value` comes from the address bar and may be anything. */
export function toCondition(column: Column, value: unknown): Condition {
  const { path, type, values, search } = column;
  if (search)
    return typeof value === "string" ? { $or: search.map((field) => ({ [field]: contains(value) })) } : NOTHING;
  if (!path) return NOTHING; // worked out for showing: the database does not know it
  if (type === "instant") return { [path]: between(value) };
  if (typeof value !== "string") return NOTHING;
  if (values) return values.includes(value) ? { [path]: value } : NOTHING;
  if (type === "reference") return { [path]: toId(value) ?? null };
  if (type === "number") return Number.isFinite(Number(value)) ? { [path]: Number(value) } : NOTHING;
  return { [path]: contains(value) };
}

function contains(words: string): Condition {
  return { $regex: words.slice(0, MAX_SEARCH_CHARS).replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"), $options: "i" };
}

function between(value: unknown): Condition {
  const { from, to } = Object(value) as { from?: unknown; to?: unknown };
  const after = toInstant(from);
  const before = toInstant(to);
  return { $exists: true, ...(after && { $gte: after }), ...(before && { $lte: before }) };
}

function toInstant(text: unknown): Date | undefined {
  const instant = new Date(typeof text === "string" ? text : Number.NaN);
  return Number.isNaN(instant.getTime()) ? undefined : instant;
}
