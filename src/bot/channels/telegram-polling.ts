import { setTimeout as sleep } from "node:timers/promises";
import type { Api } from "grammy";
import type { Update } from "grammy/types";
import { type TelegramFailure, toTelegramFailure } from "./telegram-failures.ts";
import { callSignal } from "./telegram-signals.ts";

const POLL_SECONDS = 25;
/** How often we look for news while handlers still run. */
const BUSY_POLL_MS = 1_000;
/** After this an update counts as handled, so that a handler that hangs cannot block the confirmation for ever. */
const MAX_HOLD_MS = 60_000;
const STOP_WAIT_MS = 5_000;

export interface PollingOptions {
  api: Api;
  token: string;
  /** Run before the first poll, again and again until it succeeds. */
  prepare(signal: AbortSignal): Promise<void>;
  handle(update: Update): Promise<void>;
  onHealthy(): void;
  onFailure(failure: TelegramFailure): void;
  retryDelayMs(failure: TelegramFailure, failuresInARow: number): number;
}

/**
 * Long polling that confirms an update only once its handler has ended.
 *
 * A kill in the middle of a handler therefore loses nothing: Telegram hands the update out again after the restart.
 * A handler may so run twice; deciding is a compare-and-set in the flows, so its effect happens once.
 */
export function createPolling(options: PollingOptions) {
  const stopping = new AbortController();
  const { signal } = stopping;
  /** When the handler of each update that is not done began. */
  const running = new Map<number, number>();
  /** Every update handed to us since the confirmed one. */
  const seen = new Set<number>();
  let nextId = 0;
  let loop = Promise.resolve();
  let wake = () => {};

  /** The offset up to which all is done. Telegram forgets what lies before it. */
  function confirmedOffset(): number {
    const held = [...running].filter(([, startedAt]) => Date.now() - startedAt < MAX_HOLD_MS).map(([id]) => id);
    return Math.min(nextId, ...held);
  }

  function begin(update: Update): void {
    const id = update.update_id;
    if (seen.has(id)) return;
    seen.add(id);
    nextId = id + 1;
    running.set(id, Date.now());
    void options.handle(update).finally(() => {
      running.delete(id);
      if (running.size === 0) wake();
    });
  }

  async function allHandled(waitMs: number): Promise<void> {
    if (running.size === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, waitMs);
    wake = resolve;
    await promise;
    clearTimeout(timer);
  }

  async function poll(timeoutSeconds: number): Promise<void> {
    const offset = confirmedOffset();
    const query = { offset, timeout: timeoutSeconds, allowed_updates: ["message", "callback_query"] as const };
    const updates = await options.api.getUpdates(query, callSignal((timeoutSeconds + 15) * 1_000, signal));
    for (const id of seen) if (id < offset) seen.delete(id);
    for (const update of updates) begin(update);
  }

  async function run(onFirstAttempt: () => void): Promise<void> {
    let prepared = false;
    let failures = 0;
    let lastKind: TelegramFailure["kind"] | undefined;
    while (!signal.aborted) {
      try {
        if (prepared) {
          // After a failure a short look tells that all is well; a conflict shows only in a long one.
          await poll(lastKind === undefined || lastKind === "conflict" ? POLL_SECONDS : 0);
        } else {
          await options.prepare(signal);
          prepared = true;
        }
        failures = 0;
        lastKind = undefined;
        options.onHealthy();
        onFirstAttempt();
        await allHandled(BUSY_POLL_MS);
      } catch (error) {
        if (signal.aborted) break;
        const failure = toTelegramFailure(error, options.token);
        lastKind = failure.kind;
        options.onFailure(failure);
        onFirstAttempt();
        await pause(options.retryDelayMs(failure, ++failures));
      }
    }
    onFirstAttempt();
  }

  const pause = (ms: number) => sleep(ms, undefined, { signal }).catch(() => {});

  return {
    /** Resolves after the first attempt to connect, whatever came of it. */
    start(): Promise<void> {
      return new Promise((resolve, reject) => {
        loop = run(resolve);
        loop.catch(reject);
      });
    },
    /** Waits a little for handlers, then confirms what is done, so that it does not come again. */
    async stop(): Promise<void> {
      stopping.abort();
      await loop.catch(() => {});
      await allHandled(STOP_WAIT_MS);
      if (nextId === 0) return;
      const last = { offset: confirmedOffset(), limit: 1, timeout: 0 };
      await options.api.getUpdates(last, callSignal(2_000)).catch(() => {});
    },
  };
}
