import type { Document } from "mongodb";
import { Decimal128, Double, Int32, Long, MaxKey, MinKey } from "mongodb";
import { describe, expect, it } from "vitest";
import { codeOf, fresh, useServer } from "./server.ts";

const running = useServer();

/** Which documents a filter finds; `_id`s are the positions in `docs`, from 0. */
type Row = { page: string; docs: Document[]; filter: Document; found: number[] };

const nullDocs = [{ a: null }, {}, { a: 1 }, { a: [null, 1] }, { a: [] }];
const nested = [
  {
    a: [
      { b: 1, c: 1 },
      { b: 2, c: 2 },
    ],
  },
  { a: [{ b: 1, c: 2 }] },
  { a: { b: 1 } },
  { a: [1, 2] },
  { a: [] },
];
const numbers = [
  { a: new Int32(5) },
  { a: new Double(5) },
  { a: Long.fromNumber(5) },
  { a: Decimal128.fromString("5.0") },
  { a: "5" },
];
const long = Long.fromString("9007199254740993");

const rows: Row[] = [
  { page: "Query Documents: equality across number types", docs: numbers, filter: { a: 5 }, found: [0, 1, 2, 3] },
  {
    page: "Comparison Order: longs beyond 2^53 are exact",
    docs: [{ a: long }, { a: 9007199254740992 }],
    filter: { a: long },
    found: [0],
  },
  {
    page: "Comparison Order: longs beyond 2^53 are exact",
    docs: [{ a: long }, { a: 9007199254740992 }],
    filter: { a: { $gt: 9007199254740992 } },
    found: [0],
  },
  {
    page: "$gt compares within one type",
    docs: [{ a: 1 }, { a: "x" }, { a: null }, { a: new Date(5) }],
    filter: { a: { $gt: 0 } },
    found: [0],
  },
  {
    page: "$gt against MinKey compares all types",
    docs: [{ a: 1 }, { a: "x" }, { a: new MinKey() }],
    filter: { a: { $gt: new MinKey() } },
    found: [0, 1],
  },
  {
    page: "$lt against MaxKey compares all types",
    docs: [{ a: 1 }, { a: new MaxKey() }],
    filter: { a: { $lt: new MaxKey() } },
    found: [0],
  },
  { page: "Query for Null: null or missing", docs: nullDocs, filter: { a: null }, found: [0, 1, 3] },
  { page: "Query for Null: $ne", docs: nullDocs, filter: { a: { $ne: null } }, found: [2, 4] },
  { page: "Query for Null: $gte null", docs: nullDocs, filter: { a: { $gte: null } }, found: [0, 1, 3] },
  { page: "Query for Null: $exists", docs: nullDocs, filter: { a: { $exists: false } }, found: [1] },
  { page: "Query for Null: $type null", docs: nullDocs, filter: { a: { $type: "null" } }, found: [0, 3] },
  { page: "Query for Null: null among $in", docs: nullDocs, filter: { a: { $in: [null, 7] } }, found: [0, 1, 3] },
  {
    page: "Query for Null: missing inside an array",
    docs: [{ a: [{ b: 1 }, {}] }, { a: [{ b: 1 }] }, { a: [1] }, { a: 1 }],
    filter: { "a.b": null },
    found: [0, 3],
  },
  { page: "Query an Array: element", docs: [{ a: [1, 2] }, { a: 1 }, { a: [3] }], filter: { a: 1 }, found: [0, 1] },
  {
    page: "Query an Array: whole",
    docs: [{ a: [1, 2] }, { a: [2, 1] }, { a: [[1, 2]] }],
    filter: { a: [1, 2] },
    found: [0, 2],
  },
  {
    page: "Query an Array: conditions by different elements",
    docs: [{ a: [1, 9] }, { a: [5] }, { a: [1] }],
    filter: { a: { $gt: 3, $lt: 8 } },
    found: [0, 1],
  },
  {
    page: "Query an Array: $elemMatch by one element",
    docs: [{ a: [1, 9] }, { a: [5] }, { a: 5 }],
    filter: { a: { $elemMatch: { $gt: 3, $lt: 8 } } },
    found: [1],
  },
  { page: "Query an Array: by position", docs: [{ a: [1, 2] }, { a: [2, 1] }], filter: { "a.1": 2 }, found: [0] },
  { page: "Query an Array of Embedded Documents: dotted", docs: nested, filter: { "a.b": 1, "a.c": 2 }, found: [0, 1] },
  {
    page: "Query an Array of Embedded Documents: $elemMatch",
    docs: nested,
    filter: { a: { $elemMatch: { b: 1, c: 2 } } },
    found: [1],
  },
  {
    page: "Query an Array of Embedded Documents: position and field",
    docs: nested,
    filter: { "a.0.b": 1 },
    found: [0, 1],
  },
  {
    page: "Query on Embedded Documents: order of fields counts",
    docs: [{ a: { x: 1, y: 2 } }, { a: { y: 2, x: 1 } }],
    filter: { a: { x: 1, y: 2 } },
    found: [0],
  },
  {
    page: "$in",
    docs: [{ a: 1 }, { a: "xy" }, { a: [2] }, { a: 3 }],
    filter: { a: { $in: [1, /^x/, 2] } },
    found: [0, 1, 2],
  },
  {
    page: "$nin takes documents without the field",
    docs: [{ a: 1 }, {}, { a: [1, 2] }],
    filter: { a: { $nin: [1] } },
    found: [1],
  },
  {
    page: "$not takes documents without the field",
    docs: [{ a: 1 }, {}, { a: 9 }],
    filter: { a: { $not: { $gt: 5 } } },
    found: [0, 1],
  },
  { page: "$nor", docs: [{ a: 1 }, { b: 1 }, {}], filter: { $nor: [{ a: 1 }, { b: 1 }] }, found: [2] },
  { page: "$or", docs: [{ a: 1 }, { b: 1 }, {}], filter: { $or: [{ a: 1 }, { b: 1 }] }, found: [0, 1] },
  { page: "$size", docs: [{ a: [1, 2] }, { a: [] }, { a: 2 }], filter: { a: { $size: 2 } }, found: [0] },
  { page: "$all", docs: [{ a: [1, 2, 3] }, { a: [1] }, { a: 1 }], filter: { a: { $all: [1, 2] } }, found: [0] },
  {
    page: "$all with $elemMatch",
    docs: [{ a: [{ x: 1 }, { x: 5 }] }, { a: [{ x: 1 }] }],
    filter: { a: { $all: [{ $elemMatch: { x: 1 } }, { $elemMatch: { x: 5 } }] } },
    found: [0],
  },
  { page: "$all of nothing", docs: [{ a: [] }, { a: [1] }], filter: { a: { $all: [] } }, found: [] },
  {
    page: "$mod",
    docs: [{ a: 4 }, { a: 5 }, { a: -4 }, { a: 4.7 }],
    filter: { a: { $mod: [4, 0] } },
    found: [0, 2, 3],
  },
  {
    page: "$type by alias, also inside arrays",
    docs: [{ a: "x" }, { a: [1, "y"] }, { a: 1 }],
    filter: { a: { $type: "string" } },
    found: [0, 1],
  },
  { page: "$type array", docs: [{ a: [1] }, { a: 1 }], filter: { a: { $type: "array" } }, found: [0] },
  { page: "$type number", docs: numbers, filter: { a: { $type: "number" } }, found: [0, 1, 2, 3] },
  {
    page: "$regex with options",
    docs: [{ a: "Hello" }, { a: "bye" }, { a: ["HELLO"] }],
    filter: { a: { $regex: "^hel", $options: "i" } },
    found: [0, 2],
  },
  {
    page: "$regex: $ stands before a last newline",
    docs: [{ a: "x\n" }, { a: "x\ny" }],
    filter: { a: /x$/ },
    found: [0],
  },
  { page: "$bitsAllSet", docs: [{ a: 6 }, { a: 4 }, { a: "6" }], filter: { a: { $bitsAllSet: [1, 2] } }, found: [0] },
  {
    page: "$expr",
    docs: [
      { a: 5, b: 3 },
      { a: 1, b: 3 },
    ],
    filter: { $expr: { $gt: ["$a", "$b"] } },
    found: [0],
  },
  { page: "$comment", docs: [{ a: 1 }], filter: { a: 1, $comment: "why" }, found: [0] },
];

