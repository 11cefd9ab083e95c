import { setTimeout as delay } from "node:timers/promises";

const LOOK_EVERY_MS = 25;

/** The first truthy answer of `look`; after the deadline an error that says what was waited for and what was seen last. */
export async function waitUntil<T>(
  what: string,
  look: () => T | Promise<T>,
  { withinMs = 30_000, seen }: { withinMs?: number; seen?: () => unknown } = {},
): Promise<NonNullable<Exclude<T, false | 0 | "">>> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found) return found as NonNullable<Exclude<T, false | 0 | "">>;
    if (performance.now() > deadline) {
      const last = seen ? `\nSeen instead: ${JSON.stringify(await seen(), null, 2)}` : "";
      throw new Error(`Not within ${withinMs} ms: ${what}${last}`);
    }
    await delay(LOOK_EVERY_MS);
  }
}
