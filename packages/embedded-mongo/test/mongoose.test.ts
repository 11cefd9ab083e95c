import { randomBytes } from "node:crypto";
import mongoose from "mongoose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useServer } from "./server.ts";

const running = useServer();
let connection: mongoose.Connection;

beforeAll(async () => {
  connection = await mongoose.createConnection(running.server.uri, { dbName: "models" }).asPromise();
});
afterAll(async () => {
  await connection?.close();
});

describe("mongoose", () => {
  it("saves, versions arrays, and refuses a stale save", async () => {
    const schema = new mongoose.Schema(
      { title: String, tags: [String], parts: [{ n: Number }], map: { type: Map, of: Number } },
      { timestamps: true },
    );
    const Thing = connection.model("Thing", schema);
    const { id } = await Thing.create({ title: "a", tags: ["x"], parts: [{ n: 1 }, { n: 2 }], map: { k: 1 } });
    const [first, second] = [await Thing.findById(id).orFail(), await Thing.findById(id).orFail()];
    first.parts.splice(0, 1);
    first.tags.push("y");
    await first.save();
    second.set("parts.1.n", 9);
    await expect(second.save()).rejects.toThrow(/No matching document|version/i);
    const stored = await Thing.findById(id).orFail();
    expect([stored.parts.map(({ n }) => n), [...stored.tags], stored.map?.get("k")]).toEqual([[2], ["x", "y"], 1]);
  });

  it("populates references, also virtual ones", async () => {
    const Author = connection.model("Author", new mongoose.Schema({ name: String }));
    const bookSchema = new mongoose.Schema({
      title: String,
      author: { type: mongoose.Schema.Types.ObjectId, ref: "Author" },
    });
    const Book = connection.model("Book", bookSchema);
    const author = await Author.create({ name: "N" });
    await Book.insertMany([
      { title: "1", author: author._id },
      { title: "2", author: author._id },
    ]);
    const books = await Book.find().sort("title").populate<{ author: { name: string } }>("author").lean();
    expect(books.map((book) => book.author.name)).toEqual(["N", "N"]);
  });

  it("builds its indexes and reports a unique violation", async () => {
    const User = connection.model(
      "User",
      new mongoose.Schema({ mail: { type: String, unique: true }, at: { type: Date, expires: 60 } }),
    );
    await User.init();
    await User.create({ mail: "a" });
    await expect(User.create([{ mail: "a" }])).rejects.toMatchObject({ code: 11000, keyValue: { mail: "a" } });
    expect((await User.diffIndexes()).toCreate).toEqual([]);
    expect(await User.syncIndexes()).toEqual([]);
  });

  it("runs bulkWrite, aggregate, cursors, updateMany and distinct", async () => {
    const Row = connection.model("Row", new mongoose.Schema({ k: String, n: Number }));
    const { insertedCount, upsertedCount, modifiedCount, deletedCount } = await Row.bulkWrite([
      { insertOne: { document: { k: "a", n: 1 } } },
      { insertOne: { document: { k: "b", n: 2 } } },
      { updateOne: { filter: { k: "a" }, update: { $inc: { n: 5 } } } },
      { updateOne: { filter: { k: "c" }, update: { $set: { n: 3 } }, upsert: true } },
      { deleteOne: { filter: { k: "b" } } },
    ]);
    expect({ insertedCount, upsertedCount, modifiedCount, deletedCount }).toEqual({
      insertedCount: 2,
      upsertedCount: 1,
      modifiedCount: 1,
      deletedCount: 1,
    });
    expect(await Row.aggregate([{ $group: { _id: null, sum: { $sum: "$n" } } }])).toEqual([{ _id: null, sum: 9 }]);
    const seen: unknown[] = [];
    for await (const row of Row.find().sort("k").cursor()) seen.push(row.k);
    expect(seen).toEqual(["a", "c"]);
    expect(await Row.exists({ k: "a" })).not.toBeNull();
    expect((await Row.distinct("k")).sort()).toEqual(["a", "c"]);
    expect(await Row.findOneAndUpdate({ k: "z" }, { n: 1 }, { upsert: true, new: true }).lean()).toMatchObject({
      k: "z",
      n: 1,
    });
  });

  it("stores files in GridFS and gives them back whole or in part", async () => {
    const bucket = new mongoose.mongo.GridFSBucket(connection.db as never, { bucketName: "raw", chunkSizeBytes: 1000 });
    const data = randomBytes(123_456);
    const upload = bucket.openUploadStream("mail.eml", { metadata: { workspaceId: 1 } });
    await new Promise((resolve, reject) => upload.on("error", reject).end(data, () => resolve(undefined)));
    const read = async (range?: { start: number; end: number }) =>
      Buffer.concat(await Array.fromAsync(bucket.openDownloadStream(upload.id, range))) as Buffer;
    expect((await read()).equals(data)).toBe(true);
    expect((await read({ start: 1500, end: 5500 })).equals(data.subarray(1500, 5500))).toBe(true);
    await bucket.rename(upload.id, "other.eml");
    expect((await bucket.find({ filename: "other.eml" }).toArray())[0]).toMatchObject({
      length: 123_456,
      metadata: { workspaceId: 1 },
    });
    await bucket.delete(upload.id);
    expect(await connection.collection("raw.chunks").countDocuments()).toBe(0);
  });
});
