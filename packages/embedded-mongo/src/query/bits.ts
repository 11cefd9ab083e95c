import { Binary } from "bson";
import { toBigInt } from "../bson/numbers.ts";
import { bsonType, isNumber, TYPE, toDouble, toWhole } from "../bson/values.ts";
import { refuse } from "../errors.ts";

/** `$bitsAllSet` and its sisters (manual: "Bitwise Query Operators"): whole numbers in two's complement, and binaries. */
export function parseBits(name: string, mask: unknown): (value: unknown) => boolean {
  const positions = positionsOf(name, mask);
  const wantSet = name.endsWith("Set");
  const all = name.startsWith("$bitsAll");
  return (value) => {
    const bitAt = bitReader(value);
    if (!bitAt) return false;
    const matches = (position: number) => bitAt(position) === wantSet;
    return all ? positions.every(matches) : positions.some(matches);
  };
}

function positionsOf(name: string, mask: unknown): number[] {
  if (Array.isArray(mask)) {
    return mask.map((item) => {
      const position = toWhole(item);
      return position !== undefined && position >= 0 ? position : refuse(2, `bit positions must be >= 0 in ${name}`);
    });
  }
  if (isNumber(mask) && (toDouble(mask) ?? -1) < 0) refuse(9, `${name} needs a mask that is not negative`);
  const bitAt =
    bitReader(mask) ?? refuse(2, `${name} takes an Array, a number, or a BinData but received: ${typeof mask}`);
  const size = mask instanceof Binary ? mask.position * 8 : 64;
  return Array.from({ length: size }, (_, position) => position).filter(bitAt);
}

function bitReader(value: unknown): ((position: number) => boolean) | undefined {
  if (value instanceof Binary) {
    return (position) => (((value.buffer[position >> 3] ?? 0) >> (position & 7)) & 1) === 1;
  }
  const number = toDouble(value);
  if (number === undefined || !Number.isInteger(number) || bsonType(value) === TYPE.decimal) return undefined;
  if (Math.abs(number) > 2 ** 63) return undefined;
  const bits = toBigInt(value, "A bit test");
  return (position) => ((bits >> BigInt(Math.min(position, 63))) & 1n) === 1n;
}
