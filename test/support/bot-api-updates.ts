import { ApiFailure, nested, type Parameters } from "./bot-api-checks.ts";

export interface Update {
  update_id: number;
  [kind: string]: unknown;
}

const CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
const WEBHOOK =
  "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";

/** The updates that wait for the bot. What it did not confirm by a higher offset is handed out again. */
export function createUpdateQueue() {
  let queue: Update[] = [];
  let nextId = 100_000 + Math.floor(Math.random() * 100_000);
  let allowed: string[] = [];
  let webhookUrl = "";
  let poll: { end(): void; conflict(): void } | undefined;

  function take(offset: number, limit: number): Update[] {
    if (offset > 0) queue = queue.filter((update) => update.update_id >= offset);
    if (offset < 0) queue = queue.slice(offset);
    return queue.slice(0, limit);
  }

  return {
    pending: () => queue,
    webhookUrl: () => webhookUrl,
    setWebhook(url: string, dropPending: boolean): true {
      webhookUrl = url;
      if (dropPending) queue = [];
      return true;
    },

    push(kind: string, content: unknown): void {
      if (allowed.length > 0 && !allowed.includes(kind)) return;
      queue.push({ update_id: nextId++, [kind]: content });
      poll?.end();
    },

    async getUpdates(parameters: Parameters, onClose: (gone: () => void) => void): Promise<Update[]> {
      if (webhookUrl !== "") throw new ApiFailure(409, WEBHOOK);
      poll?.conflict(); // the newer one wins, as at Telegram
      if (parameters["allowed_updates"] !== undefined) allowed = nested(parameters["allowed_updates"]) as string[];
      const offset = Number(parameters["offset"] ?? 0);
      const limit = Math.min(100, Math.max(1, Number(parameters["limit"] ?? 100)));
      const timeoutSeconds = Math.min(50, Number(parameters["timeout"] ?? 0));
      const ready = take(offset, limit);
      if (ready.length > 0 || timeoutSeconds <= 0) return ready;

      const { promise, resolve, reject } = Promise.withResolvers<Update[]>();
      const timer = setTimeout(() => resolve([]), timeoutSeconds * 1_000);
      const mine = {
        end: () => resolve(take(offset, limit)),
        conflict: () => reject(new ApiFailure(409, CONFLICT)),
      };
      poll = mine;
      onClose(() => resolve([]));
      return promise.finally(() => {
        clearTimeout(timer);
        if (poll === mine) poll = undefined;
      });
    },
  };
}
