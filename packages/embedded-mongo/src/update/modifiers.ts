import { Int32, Long, Timestamp } from "bson";
import { compareValues } from "../bson/compare.ts";
import { describe } from "../bson/describe.ts";
import { type Arithmetic, calculate } from "../bson/numbers.ts";
import { bsonType, isDoc, isNumber, TYPE, toNumeric, typeName } from "../bson/values.ts";
import { refuse } from "../errors.ts";
import { addToSet, pop, pull, pullAll, push } from "./array-modifiers.ts";
import { type Modifier, UNCHANGED } from "./modifier.ts";

/** Which modifiers do nothing to a missing field, not even create the documents on the way. */
export const NEEDS_FIELD = new Set(["$pop", "$pull", "$pullAll", "$unset"]);

/** Builds the modifier of one field; checks the operand before any document is touched (manual: "Update Operators"). */
export const MODIFIERS: Record<string, (operand: unknown, path: string, now: Date) => Modifier> = {
  $set: (operand) => () => operand,
  $inc: (operand, path) => arithmetic("$inc", "add", operand, path),
  $mul: (operand, path) => arithmetic("$mul", "multiply", operand, path),
  $min: (operand) => (old) => (old === undefined || compareValues(operand, old) < 0 ? operand : UNCHANGED),
  $max: (operand) => (old) => (old === undefined || compareValues(operand, old) > 0 ? operand : UNCHANGED),
  $currentDate: (operand, path, now) => currentDate(operand, path, now),
  $bit: (operand, path) => bit(operand, path),
  $push: push,
  $addToSet: addToSet,
  $pop: pop,
  $pull: pull,
  $pullAll: pullAll,
};

function arithmetic(name: string, kind: Arithmetic, operand: unknown, path: string): Modifier {
  const verb = name === "$inc" ? "increment" : "multiply";
  if (!isNumber(operand)) refuse(14, `Cannot ${verb} with non-numeric argument: {${path}: ${describe(operand)}}`);
  return (old, _path, doc) => {
    if (old === undefined) return kind === "add" ? operand : calculate("multiply", operand, new Int32(0));
    if (!isNumber(old)) {
      const id = describe(doc["_id"]);
      refuse(
        14,
        `Cannot apply ${name} to a value of non-numeric type. {_id: ${id}} has the field '${path.split(".").at(-1)}' of non-numeric type ${typeName(old)}`,
      );
    }
    const result = calculate(kind, old, operand);
    return (
      result ??
      refuse(
        2,
        `Failed to apply ${name} operations to current value (${describe(old)}) for document {_id: ${describe(doc["_id"])}}`,
      )
    );
  };
}

function currentDate(operand: unknown, path: string, now: Date): Modifier {
  const type = isDoc(operand) ? operand["$type"] : operand;
  if (type === "date" || typeof operand === "boolean") return () => now;
  if (type !== "timestamp" || !isDoc(operand)) {
    refuse(
      2,
      `${typeName(operand)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}): ${path}`,
    );
  }
  return () => new Timestamp({ t: Math.floor(now.getTime() / 1000), i: 1 });
}

function bit(operand: unknown, path: string): Modifier {
  if (!isDoc(operand) || Object.keys(operand).length === 0) {
    refuse(
      2,
      `The $bit modifier is not compatible with a ${typeName(operand)}. You must pass in an embedded document: {$bit: {field: {and/or/xor: #}}}`,
    );
  }
  const steps = Object.entries(operand);
  for (const [name, value] of steps) {
    if (!["and", "or", "xor"].includes(name))
      refuse(2, `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}'`);
    if (!isInteger(value))
      refuse(
        2,
        `The $bit modifier field must be an Integer(32/64 bit); a '${typeName(value)}' is not supported here: {${name}: ${describe(value)}}`,
      );
  }
  return (old, _path, doc) => {
    const start = old === undefined ? new Int32(0) : old;
    if (!isInteger(start)) {
      refuse(
        2,
        `Cannot apply $bit to a value of non-integral type._id: ${describe(doc["_id"])} has the field ${path} of non-integer type ${typeName(old)}`,
      );
    }
    let bits = BigInt(toNumeric(start));
    for (const [name, value] of steps) {
      const other = BigInt(toNumeric(value));
      bits = name === "and" ? bits & other : name === "or" ? bits | other : bits ^ other;
    }
    const long = bsonType(start) === TYPE.long || steps.some(([, value]) => bsonType(value) === TYPE.long);
    return long ? Long.fromBigInt(bits) : new Int32(Number(bits));
  };
}

function isInteger(value: unknown): boolean {
  return bsonType(value) === TYPE.int || bsonType(value) === TYPE.long;
}
