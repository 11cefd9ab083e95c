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
  /** Resolves with what came first. The end may be the signal's: aborting closes the client. */
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
  const sleep = async (ms: number, idling?: Promise<unknown>) => {
    if (heard() !== undefined) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    ring = resolve;
    await Promise.race([promise, ...(idling === undefined ? [] : [idling])]);
    clearTimeout(timer);
    ring = () => {};
  };

  return {
    by: () => by,
    reset() {
      news = false;
    },
    async wait(ms) {
      const until = performance.now() + ms;
      for (;;) {
        const left = until - performance.now();
        if (heard() === undefined && left > 0) {
          if (by === "idle") {
            // The next command ends the IDLE; a lost connection rings of its own.
            const idling = client.idle().catch(() => false);
            await sleep(left, idling);
            const lastedMs = left - (until - performance.now());
            if (lastedMs < SHORTEST_IDLE_MS && lastedMs < left && heard() === undefined) by = "poll";
            continue;
          }
          await sleep(Math.min(left, KEEP_ALIVE_MS));
          if (heard() === undefined && left > KEEP_ALIVE_MS) await client.noop();
          continue;
        }
        return heard() ?? "time";
      }
    },
  };
}