describe("a filter finds what MongoDB's manual says", () => {
  it.each(rows)("$page: $filter", async ({ docs, filter, found }) => {
    const collection = await fresh(
      running,
      docs.map((doc, i) => ({ _id: i, ...doc })),
    );
    const ids = async () => (await collection.find(filter).toArray()).map(({ _id }) => _id).sort();
    expect(await ids()).toEqual(found);
    // An index on the field may never change the answer.
    await collection.createIndex({ a: 1 });
    await collection.createIndex({ "a.b": -1, b: 1 }).catch(() => undefined);
    expect(await ids()).toEqual(found);
  });
});

describe("a filter that cannot be answered is refused", () => {
  const refusals: [Document, number][] = [
    [{ $where: "true" }, 238],
    [{ $text: { $search: "x" } }, 238],
    [{ $jsonSchema: {} }, 238],
    [{ a: { $near: [0, 0] } }, 238],
    [{ a: { $foo: 1 } }, 2],
    [{ $foo: 1 }, 2],
    [{ a: { $gt: 1, b: 2 } }, 2],
    [{ $or: [] }, 2],
    [{ a: { $in: 5 } }, 2],
    [{ a: { $size: -1 } }, 9],
    [{ a: { $regex: "(" } }, 51091],
    [{ a: { $regex: "a++" } }, 51091],
    [{ a: { $regex: "\\Qx" } }, 51091],
    [{ a: { $type: "nonsense" } }, 2],
    [{ a: { $mod: [0, 1] } }, 2],
    [{ a: { $not: 5 } }, 2],
    [{ $expr: { $nonsense: 1 } }, 168],
  ];
  it.each(refusals)("%j", async (filter, code) => {
    const collection = await fresh(running, [{ a: 1 }]);
    expect(await codeOf(collection.find(filter).toArray())).toBe(code);
  });
});
