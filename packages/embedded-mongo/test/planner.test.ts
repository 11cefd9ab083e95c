import { Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId } from "bson";
import type { Document } from "mongodb";
import { describe, expect, it } from "vitest";
import { compareValues } from "../src/bson/compare.ts";
import { decode } from "../src/bson/decode.ts";
import { encode } from "../src/bson/encode.ts";
import { encodeKey, flip } from "../src/bson/key.ts";
import { fresh, useServer } from "./server.ts";

/** mulberry32: the same numbers each time for a seed. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Random = () => number;
const pick = <T>(random: Random, items: T[]): T => items[Math.floor(random() * items.length)] as T;

function scalar(random: Random): unknown {
  const small = Math.floor(random() * 6);
  return pick<unknown>(random, [
    small,
    small + 0.5,
    Long.fromNumber(small),
    null,
    "abc".slice(0, small % 4),
    `ab${small}`,
    new Date(small),
    small % 2 === 0,
    { b: small },
    new Double(-small),
    Long.fromString("9007199254740993"),
    9007199254740992,
    Decimal128.fromString(`${small}.5`),
  ]);
}

function value(random: Random): unknown {
  const dice = random();
  if (dice < 0.15) return Array.from({ length: Math.floor(random() * 3) }, () => scalar(random));
  if (dice < 0.25) return Array.from({ length: Math.floor(random() * 3) }, () => ({ b: scalar(random) }));
  if (dice < 0.3) return [[scalar(random)], scalar(random)];
  return scalar(random);
}

function makeDoc(random: Random, id: number): Document {
  const doc: Document = { _id: id };
  for (const key of ["a", "c"]) if (random() < 0.8) doc[key] = key === "a" ? value(random) : scalar(random);
  return doc;
}

function condition(random: Random): unknown {
  const v = () => value(random);
  return pick<() => unknown>(random, [
    v,
    v,
    () => scalar(random),
    () => ({ $gt: scalar(random) }),
    () => ({ $lte: scalar(random) }),
    () => ({ $gte: scalar(random), $lt: scalar(random) }),
    () => ({ $in: [v(), v(), null] }),
    () => ({ $in: [scalar(random), scalar(random)] }),
    () => ({ $ne: v() }),
    () => ({ $exists: random() < 0.5 }),
    () => ({ $elemMatch: { $gte: scalar(random), $lte: scalar(random) } }),
    () => ({ $elemMatch: { b: scalar(random) } }),
    () => ({ $all: [scalar(random), scalar(random)] }),
    () => ({ $not: { $lt: scalar(random) } }),
    () => /^ab/,
    () => ({ $type: "number" }),
    () => null,
    () => [],
  ])();
}

function makeFilter(random: Random): Document {
  const filter: Document = {};
  if (random() < 0.9) filter[pick(random, ["a", "a.b", "a.0"])] = condition(random);
  if (random() < 0.4) filter["c"] = condition(random);
  if (random() < 0.2) filter["$or"] = [{ a: condition(random) }, { c: condition(random) }];
  return filter;
}

const running = useServer();

describe("indexed answers", () => {
  const indexes: [Document, Document][] = [
    [{ a: 1 }, {}],
    [{ c: -1 }, {}],
    [{ a: -1, c: 1 }, {}],
    [{ c: 1, a: 1 }, {}],
    [{ "a.b": 1 }, {}],
    [{ c: 1, "a.b": -1 }, {}],
    [{ a: 1, _id: 1 }, { sparse: true }],
    [{ c: 1, _id: -1 }, { partialFilterExpression: { c: { $gte: 2 } } }],
    [{ "a.0": 1 }, {}],
  ];

  it.each([1, 2, 3])("are those of a full scan, also sorted, over generated data (seed %i)", async (seed) => {
    const random = createRandom(seed);
    const collection = await fresh(
      running,
      Array.from({ length: 300 }, (_, i) => makeDoc(random, i)),
    );
    for (const [key, options] of indexes) await collection.createIndex(key as never, options);
    // Changed and deleted documents must have left their entries behind.
    for (let i = 0; i < 60; i++)
      await collection.replaceOne({ _id: Math.floor(random() * 300) }, {
        a: value(random),
        c: scalar(random),
      } as never);
    await collection.deleteMany({ _id: { $gte: 280 } });
    for (let round = 0; round < 120; round++) {
      const filter = makeFilter(random);
      const ids = async (options: Document) =>
        (await collection.find(filter, options).toArray()).map(({ _id }) => _id as number);
      const scanned = await ids({ hint: { $natural: 1 } });
      const byNumber = (a: number, b: number) => a - b;
      expect((await ids({})).sort(byNumber), JSON.stringify(filter)).toEqual(scanned);
      for (const [key, options] of indexes) {
        if (Object.keys(options).length === 0)
          expect((await ids({ hint: key })).sort(byNumber), `${JSON.stringify(filter)} ${JSON.stringify(key)}`).toEqual(
            scanned,
          );
      }
      const sort = pick<Document>(random, [
        { a: 1, _id: 1 },
        { c: -1, _id: 1 },
        { c: 1, a: 1, _id: 1 },
        { c: -1, a: -1, _id: 1 },
      ]);
      expect(await ids({ sort, limit: 7 }), JSON.stringify([filter, sort])).toEqual(
        await ids({ sort, limit: 7, hint: { $natural: 1 } }),
      );
      expect(await collection.countDocuments(filter)).toBe(scanned.length);
    }
  });
});

describe("encoded keys", () => {
  const random = createRandom(7);
  const specials = [
    new MinKey(),
    new MaxKey(),
    undefined,
    null,
    Number.NaN,
    -Infinity,
    Infinity,
    0,
    -0,
    5e-324,
    -1.5,
    2 ** 53,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.fromString("9007199254740993"),
    Long.fromString("-9007199254740993"),
    Decimal128.fromString("0.1"),
    0.1,
    Decimal128.fromString("9007199254740993"),
    Decimal128.fromString("NaN"),
    Decimal128.fromString("Infinity"),
    Decimal128.fromString("123456789.123456789123456789"),
    "",
    "a",
    "a\0",
    "a\0b",
    "\u{1f600}",
    "\uffff",
    {},
    { a: 1 },
    { a: "x" },
    { b: 1 },
    [],
    [1],
    [1, 2],
    [[]],
    new ObjectId("000000000000000000000001"),
    false,
    true,
    new Date(-1),
    new Date(1),
  ];
  it("order as the values do, alone and turned", () => {
    const values = [
      ...specials,
      ...Array.from({ length: 120 }, () => value(random)),
      ...Array.from({ length: 60 }, () => (random() - 0.5) * 10 ** (random() * 30)),
    ];
    for (const a of values) {
      for (const b of values) {
        const wanted = compareValues(a, b);
        expect([Math.sign(Buffer.compare(encodeKey(a), encodeKey(b))), String(a), String(b)]).toEqual([
          wanted,
          String(a),
          String(b),
        ]);
        expect(Math.sign(Buffer.compare(flip(encodeKey(b)), flip(encodeKey(a))))).toBe(wanted);
      }
    }
  });

  it("and documents survive being encoded and decoded", () => {
    for (let i = 0; i < 200; i++) {
      const bytes = encode({ v: value(random), n: new Int32(i) });
      expect(encode(decode(bytes))).toEqual(bytes);
    }
  });
});
