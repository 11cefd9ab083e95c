import type { Document } from "mongodb";
import { describe, expect, it } from "vitest";
import { codeOf, fresh, useServer } from "./server.ts";

const running = useServer();
const date = new Date("2024-03-30T23:30:00.250Z");
const docs = [
  { _id: 1, k: "a", n: 1, tags: ["x", "y"], at: date, o: { p: 1 } },
  { _id: 2, k: "b", n: 2.5, tags: [], at: date, o: { p: 2 } },
  { _id: 3, k: "a", n: 3, at: date, o: { p: 3 } },
];

const stages: [string, Document[], Document[]][] = [
  [
    "$match, $sort, $project",
    [{ $match: { n: { $gt: 1 } } }, { $sort: { n: -1 } }, { $project: { n: 1, twice: { $multiply: ["$n", 2] } } }],
    [
      { _id: 3, n: 3, twice: 6 },
      { _id: 2, n: 2.5, twice: 5 },
    ],
  ],
  [
    "$addFields",
    [{ $match: { _id: 1 } }, { $addFields: { "o.q": "$k", n: "$$REMOVE" } }, { $unset: ["tags", "at"] }],
    [{ _id: 1, k: "a", o: { p: 1, q: "a" } }],
  ],
  [
    "$group",
    [
      {
        $group: {
          _id: "$k",
          sum: { $sum: "$n" },
          avg: { $avg: "$n" },
          first: { $first: "$_id" },
          last: { $last: "$_id" },
          all: { $push: "$n" },
          most: { $max: "$n" },
          count: { $count: {} },
        },
      },
      { $sort: { _id: 1 } },
    ],
    [
      { _id: "a", sum: 4, avg: 2, first: 1, last: 3, all: [1, 3], most: 3, count: 2 },
      { _id: "b", sum: 2.5, avg: 2.5, first: 2, last: 2, all: [2.5], most: 2.5, count: 1 },
    ],
  ],
  [
    "$group by several fields",
    [{ $group: { _id: { k: "$k" }, set: { $addToSet: "$k" } } }, { $sort: { _id: 1 } }],
    [
      { _id: { k: "a" }, set: ["a"] },
      { _id: { k: "b" }, set: ["b"] },
    ],
  ],
  ["$count", [{ $match: { k: "a" } }, { $count: "n" }], [{ n: 2 }]],
  ["$count of nothing", [{ $match: { k: "z" } }, { $count: "n" }], []],
  ["$skip and $limit", [{ $sort: { _id: 1 } }, { $skip: 1 }, { $limit: 1 }, { $project: { _id: 1 } }], [{ _id: 2 }]],
  [
    "$unwind",
    [{ $unwind: { path: "$tags", includeArrayIndex: "i" } }, { $project: { tags: 1, i: 1 } }],
    [
      { _id: 1, tags: "x", i: 0 },
      { _id: 1, tags: "y", i: 1 },
    ],
  ],
  [
    "$unwind keeping empty",
    [{ $unwind: { path: "$tags", preserveNullAndEmptyArrays: true } }, { $project: { tags: 1 } }],
    [{ _id: 1, tags: "x" }, { _id: 1, tags: "y" }, { _id: 2 }, { _id: 3 }],
  ],
  [
    "$sortByCount",
    [{ $sortByCount: "$k" }],
    [
      { _id: "a", count: 2 },
      { _id: "b", count: 1 },
    ],
  ],
  [
    "$bucket",
    [{ $bucket: { groupBy: "$n", boundaries: [0, 2, 3], default: "more" } }],
    [
      { _id: 0, count: 1 },
      { _id: 2, count: 1 },
      { _id: "more", count: 1 },
    ],
  ],
  [
    "$facet",
    [{ $facet: { a: [{ $match: { k: "a" } }, { $count: "n" }], b: [{ $limit: 1 }, { $project: { _id: 1 } }] } }],
    [{ a: [{ n: 2 }], b: [{ _id: 1 }] }],
  ],
  ["$replaceRoot", [{ $replaceRoot: { newRoot: "$o" } }, { $limit: 1 }], [{ p: 1 }]],
  ["$replaceWith", [{ $replaceWith: { x: "$o.p" } }, { $limit: 1 }], [{ x: 1 }]],
];

