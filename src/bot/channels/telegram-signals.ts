import type { Api } from "grammy";

/** grammY types signals by the class of a shim; Node's own do the same. */
export type CallSignal = NonNullable<Parameters<Api["getMe"]>[0]>;

/** Ends a call after `ms`, or when one of `others` says so. */
export function callSignal(ms: number, ...others: AbortSignal[]): CallSignal {
  return AbortSignal.any([AbortSignal.timeout(ms), ...others]) as CallSignal;
}
