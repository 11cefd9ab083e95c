import { describe, expect, it } from "vitest";
import { fresh, useServer } from "./server.ts";

const running = useServer();

describe("counts and bulk writes", () => {
  it("counts as modified only what changed", async () => {
    const collection = await fresh(running, [{ a: 1 }, { a: 2 }]);
    const { matchedCount, modifiedCount } = await collection.updateMany({}, { $set: { a: 1 } });
    expect([matchedCount, modifiedCount]).toEqual([2, 1]);
  });

  it("an ordered bulk stops at the first failure, an unordered one goes on (Bulk Write Operations)", async () => {
    for (const ordered of [true, false]) {
      const collection = await fresh(running);
      const error = await collection.insertMany([{ _id: 1 }, { _id: 1 }, { _id: 2 }], { ordered }).catch((e) => e);
      expect(error.code).toBe(11000);
      expect(error.writeErrors).toHaveLength(1);
      expect(await collection.countDocuments()).toBe(ordered ? 1 : 2);
    }
  });

  it("tells key and value of a duplicate (E11000)", async () => {
    const collection = await fresh(running, [{ _id: 1, mail: "a@b.org", ws: 1 }]);
    await collection.createIndex({ ws: 1, mail: 1 }, { unique: true });
    const error = await collection.insertOne({ mail: "a@b.org", ws: 1 } as never).catch((e) => e);
    expect(error).toMatchObject({ code: 11000, keyPattern: { ws: 1, mail: 1 }, keyValue: { ws: 1, mail: "a@b.org" } });
    expect(error.message).toBe(
      `E11000 duplicate key error collection: test.${collection.collectionName} index: ws_1_mail_1 dup key: { ws: 1, mail: "a@b.org" }`,
    );
  });

  it("a failed statement undoes only its own writes", async () => {
    const collection = await fresh(running, [
      { _id: 1, u: 1 },
      { _id: 2, u: 2 },
    ]);
    await collection.createIndex({ u: 1 }, { unique: true });
    const results = await Promise.allSettled([
      collection.insertOne({ _id: 3, u: 3 }),
      collection.updateMany({}, { $set: { u: 9 } }),
      collection.insertOne({ _id: 4, u: 4 }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect((await collection.find().sort({ u: 1 }).toArray()).map(({ u }) => u)).toEqual([1, 2, 3, 4]);
  });
});

describe("findAndModify", () => {
  it("gives the document before or after, sorted and projected", async () => {
    const collection = await fresh(running, [
      { _id: 1, n: 1 },
      { _id: 2, n: 2 },
    ]);
    const before = await collection.findOneAndUpdate({}, { $inc: { n: 10 } }, { sort: { n: -1 } });
    const after = await collection.findOneAndUpdate(
      { _id: 1 },
      { $inc: { n: 10 } },
      { returnDocument: "after", projection: { _id: 0 } },
    );
    expect([before, after]).toEqual([{ _id: 2, n: 2 }, { n: 11 }]);
    expect(await collection.findOneAndDelete({ _id: 1 })).toEqual({ _id: 1, n: 11 });
    expect(await collection.findOneAndReplace({ _id: 9 }, { x: 1 }, { upsert: true, returnDocument: "after" })).toEqual(
      { _id: 9, x: 1 },
    );
    expect(await collection.findOneAndUpdate({ _id: 77 }, { $set: { x: 1 } })).toBeNull();
  });

  it("lets one of many concurrent claims through", async () => {
    const collection = await fresh(running, [{ _id: 1, state: "queued" }]);
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        collection.findOneAndUpdate({ state: "queued" }, { $set: { state: "claimed", by: i } }),
      ),
    );
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
  });
});
