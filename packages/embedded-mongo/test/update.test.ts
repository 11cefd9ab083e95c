import type { Document, UpdateOptions } from "mongodb";
import { Decimal128, Double, Int32, Long } from "mongodb";
import { describe, expect, it } from "vitest";
import { codeOf, fresh, useServer } from "./server.ts";

const running = useServer();

type Row = {
  page: string;
  before: Document;
  filter?: Document;
  update: Document | Document[];
  options?: UpdateOptions;
  after: Document;
};

const rows: Row[] = [
  { page: "$set", before: { a: 1 }, update: { $set: { a: 2, "b.c": 3 } }, after: { a: 2, b: { c: 3 } } },
  {
    page: "$set creates fields by name",
    before: {},
    update: { $set: { z: 1, m: 1 }, $inc: { a: 1 } },
    after: { a: 1, m: 1, z: 1 },
  },
  {
    page: "$set beyond an array's end pads with null",
    before: { a: [1] },
    update: { $set: { "a.3": 9 } },
    after: { a: [1, null, null, 9] },
  },
  {
    page: "$unset",
    before: { a: 1, b: { c: 1, d: 2 } },
    update: { $unset: { a: "", "b.c": "", x: "" } },
    after: { b: { d: 2 } },
  },
  {
    page: "$unset in an array leaves null",
    before: { a: [1, 2] },
    update: { $unset: { "a.0": "" } },
    after: { a: [null, 2] },
  },
  { page: "$inc", before: { a: 1 }, update: { $inc: { a: 2, b: -1 } }, after: { a: 3, b: -1 } },
  {
    page: "$mul of a missing field gives 0",
    before: { a: 4 },
    update: { $mul: { a: 2, b: 3 } },
    after: { a: 8, b: 0 },
  },
  {
    page: "$min and $max",
    before: { a: 5, b: 5 },
    update: { $min: { a: 3, c: 1 }, $max: { b: 3 } },
    after: { a: 3, b: 5, c: 1 },
  },
  {
    page: "$rename",
    before: { a: 1, b: { c: 2 } },
    update: { $rename: { a: "x", "b.c": "b.d" } },
    after: { b: { d: 2 }, x: 1 },
  },
  { page: "$push", before: { a: [1] }, update: { $push: { a: 2, b: 1 } }, after: { a: [1, 2], b: [1] } },
  {
    page: "$push $each $position",
    before: { a: [1, 4] },
    update: { $push: { a: { $each: [2, 3], $position: 1 } } },
    after: { a: [1, 2, 3, 4] },
  },
  {
    page: "$push $sort $slice",
    before: { a: [{ n: 3 }, { n: 1 }] },
    update: { $push: { a: { $each: [{ n: 2 }], $sort: { n: -1 }, $slice: 2 } } },
    after: { a: [{ n: 3 }, { n: 2 }] },
  },
  {
    page: "$push keeps an embedded document",
    before: {},
    update: { $push: { a: { n: 1 } } },
    after: { a: [{ n: 1 }] },
  },
  {
    page: "$addToSet",
    before: { a: [1, { x: 1 }] },
    update: { $addToSet: { a: { $each: [1, 2, { x: 1 }] } } },
    after: { a: [1, { x: 1 }, 2] },
  },
  { page: "$pop", before: { a: [1, 2], b: [1, 2] }, update: { $pop: { a: 1, b: -1 } }, after: { a: [1], b: [2] } },
  { page: "$pull by value", before: { a: [1, 2, 1] }, update: { $pull: { a: 1 } }, after: { a: [2] } },
  { page: "$pull by condition", before: { a: [1, 5, 9] }, update: { $pull: { a: { $gte: 5 } } }, after: { a: [1] } },
  {
    page: "$pull by fields",
    before: { a: [{ n: 1, m: 1 }, { n: 2 }] },
    update: { $pull: { a: { n: 1 } } },
    after: { a: [{ n: 2 }] },
  },
  { page: "$pullAll", before: { a: [1, 2, 3] }, update: { $pullAll: { a: [1, 3] } }, after: { a: [2] } },
  { page: "$bit", before: { a: 12 }, update: { $bit: { a: { and: 10 } } }, after: { a: 8 } },
  {
    page: "$ (positional)",
    before: { a: [1, 5, 5] },
    filter: { a: 5 },
    update: { $set: { "a.$": 6 } },
    after: { a: [1, 6, 5] },
  },
  {
    page: "$ with $elemMatch",
    before: {
      a: [
        { n: 1, m: 2 },
        { n: 1, m: 3 },
      ],
    },
    filter: { a: { $elemMatch: { n: 1, m: 3 } } },
    update: { $set: { "a.$.ok": true } },
    after: {
      a: [
        { n: 1, m: 2 },
        { n: 1, m: 3, ok: true },
      ],
    },
  },
  {
    page: "$[]",
    before: { a: [{ n: 1 }, { n: 2 }] },
    update: { $inc: { "a.$[].n": 10 } },
    after: { a: [{ n: 11 }, { n: 12 }] },
  },
  {
    page: "$[<identifier>]",
    before: { a: [{ n: 1 }, { n: 2 }] },
    update: { $set: { "a.$[big].n": 0 } },
    options: { arrayFilters: [{ "big.n": { $gt: 1 } }] },
    after: { a: [{ n: 1 }, { n: 0 }] },
  },
  {
    page: "nested $[<identifier>]",
    before: { a: [{ b: [1, 5] }, { b: [7] }] },
    update: { $set: { "a.$[].b.$[x]": 0 } },
    options: { arrayFilters: [{ x: { $gte: 5 } }] },
    after: { a: [{ b: [1, 0] }, { b: [0] }] },
  },
  {
    page: "Updates with Aggregation Pipeline",
    before: { a: 1, b: 2 },
    update: [{ $set: { sum: { $add: ["$a", "$b"] } } }, { $unset: "a" }],
    after: { b: 2, sum: 3 },
  },
];

