import type { Clock } from "./clock.ts";

/** Counts failures by key within a window. In memory: each process has its own count. */
export interface FailureLimit {
  /** Takes one try before its outcome is known, so that tries side by side count too. 0, or ms until the next is free. */
  take(key: string): number;
  /** The try succeeded: it does not count. */
  giveBack(key: string): void;
}

const MOST_KEYS = 10_000;

export function createFailureLimit({
  max,
  windowMs,
  now,
}: {
  max: number;
  windowMs: number;
  now: Clock;
}): FailureLimit {
  const windows = new Map<string, { count: number; endsAt: number }>();

  return {
    take(key) {
      const time = now().getTime();
      let open = windows.get(key);
      if (!open || open.endsAt <= time) {
        windows.delete(key); // re-inserted last: the map stays in the order in which windows end
        open = { count: 0, endsAt: time + windowMs };
        windows.set(key, open);
        dropOldest(time);
      }
      if (open.count >= max) return open.endsAt - time;
      open.count++;
      return 0;
    },
    giveBack(key) {
      const open = windows.get(key);
      if (open && open.count > 0) open.count--;
    },
  };

  function dropOldest(time: number): void {
    for (const [key, { endsAt }] of windows) {
      if (endsAt > time && windows.size <= MOST_KEYS) return;
      windows.delete(key);
    }
  }
}
