const FIRST_MS = 2_000;
const LONGEST_MS = 300_000;
// A refused login is not mended by haste, and servers lock accounts that insist.
const REFUSED_MS = 60_000;

/** How long to wait before a mailbox is tried again after `failures` failures in a row, in milliseconds. */
export function reconnectDelayMs(failures: number, reason: "unreachable" | "refused"): number {
  const first = reason === "refused" ? REFUSED_MS : FIRST_MS;
  return Math.min(first * 2 ** Math.min(failures - 1, 10), LONGEST_MS);
}
