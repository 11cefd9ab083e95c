import type { SandboxStore } from "../../ports/sandbox-store.ts";

/** Hears of mail on its way from now on, also while nobody waits. */
export function listenForMail(store: SandboxStore, signal: AbortSignal) {
  let heard = false;
  let wake = () => {};
  const tell = () => {
    heard = true;
    wake();
  };
  const stopListening = store.onIncoming(tell);
  signal.addEventListener("abort", tell, { once: true });

  return {
    /** Until mail was heard of, the signal aborts, or this time has passed. */
    async wait(maxMs: number): Promise<void> {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (heard || signal.aborted) resolve();
        else timer = setTimeout(resolve, Math.max(0, maxMs));
      });
      clearTimeout(timer);
      heard = false;
      wake = () => {};
    },
    stop() {
      stopListening();
      signal.removeEventListener("abort", tell);
    },
  };
}