describe("a pipeline gives what MongoDB's manual says", () => {
  it.each(stages)("%s", async (_name, pipeline, expected) => {
    const collection = await fresh(running, docs);
    expect(await collection.aggregate(pipeline).toArray()).toEqual(expected);
  });

  it("$lookup joins by field, through arrays, and by pipeline", async () => {
    const people = await fresh(running, [
      { _id: 1, name: "A" },
      { _id: 2, name: "B" },
    ]);
    const orders = await fresh(running, [{ _id: 1, by: 1 }, { _id: 2, by: [1, 2] }, { _id: 3 }]);
    const from = people.collectionName;
    const byField = await orders
      .aggregate([
        { $lookup: { from, localField: "by", foreignField: "_id", as: "p" } },
        { $project: { n: "$p.name" } },
      ])
      .toArray();
    expect(byField.map(({ n }) => n)).toEqual([["A"], ["A", "B"], []]);
    const pipeline = [{ $match: { $expr: { $eq: ["$_id", "$$who"] } } }, { $project: { _id: 0 } }];
    const byPipeline = await orders
      .aggregate([{ $lookup: { from, let: { who: "$by" }, pipeline, as: "p" } }, { $limit: 1 }])
      .toArray();
    expect(byPipeline).toEqual([{ _id: 1, by: 1, p: [{ name: "A" }] }]);
  });

  it("groups of no documents are none, and a count is 0", async () => {
    const collection = await fresh(running);
    expect(await collection.aggregate([{ $group: { _id: null, n: { $sum: 1 } } }]).toArray()).toEqual([]);
    expect(await collection.countDocuments({ a: 1 })).toBe(0);
  });

  const refusals: [Document[], number][] = [
    [[{ $nonsense: 1 }], 40324],
    [[{ $out: "x" }], 238],
    [[{ $merge: "x" }], 238],
    [[{ $graphLookup: {} }], 238],
    [[{ $match: 1 }], 15959],
    [[{ $group: { n: { $sum: 1 } } }], 15955],
    [[{ $group: { _id: 1, n: { $nonsense: 1 } } }], 15952],
    [[{ $limit: 0 }], 15958],
    [[{ $project: {} }], 51272],
    [[{ $project: { a: { $nonsense: 1 } } }], 168],
    [[{ $project: { a: "$$nobody" } }], 17276],
    [[{ $match: {}, $limit: 1 }], 40323],
  ];
  it.each(refusals)("refuses %j", async (pipeline, code) => {
    const collection = await fresh(running, docs);
    expect(await codeOf(collection.aggregate(pipeline).toArray())).toBe(code);
  });
});

