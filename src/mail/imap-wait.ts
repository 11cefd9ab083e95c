import type { ImapFlow } from "imapflow";

// Without IDLE a silent connection is soon dropped on the way.
const KEEP_ALIVE_MS = 60_000;

// A server that ends IDLE sooner than this, without news, does not really have it.
const SHORTEST_IDLE_MS = 1000;

/** How one connection learns of new mail in its selected folder. */
export interface NewsWatch {
  /** `poll` where the server has no IDLE, or turned out not to keep it up. */
  by(): "idle" | "poll";
  /** What is told from here on counts as news. Called before a reading, so that nothing falls between two commands. */
  reset(): void;
  /** Resolves with what came first, `time` also when `by` has changed. Aborting the watch closes the client: `ended`. */
  wait(ms: number): Promise<"news" | "time" | "ended">;
}

export function watchForNews(client: ImapFlow): NewsWatch {
  let by: "idle" | "poll" = client.capabilities.has("IDLE") ? "idle" : "poll";
  let news = false;
  let ring = () => {};
  client.on("exists", ({ count, prevCount }) => {
    if (count <= prevCount) return;
    news = true;
    ring();
  });
  client.on("close", () => ring());

  const heard = () => (client.usable ? (news ? ("news" as const) : undefined) : ("ended" as const));
  /** False where `idling` ended it, rather than the time or the bell. */
  const sleep = async (ms: number, idling?: Promise<unknown>): Promise<boolean> => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => resolve(true), ms);
    ring = () => resolve(true);
    const slept = await Promise.race([promise, ...(idling === undefined ? [] : [idling.then(() => false)])]);
    clearTimeout(timer);
    ring = () => {};
    return slept;
  };

  return {
    by: () => by,
    reset() {
      news = false;
    },
    async wait(ms) {
      const until = performance.now() + ms;
      for (let left = ms; heard() === undefined && left > 0; left = until - performance.now()) {
        if (by === "idle") {
          const startedAt = performance.now();
          // The next command ends the IDLE; a lost connection rings of its own.
          const slept = await sleep(
            left,
            client.idle().catch(() => false),
          );
          if (slept) break;
          if (performance.now() - startedAt < SHORTEST_IDLE_MS) {
            by = "poll";
            break; // so that the change is told at once
          }
        } else {
          await sleep(Math.min(left, KEEP_ALIVE_MS));
          if (heard() === undefined && left > KEEP_ALIVE_MS) await client.noop();
        }
      }
      return heard() ?? "time";
    },
  };
}