describe("an update does what MongoDB's manual says", () => {
  it.each(rows)("$page: $update", async ({ before, filter = {}, update, options, after }) => {
    const collection = await fresh(running, [{ _id: 1, ...before }]);
    await collection.updateOne(filter, update, options);
    const found = await collection.findOne();
    expect(found).toEqual({ _id: 1, ...after });
    expect(Object.keys(found ?? {})).toEqual(["_id", ...Object.keys(after)]);
  });
});

describe("a wrong update is refused and changes nothing", () => {
  const refusals: [string, Document, number, UpdateOptions?][] = [
    ["two operators on one field", { $set: { a: 1 }, $inc: { a: 1 } }, 40],
    ["a field and what lies in it", { $set: { a: {}, "a.b": 1 } }, 40],
    ["_id", { $set: { _id: 9 } }, 66],
    ["$inc of text", { $inc: { text: 1 } }, 14],
    ["$inc by text", { $inc: { a: "1" } }, 14],
    ["$push on no array", { $push: { text: 1 } }, 2],
    ["$pop on no array", { $pop: { text: 1 } }, 14],
    ["$pop by 5", { $pop: { list: 5 } }, 9],
    ["a way through text", { $set: { "text.x": 1 } }, 28],
    ["an unknown operator", { $nonsense: { a: 1 } }, 9],
    ["an empty name", { $set: { "a..b": 1 } }, 56],
    ["$ without a match in an array", { $set: { "list.$": 1 } }, 2],
    ["$[] on no array", { $set: { "text.$[]": 1 } }, 2],
    ["an identifier without filter", { $set: { "list.$[x]": 1 } }, 2],
    ["an unused array filter", { $set: { a: 1 } }, 9, { arrayFilters: [{ x: 1 }] }],
    ["Decimal128 arithmetic", { $inc: { a: Decimal128.fromString("1") } }, 238],
    ["a long that overflows", { $inc: { long: Long.MAX_VALUE } }, 2],
  ];
  it.each(refusals)("%s", async (_name, update, code, options) => {
    const doc = { _id: 1, a: 1, text: "x", list: [1], long: Long.MAX_VALUE };
    const collection = await fresh(running, [doc]);
    expect(await codeOf(collection.updateOne({}, update, options))).toBe(code);
    expect(await collection.findOne({}, { promoteLongs: false })).toEqual(doc);
  });
});

describe("number types", () => {
  it("stay as they were stored when another field changes (BSON Types)", async () => {
    const stored = {
      _id: 1,
      i: new Int32(1),
      d: new Double(1),
      l: Long.fromString("9007199254740993"),
      x: Decimal128.fromString("1.10"),
    };
    const collection = await fresh(running, [stored]);
    await collection.updateOne({}, { $set: { other: true } });
    const found = await collection.findOne({}, { promoteValues: false });
    expect(found?.["i"]).toBeInstanceOf(Int32);
    expect(found?.["d"]).toBeInstanceOf(Double);
    expect(String(found?.["l"])).toBe("9007199254740993");
    expect(String(found?.["x"])).toBe("1.10");
  });

  it("widen from int to long and to double as in MongoDB ($inc)", async () => {
    const collection = await fresh(running, [
      { _id: 1, a: new Int32(2 ** 31 - 1), b: new Int32(1), c: Long.fromNumber(1) },
    ]);
    await collection.updateOne({}, { $inc: { a: 1, b: 0.5, c: 1 } });
    const found = await collection.findOne({}, { promoteValues: false });
    expect([found?.["a"], found?.["b"], found?.["c"]]).toEqual([
      Long.fromNumber(2 ** 31),
      new Double(1.5),
      Long.fromNumber(2),
    ]);
  });
});

describe("upsert (update, upsert behaviour)", () => {
  it("takes the fields that the filter fixes, and $setOnInsert", async () => {
    const collection = await fresh(running);
    const filter = { a: 1, "b.c": { $eq: 2 }, d: { $gt: 5 }, $and: [{ e: 3 }], f: { $in: [4] } };
    const result = await collection.updateOne(filter, { $set: { x: 1 }, $setOnInsert: { y: 2 } }, { upsert: true });
    expect(result.upsertedCount).toBe(1);
    expect(await collection.findOne({}, { projection: { _id: 0 } })).toEqual({
      a: 1,
      b: { c: 2 },
      e: 3,
      f: 4,
      x: 1,
      y: 2,
    });
    await collection.updateOne({ a: 1 }, { $setOnInsert: { y: 9 }, $set: { x: 5 } }, { upsert: true });
    expect(await collection.findOne({}, { projection: { x: 1, y: 1, _id: 0 } })).toEqual({ x: 5, y: 2 });
  });

  it("keeps the _id of the filter in a replacement", async () => {
    const collection = await fresh(running);
    await collection.replaceOne({ _id: 7 }, { a: 1 }, { upsert: true });
    expect(await collection.findOne()).toEqual({ _id: 7, a: 1 });
    expect(await codeOf(collection.replaceOne({ _id: 7 }, { _id: 8 } as Document))).toBe(66);
  });
});
