import { setTimeout as sleep } from "node:timers/promises";
import { getMailbox, type MailboxAccount, markHealth, saveCursor } from "../db/mailboxes.ts";
import type { Stored } from "../db/model.ts";
import { reconnectDelayMs } from "../domain/reconnect-back-off.ts";
import type { Clock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import type { MailReader, ReaderState } from "../ports/mail-reader.ts";
import type { RaiseAlert } from "./raise-alert.ts";
import { type ReceiveDeps, receiveMessage } from "./receive-message.ts";

export interface WatchDeps extends ReceiveDeps {
  now: Clock;
  log: Log;
  readerFor(mailbox: Stored<MailboxAccount>): MailReader;
  raiseAlert: RaiseAlert;
  pollSeconds: number;
}

/** Keeps reading one mailbox until `signal` aborts; a failure is told once, and tried again with back-off. */
export async function watchMailbox(
  mailbox: Stored<MailboxAccount>,
  signal: AbortSignal,
  deps: WatchDeps,
): Promise<void> {
  const { workspaceId, _id } = mailbox;
  let failures = 0;
  while (!signal.aborted) {
    const current = await getMailbox(workspaceId, _id);
    if (!current) return;
    let failed: Extract<ReaderState, { kind: "failed" }> | undefined;
    const notes: Promise<unknown>[] = [];
    try {
      await deps.readerFor(current).watch({
        folders: current.folders,
        cursors: current.cursors,
        readSince: current.readSince,
        pollSeconds: deps.pollSeconds,
        onMail: (fetched) => receiveMessage(current, fetched, deps),
        onCursor: (cursor) => saveCursor(workspaceId, _id, cursor),
        onState(state) {
          if (state.kind === "failed") failed = state;
          if (state.kind === "watching") failures = 0;
          notes.push(noteState(current, state, deps));
        },
        signal,
      });
    } catch (err) {
      deps.log.error({ err, mailboxId: _id }, "watch failed");
      failed = { kind: "failed", reason: "unreachable", detail: err instanceof Error ? err.message : String(err) };
      notes.push(noteState(current, failed, deps));
    }
    await Promise.allSettled(notes);
    if (signal.aborted) return;
    failures++;
    const waitMs = reconnectDelayMs(failures, failed?.reason ?? "unreachable");
    await sleep(waitMs, undefined, { signal }).catch(() => undefined);
  }
}

async function noteState(mailbox: Stored<MailboxAccount>, state: ReaderState, deps: WatchDeps): Promise<void> {
  if (state.kind === "connecting") return;
  const now = deps.now();
  const { workspaceId, _id: mailboxId } = mailbox;
  try {
    if (state.kind === "watching") {
      const wasDown = !["new", "ok"].includes(mailbox.health.receiving.state);
      const isBack = (await markHealth(mailbox, "receiving", "ok", "", now)) && wasDown;
      const key = `mailboxUp:${mailboxId}:receiving:${now.toISOString()}`;
      if (isBack) await deps.raiseAlert({ workspaceId, key, kind: "mailboxUp", mailboxId });
      return;
    }
    if (!(await markHealth(mailbox, "receiving", state.reason, state.detail, now))) return;
    const key = `mailboxDown:${mailboxId}:receiving:${now.toISOString()}`;
    await deps.raiseAlert({ workspaceId, key, kind: "mailboxDown", mailboxId, text: state.detail });
  } catch (err) {
    deps.log.error({ err, mailboxId }, "mailbox health not noted");
  }
}
