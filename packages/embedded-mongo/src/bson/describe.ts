import { bsonType, type Doc, TYPE, toNumeric } from "./values.ts";

/** A value as MongoDB's messages print it, e.g. `{ email: "a@b.org", n: 1 }`. */
export function describe(value: unknown): string {
  switch (bsonType(value)) {
    case TYPE.string:
      return JSON.stringify(value);
    case TYPE.array:
      return `[ ${(value as unknown[]).map(describe).join(", ")} ]`;
    case TYPE.object: {
      const fields = Object.entries(value as Doc).map(([key, item]) => `${key}: ${describe(item)}`);
      return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
    }
    case TYPE.objectId:
      return `ObjectId('${String(value)}')`;
    case TYPE.date:
      return `new Date(${(value as Date).getTime()})`;
    case TYPE.double: {
      const number = toNumeric(value);
      return Number.isInteger(number) ? `${number}.0` : String(number);
    }
    case TYPE.int:
    case TYPE.long:
      return String(toNumeric(value));
    case TYPE.missing:
    case TYPE.null:
      return "null";
    case TYPE.binData:
      return "BinData(...)";
    default:
      return String(value);
  }
}