/** Expressions over `docs[0]`. */
const expressions: [Document | string, unknown][] = [
  [{ $add: [1, 2.5] }, 3.5],
  [{ $add: ["$at", 1000] }, new Date(date.getTime() + 1000)],
  [{ $subtract: ["$at", new Date(date.getTime() - 5)] }, 5],
  [{ $divide: [7, 2] }, 3.5],
  [{ $mod: [7, 4] }, 3],
  [{ $round: [2.5] }, 2],
  [{ $round: [1.256, 2] }, 1.26],
  [{ $trunc: [-1.7] }, -1],
  [{ $pow: [2, 10] }, 1024],
  [{ $add: ["$n", null] }, null],
  [{ $cond: [{ $gt: ["$n", 0] }, "yes", "no"] }, "yes"],
  [{ $ifNull: ["$missing", "$k"] }, "a"],
  // biome-ignore lint/suspicious/noThenProperty: the operator has that name
  [{ $switch: { branches: [{ case: false, then: 1 }], default: 2 } }, 2],
  [{ $let: { vars: { x: 5 }, in: { $add: ["$$x", "$n"] } } }, 6],
  [{ $concat: ["$k", "-", "b"] }, "a-b"],
  [{ $toUpper: "aé" }, "Aé"],
  [{ $substrCP: ["héllo", 1, 3] }, "éll"],
  [{ $split: ["a,b", ","] }, ["a", "b"]],
  [{ $trim: { input: "  x " } }, "x"],
  [{ $regexMatch: { input: "Hello", regex: "^h", options: "i" } }, true],
  [{ $regexFind: { input: "ab12", regex: "(\\d)(\\d)" } }, { match: "12", idx: 2, captures: ["1", "2"] }],
  [{ $replaceAll: { input: "a.a", find: "a", replacement: { $literal: "$" } } }, "$.$"],
  [{ $size: "$tags" }, 2],
  [{ $arrayElemAt: ["$tags", -1] }, "y"],
  [{ $in: ["x", "$tags"] }, true],
  [{ $map: { input: "$tags", as: "t", in: { $concat: ["$$t", "!"] } } }, ["x!", "y!"]],
  [{ $filter: { input: [1, 2, 3], cond: { $gte: ["$$this", 2] } } }, [2, 3]],
  [{ $reduce: { input: [1, 2, 3], initialValue: 0, in: { $add: ["$$value", "$$this"] } } }, 6],
  [{ $slice: [[1, 2, 3, 4], 1, 2] }, [2, 3]],
  [{ $range: [0, 6, 2] }, [0, 2, 4]],
  [
    {
      $setUnion: [
        [2, 1],
        [2, 3],
      ],
    },
    [1, 2, 3],
  ],
  [{ $mergeObjects: ["$o", { q: 1 }] }, { p: 1, q: 1 }],
  [{ $objectToArray: "$o" }, [{ k: "p", v: 1 }]],
  [{ $arrayToObject: [[["a", 1]]] }, { a: 1 }],
  [{ $type: "$missing" }, "missing"],
  [{ $toString: 12 }, "12"],
  [{ $toInt: "42" }, 42],
  [{ $convert: { input: "x", to: "int", onError: -1 } }, -1],
  [{ $toDate: "2024-01-02" }, new Date("2024-01-02T00:00:00Z")],
  [{ $dateToString: { date: "$at" } }, "2024-03-30T23:30:00.250Z"],
  [{ $dateToString: { date: "$at", format: "%Y-%m-%d %H:%M %z", timezone: "Europe/Paris" } }, "2024-03-31 00:30 +0100"],
  [{ $dateToString: { date: "$at", format: "%G-W%V-%u", timezone: "+05:30" } }, "2024-W13-7"],
  [{ $dateToString: { date: "$missing", onNull: "never" } }, "never"],
  [{ $dateTrunc: { date: "$at", unit: "day", timezone: "Europe/Paris" } }, new Date("2024-03-30T23:00:00Z")],
  [{ $dateTrunc: { date: "$at", unit: "month" } }, new Date("2024-03-01T00:00:00Z")],
  [{ $dateTrunc: { date: "$at", unit: "week", startOfWeek: "monday" } }, new Date("2024-03-25T00:00:00Z")],
  [{ $dateTrunc: { date: "$at", unit: "hour", binSize: 6 } }, new Date("2024-03-30T18:00:00Z")],
  // The clocks went forward on 31 March: a calendar day has 23 hours there.
  [
    { $dateAdd: { startDate: "$at", unit: "day", amount: 1, timezone: "Europe/Paris" } },
    new Date("2024-03-31T22:30:00.250Z"),
  ],
  [{ $dateDiff: { startDate: "$at", endDate: new Date("2024-04-01T00:00:00Z"), unit: "day" } }, 2],
  [{ $year: { date: "$at", timezone: "Europe/Paris" } }, 2024],
  [{ $dayOfMonth: { date: "$at", timezone: "Europe/Paris" } }, 31],
  [{ $dayOfWeek: "$at" }, 7],
];

describe("an expression gives what MongoDB's manual says", () => {
  it.each(expressions)("%j", async (expression, expected) => {
    const collection = await fresh(running, [docs[0] as Document]);
    const [result] = await collection.aggregate([{ $replaceWith: { value: expression } }]).toArray();
    expect(result).toEqual({ value: expected });
  });
});
