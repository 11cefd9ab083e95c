import type { Model } from "mongoose";
import { type Id, type Stored, toId } from "../../db/model.ts";
import { type ApiRequest, Problem } from "./route.ts";

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

/** One page of a collection, newest first: `{items, next}`, `next` being the cursor of the page after it or null. */
export async function listPage<T>(
  { caller, query }: Pick<ApiRequest<unknown>, "caller" | "query">,
  model: Model<T>,
  present: (row: Stored<T>) => unknown,
  filter: Record<string, unknown> = {},
): Promise<{ items: unknown[]; next: string | null }> {
  const limit = readLimit(query["limit"]);
  const cursor = readCursor(query["cursor"]);
  const rows = await model
    .find({ ...filter, workspaceId: caller.workspaceId, ...(cursor && { _id: { $lt: cursor } }) } as never)
    .sort({ _id: -1 })
    .limit(limit + 1)
    .lean<Stored<T>[]>();
  const page = rows.slice(0, limit);
  return { items: page.map(present), next: rows.length > limit ? String(page.at(-1)?._id) : null };
}

export function readLimit(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new Problem(400, `limit: a whole number from 1 to ${MAX_LIMIT}`);
  }
  return limit;
}

export function readCursor(text: string | undefined): Id | undefined {
  if (!text) return undefined;
  const id = toId(text);
  if (!id) throw new Problem(400, "cursor: not one of ours");
  return id;
}
