import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { databaseHandle } from "../../src/db/connect.ts";
import { startTestDatabase } from "./database.ts";
import { createWorld, type World } from "./world.ts";

/** A database for the file and a world for each test; a test that expects errors in the log empties `faults`. */
export function useWorld(prepare?: (world: World) => void | Promise<void>): { readonly world: World } {
  let database: Awaited<ReturnType<typeof startTestDatabase>>;
  let world: World;
  beforeAll(async () => {
    database = await startTestDatabase();
  });
  afterAll(() => database?.stop());
  beforeEach(async () => {
    await emptyDatabase();
    world = createWorld();
    await prepare?.(world);
  });
  afterEach(() => {
    world.end();
    expect(world.faults).toEqual([]);
  });
  return {
    get world() {
      return world;
    },
  };
}

/** Forgets what the test before left behind: its mails would be sent in this one. */
export async function emptyDatabase(): Promise<void> {
  const collections = await databaseHandle().collections();
  await Promise.all(collections.map((collection) => collection.deleteMany({})));
}
