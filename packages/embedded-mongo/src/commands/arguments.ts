import { type Doc, isDoc, isNumber, toWhole, typeName } from "../bson/values.ts";
import { notBuilt, refuse } from "../errors.ts";

/** Fields that every command may carry (manual: "Database Commands", common fields). */
const COMMON = new Set([
  "$db",
  "lsid",
  "$readPreference",
  "$clusterTime",
  "apiVersion",
  "apiStrict",
  "apiDeprecationErrors",
  "readConcern",
  "writeConcern",
  "comment",
  "maxTimeMS",
  "txnNumber",
  "$audit",
  "$client",
  "$configServerState",
  "maxTimeMSOpOnly",
]);

/** @throws CommandError 40415 for an option that the command does not know: it must not be ignored */
export function checkOptions(name: string, body: Doc, known: string[]): void {
  if (Object.hasOwn(body, "startTransaction") || Object.hasOwn(body, "autocommit")) {
    refuse(20, "Transaction numbers are only allowed on a replica set member or mongos");
  }
  for (const key of Object.keys(body)) {
    if (key !== name && !COMMON.has(key) && !known.includes(key))
      refuse(40415, `BSON field '${name}.${key}' is an unknown field.`);
  }
}

export function stringArgument(body: Doc, key: string): string {
  const value = body[key];
  if (typeof value !== "string")
    refuse(key === Object.keys(body)[0] ? 73 : 14, `'${key}' must be a string, not ${typeName(value)}`);
  return value;
}

export function docArgument(body: Doc, key: string, fallback?: Doc): Doc {
  const value = body[key];
  if (isDoc(value)) return value;
  if ((value === undefined || value === null) && fallback) return fallback;
  return refuse(14, `BSON field '${key}' is the wrong type '${typeName(value)}', expected type 'object'`);
}

export function listArgument(body: Doc, key: string): unknown[] {
  const value = body[key];
  if (value === undefined) refuse(40414, `BSON field '${Object.keys(body)[0]}.${key}' is missing but a required field`);
  return Array.isArray(value)
    ? value
    : refuse(14, `BSON field '${key}' is the wrong type '${typeName(value)}', expected type 'array'`);
}

/** A whole number that is not negative. */
export function countArgument(body: Doc, key: string, fallback: number): number {
  const value = body[key];
  if (value === undefined || value === null) return fallback;
  if (!isNumber(value)) refuse(14, `BSON field '${key}' is the wrong type '${typeName(value)}', expected a number`);
  const number = toWhole(value);
  if (number === undefined || number < 0)
    refuse(51024, `BSON field '${key}' value must be >= 0, actual value '${String(value)}'`);
  return number;
}

export function flagArgument(body: Doc, key: string, fallback = false): boolean {
  const value = body[key];
  if (value === undefined || value === null) return fallback;
  if (isNumber(value)) return toWhole(value) !== 0;
  return typeof value === "boolean"
    ? value
    : refuse(14, `BSON field '${key}' is the wrong type '${typeName(value)}', expected type 'bool'`);
}

/** Only the simple collation is built. */
export function checkCollation(body: Doc): void {
  const collation = body["collation"];
  if (collation === undefined) return;
  if (!isDoc(collation) || collation["locale"] !== "simple") notBuilt("A collation other than 'simple'");
}
