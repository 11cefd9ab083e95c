import type { Binary, BSONRegExp, Code, ObjectId, Timestamp } from "bson";
import { compareNumbers } from "./numbers.ts";
import { type Doc, rankOf } from "./values.ts";

/**
 * Compares two values of any types (manual: "Comparison/Sort Order"): first by class, then within it.
 * Missing (undefined) is below null; numbers compare by value whatever their types.
 */
export function compareValues(a: unknown, b: unknown): number {
  const rank = rankOf(a);
  const difference = rank - rankOf(b);
  if (difference !== 0) return difference < 0 ? -1 : 1;
  switch (rank) {
    case 10:
      return compareNumbers(a, b);
    case 15:
      return compareStrings(String(a), String(b));
    case 20:
      return compareDocs(a as Doc, b as Doc);
    case 25:
      return compareArrays(a as unknown[], b as unknown[]);
    case 30:
      return compareBinaries(a as Binary, b as Binary);
    case 35:
      return Math.sign(Buffer.compare((a as ObjectId).id, (b as ObjectId).id));
    case 40:
      return Number(a) - Number(b);
    case 45:
      return Math.sign((a as Date).getTime() - (b as Date).getTime());
    case 47:
      return compareUnsigned(a as Timestamp, b as Timestamp);
    case 50: {
      const [left, right] = [a as BSONRegExp, b as BSONRegExp];
      return compareStrings(left.pattern, right.pattern) || compareStrings(left.options, right.options);
    }
    case 60:
      return compareStrings(String((a as Code).code), String((b as Code).code));
    case 65: {
      const [left, right] = [a as Code, b as Code];
      return (
        compareStrings(String(left.code), String(right.code)) || compareDocs(left.scope as Doc, right.scope as Doc)
      );
    }
    default:
      return 0;
  }
}

export function equalValues(a: unknown, b: unknown): boolean {
  return compareValues(a, b) === 0;
}

/** By code point, as UTF-8 bytes compare; JavaScript's own order differs beyond U+FFFF. */
export function compareStrings(a: string, b: string): number {
  const size = Math.min(a.length, b.length);
  for (let i = 0; i < size; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left === right) continue;
    const surrogates = Number(left >= 0xd800 && left < 0xe000) - Number(right >= 0xd800 && right < 0xe000);
    // A surrogate stands for a code point above every single unit.
    return surrogates !== 0 ? surrogates : left < right ? -1 : 1;
  }
  return Math.sign(a.length - b.length);
}

/** Field by field: the class of the value, then the name, then the value; the shorter one is below. */
function compareDocs(a: Doc, b: Doc): number {
  const [keysA, keysB] = [Object.keys(a), Object.keys(b)];
  for (const [i, key] of keysA.entries()) {
    const other = keysB[i];
    if (other === undefined) return 1;
    const result =
      Math.sign(rankOf(a[key]) - rankOf(b[other])) || compareStrings(key, other) || compareValues(a[key], b[other]);
    if (result !== 0) return result;
  }
  return keysA.length < keysB.length ? -1 : 0;
}

function compareArrays(a: unknown[], b: unknown[]): number {
  for (const [i, value] of a.entries()) {
    if (i >= b.length) return 1;
    const result = compareValues(value, b[i]);
    if (result !== 0) return result;
  }
  return a.length < b.length ? -1 : 0;
}

function compareBinaries(a: Binary, b: Binary): number {
  const [left, right] = [a.buffer.subarray(0, a.position), b.buffer.subarray(0, b.position)];
  return Math.sign(left.length - right.length || a.sub_type - b.sub_type || Buffer.compare(left, right));
}

function compareUnsigned(a: Timestamp, b: Timestamp): number {
  const [left, right] = [BigInt.asUintN(64, a.toBigInt()), BigInt.asUintN(64, b.toBigInt())];
  return left < right ? -1 : left > right ? 1 : 0;
}
