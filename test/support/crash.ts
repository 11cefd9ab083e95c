import mongoose from "mongoose";

const WRITES = [
  "bulkWrite",
  "deleteMany",
  "deleteOne",
  "findOneAndDelete",
  "findOneAndUpdate",
  "insertMany",
  "insertOne",
  "updateMany",
  "updateOne",
] as const;
const READS = ["aggregate", "countDocuments", "distinct", "find", "findOne"] as const;

type Method = (this: unknown, ...args: unknown[]) => unknown;
type Methods = Record<(typeof WRITES)[number] | (typeof READS)[number], Method>;

/** The process is dead: none of its operations comes through. */
export class ProcessDied extends Error {}

/**
 * Lets the process die before one of its writes: that write and all that follows do not reach the database, until
 * `revive` stands for the next start.
 */
export function createCrash() {
  const prototype = mongoose.mongo.Collection.prototype as unknown as Methods;
  const originals = Object.fromEntries([...WRITES, ...READS].map((name) => [name, prototype[name]])) as Methods;
  let writes = 0;
  let diesAt = Number.POSITIVE_INFINITY;
  let isDead = false;
  let depth = 0;

  for (const name of WRITES) {
    prototype[name] = function (this: unknown, ...args: unknown[]) {
      if (depth === 0 && ++writes >= diesAt) isDead = true;
      return alive(() => originals[name].apply(this, args));
    };
  }
  for (const name of READS) {
    prototype[name] = function (this: unknown, ...args: unknown[]) {
      return alive(() => originals[name].apply(this, args));
    };
  }
  return {
    /** Dies before the nth write from now. */
    before(nth: number) {
      writes = 0;
      diesAt = nth;
    },
    revive() {
      diesAt = Number.POSITIVE_INFINITY;
      isDead = false;
    },
    isDead: () => isDead,
    /** Writes since `before`. */
    writes: () => writes,
    restore: () => void Object.assign(prototype, originals),
  };

  /** One call of the driver may be made of others: they count as one. */
  function alive(call: () => unknown): unknown {
    if (isDead) throw new ProcessDied("the process died");
    depth++;
    try {
      return call();
    } finally {
      depth--;
    }
  }
}
