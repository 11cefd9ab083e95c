import { Decimal128, type Document } from "mongodb";
import { describe, expect, it } from "vitest";
import { codeOf, fresh, useServer } from "./server.ts";

const running = useServer();
const many = (count: number): Document[] =>
  Array.from({ length: count }, (_, i) => ({ _id: i, n: i % 10, at: new Date(i * 1000) }));

describe("cursors", () => {
  it("give all documents in batches, in natural order (getMore)", async () => {
    const collection = await fresh(running, many(1000));
    expect((await collection.find().batchSize(7).toArray()).map(({ _id }) => _id)).toEqual(
      many(1000).map(({ _id }) => _id),
    );
  });

  it("go on while documents are inserted and deleted", async () => {
    const collection = await fresh(running, many(500));
    const cursor = collection.find({ n: { $gte: 0 } }).batchSize(10);
    const seen: unknown[] = [];
    for await (const { _id } of cursor) {
      seen.push(_id);
      if (_id === 5) await collection.deleteMany({ _id: { $gte: 400 } });
    }
    expect(seen).toEqual(many(400).map(({ _id }) => _id));
  });

  it("end with an error when they are unknown, or their collection is dropped", async () => {
    const collection = await fresh(running, many(300));
    const cursor = collection.find().batchSize(2);
    await cursor.next();
    await collection.drop();
    await cursor.next();
    expect(await codeOf(cursor.next())).toBe(175);
    expect(await codeOf(running.db.command({ getMore: 12345n, collection: "x" }))).toBe(43);
  });

  it("honour skip, limit, and a sort that no index serves", async () => {
    const collection = await fresh(running, many(100));
    const found = await collection.find().sort({ n: -1, _id: -1 }).skip(5).limit(3).toArray();
    expect(found.map(({ _id }) => _id)).toEqual([49, 39, 29]);
  });
});

describe("indexes", () => {
  it("are created, listed, found equal or in conflict, and dropped", async () => {
    const collection = await fresh(running, [{ a: 1 }]);
    expect(await collection.createIndex({ a: 1 })).toBe("a_1");
    expect(await collection.createIndex({ a: 1 })).toBe("a_1");
    expect(await codeOf(collection.createIndex({ a: 1 }, { unique: true }))).toBe(85);
    expect(await codeOf(collection.createIndex({ b: 1 }, { name: "a_1" }))).toBe(86);
    await collection.createIndex({ c: -1 }, { sparse: true, expireAfterSeconds: 60, name: "ttl" });
    expect(await collection.indexes()).toEqual([
      { v: 2, key: { _id: 1 }, name: "_id_" },
      { v: 2, key: { a: 1 }, name: "a_1" },
      { v: 2, key: { c: -1 }, name: "ttl", sparse: true, expireAfterSeconds: 60 },
    ]);
    await collection.dropIndex("a_1");
    expect(await codeOf(collection.dropIndex("a_1"))).toBe(27);
    expect(await codeOf(collection.dropIndex("_id_"))).toBe(72);
    for (const key of [{ a: "text" }, { a: "2dsphere" }, { "$**": 1 }])
      expect(await codeOf(collection.createIndex(key as never))).toBe(238);
  });

  it("refuse to be unique over duplicates, and leave nothing behind", async () => {
    const collection = await fresh(running, [{ a: 1 }, { a: 1 }]);
    expect(await codeOf(collection.createIndex({ a: 1 }, { unique: true }))).toBe(11000);
    expect(await collection.indexes()).toHaveLength(1);
    await collection.insertOne({ a: 1 } as never);
  });

  it("unique: one null only, unless sparse or partial (Unique Indexes)", async () => {
    const plain = await fresh(running);
    await plain.createIndex({ a: 1 }, { unique: true });
    await plain.insertOne({} as never);
    expect(await codeOf(plain.insertOne({ a: null } as never))).toBe(11000);
    const sparse = await fresh(running);
    await sparse.createIndex({ a: 1 }, { unique: true, sparse: true });
    await sparse.insertMany([{}, {}] as never);
    const partial = await fresh(running);
    await partial.createIndex({ a: 1 }, { unique: true, partialFilterExpression: { kind: "mail" } });
    await partial.insertMany([{ a: 1 }, { a: 1 }, { a: 1, kind: "mail" }] as never);
    expect(await codeOf(partial.insertOne({ a: 1, kind: "mail" } as never))).toBe(11000);
    expect(await partial.countDocuments({ a: 1 })).toBe(3);
  });

  it("refuse parallel arrays (Multikey Indexes)", async () => {
    const collection = await fresh(running);
    await collection.createIndex({ a: 1, b: 1 });
    expect(await codeOf(collection.insertOne({ a: [1], b: [2] } as never))).toBe(171);
  });

  const plans: [string, Document, Document | undefined, string][] = [
    ["equality", { n: 3 }, undefined, "n_1"],
    ["$in", { n: { $in: [1, 2] } }, undefined, "n_1"],
    ["a range", { at: { $gt: new Date(5000), $lt: new Date(9000) } }, undefined, "at_-1"],
    ["$or of indexed branches", { $or: [{ n: 1 }, { at: new Date(1000) }] }, undefined, "n_1, at_-1"],
    ["the more selective of two", { n: 3, at: new Date(13_000) }, undefined, "at_-1"],
    ["a sort", {}, { at: 1 }, "at_-1"],
    ["_id", { _id: 5 }, undefined, "_id_"],
    ["no index at all", { other: 1 }, undefined, ""],
  ];
  it.each(plans)("serve %s (explain)", async (_name, filter, sort, indexName) => {
    const collection = await fresh(running, many(500));
    await collection.createIndex({ n: 1 });
    await collection.createIndex({ at: -1 });
    const cursor = sort ? collection.find(filter).sort(sort as never) : collection.find(filter);
    const { queryPlanner } = await cursor.explain();
    expect(queryPlanner.winningPlan).toEqual({ stage: indexName === "" ? "COLLSCAN" : "IXSCAN", indexName });
  });

  it("obey a hint, and refuse one that names no index", async () => {
    const collection = await fresh(running, many(50));
    await collection.createIndex({ n: 1 });
    expect(await collection.find({ n: { $gte: 0 } }, { hint: "n_1" }).toArray()).toHaveLength(50);
    expect(await codeOf(collection.find({}, { hint: "nope" }).toArray())).toBe(2);
  });
});

