import { type Document, Int32, Long, MaxKey, MinKey } from "mongodb";
import { describe, expect, it } from "vitest";
import { codeOf, fresh, useServer } from "./server.ts";

const running = useServer();

describe("sort and projection", () => {
  it("sorts mixed types in BSON's order (Comparison/Sort Order)", async () => {
    const values = [
      new MinKey(),
      null,
      -1.5,
      new Int32(2),
      Long.fromNumber(3),
      "a",
      "b",
      { x: 1 },
      [],
      true,
      new Date(0),
      /x/,
      new MaxKey(),
    ];
    const collection = await fresh(running, values.map((v, i) => ({ _id: i, v })).reverse());
    const ids = (await collection.find().sort({ v: 1, _id: 1 }).toArray()).map(({ _id }) => _id);
    expect(ids).toEqual([0, 8, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12]); // an empty array is below null
  });

  it("sorts an array by its least element upwards and its greatest downwards (cursor.sort)", async () => {
    const collection = await fresh(running, [
      { _id: 1, a: [1, 10] },
      { _id: 2, a: 5 },
    ]);
    const ids = async (direction: 1 | -1) =>
      (await collection.find().sort({ a: direction }).toArray()).map(({ _id }) => _id);
    expect([await ids(1), await ids(-1)]).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });

  const doc = {
    _id: 1,
    a: 1,
    b: { c: 2, d: 3 },
    list: [
      { x: 1, y: 1 },
      { x: 2, y: 2 },
    ],
    n: [1, 2, 3],
  };
  const projections: [string, Document, Document][] = [
    ["inclusion", { a: 1 }, { _id: 1, a: 1 }],
    ["without _id", { a: 1, _id: 0 }, { a: 1 }],
    ["exclusion", { list: 0, n: 0 }, { _id: 1, a: 1, b: { c: 2, d: 3 } }],
    ["dotted", { "b.c": 1 }, { _id: 1, b: { c: 2 } }],
    ["nested", { b: { d: 1 } }, { _id: 1, b: { d: 3 } }],
    ["through arrays", { "list.x": 1 }, { _id: 1, list: [{ x: 1 }, { x: 2 }] }],
    ["excluded in arrays", { "list.x": 0, b: 0, n: 0 }, { _id: 1, a: 1, list: [{ y: 1 }, { y: 2 }] }],
    ["$slice", { n: { $slice: -2 }, a: 1 }, { _id: 1, a: 1, n: [2, 3] }],
    ["$slice alone keeps the rest", { n: { $slice: [1, 1] }, list: 0, b: 0 }, { _id: 1, a: 1, n: [2] }],
    ["$elemMatch", { list: { $elemMatch: { x: 2 } } }, { _id: 1, list: [{ x: 2, y: 2 }] }],
    ["expression", { s: { $add: ["$a", "$b.c"] }, _id: 0 }, { s: 3 }],
    ["positional", { "list.$": 1 }, { _id: 1, list: [{ x: 2, y: 2 }] }],
  ];
  it.each(projections)("projects: %s (Project Fields to Return)", async (_name, projection, expected) => {
    const collection = await fresh(running, [doc]);
    const found = await collection.findOne({ "list.x": 2 }, { projection });
    expect(found).toEqual(expected);
    expect(Object.keys(found ?? {})).toEqual(Object.keys(expected));
  });

  it("refuses to mix inclusion and exclusion", async () => {
    const collection = await fresh(running, [doc]);
    expect(await codeOf(collection.findOne({}, { projection: { a: 1, b: 0 } }))).toBe(31254);
    expect(await codeOf(collection.findOne({}, { projection: { a: 0, b: 1 } }))).toBe(31253);
    expect(await codeOf(collection.findOne({}, { projection: { b: 1, "b.c": 1 } }))).toBe(31249);
  });

  it("refuses collations, tailable cursors and unknown options rather than to ignore them", async () => {
    const collection = await fresh(running, [doc]);
    expect(await codeOf(collection.find({}, { collation: { locale: "fr" } }).toArray())).toBe(238);
    expect(await codeOf(collection.find({}, { tailable: true }).toArray())).toBe(238);
    expect(await codeOf(running.db.command({ find: collection.collectionName, nonsense: 1 }))).toBe(40415);
    expect(await codeOf(running.db.command({ nonsense: 1 }))).toBe(59);
  });
});
