import type { Doc } from "../bson/values.ts";

/** The new value of a field from its old one (undefined: missing). Returns `UNCHANGED` to leave it as it is. */
export type Modifier = (old: unknown, path: string, doc: Doc) => unknown;
export const UNCHANGED = Symbol("unchanged");