describe("administration", () => {
  it("creates, lists, renames, counts and drops", async () => {
    const db = running.client.db("admin-test");
    await db.createCollection("a");
    expect(await codeOf(db.createCollection("a"))).toBe(48);
    await db.collection("a").insertOne({ x: 1 });
    await db.renameCollection("a", "b");
    expect((await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name)).toEqual(["b"]);
    expect(await db.collection("b").estimatedDocumentCount()).toBe(1);
    expect(await db.collection("b").distinct("x")).toEqual([1]);
    expect((await db.stats())["objects"]).toBe(1);
    expect((await db.admin().listDatabases()).databases.map(({ name }) => name)).toContain("admin-test");
    await db.dropDatabase();
    expect(await db.listCollections().toArray()).toEqual([]);
  });

  it("refuses capped collections, views, time series, validators and transactions", async () => {
    const { db, client } = running;
    for (const options of [
      { capped: true, size: 100 },
      { viewOn: "x" },
      { timeseries: { timeField: "t" } },
      { validator: { a: 1 } },
    ]) {
      expect(await codeOf(db.createCollection("never", options))).toBe(238);
    }
    const session = client.startSession();
    await expect(session.withTransaction(() => db.collection("x").insertOne({}, { session }))).rejects.toThrow();
    await session.endSession();
  });

  it("refuses names, sizes and _ids that MongoDB refuses", async () => {
    const collection = await fresh(running, [{ _id: 1 }]);
    expect(
      await codeOf(
        running.db.command({ insert: "a$b", documents: [{}] }).then((reply) => Promise.reject(reply["writeErrors"][0])),
      ),
    ).toBe(73);
    expect(await codeOf(collection.insertOne({ _id: [1] as never }))).toBe(53);
    expect(await codeOf(collection.updateOne({ _id: 1 }, { $set: { big: "x".repeat(16 * 1024 * 1024) } }))).toBe(10334);
    expect(await codeOf(running.db.command({ insert: "x", documents: [{}], writeConcern: { w: 3 } }))).toBe(2);
  });

  it("keeps Decimal128 as it came and compares it by value", async () => {
    const collection = await fresh(running, [
      { _id: 1, d: Decimal128.fromString("0.10") },
      { _id: 2, d: 0.1 },
      { _id: 3, d: 0.2 },
    ]);
    await collection.createIndex({ d: 1 });
    // The double nearest to 0.1 lies a little above it.
    expect((await collection.find({ d: { $lt: 0.1 } }).toArray()).map(({ _id, d }) => [_id, String(d)])).toEqual([
      [1, "0.10"],
    ]);
    expect((await collection.find({ d: Decimal128.fromString("0.1") }).toArray()).map(({ _id }) => _id)).toEqual([1]);
  });
});
