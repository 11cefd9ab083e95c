import type { SandboxArrived, SandboxIncoming, SandboxSent, SandboxStore } from "../../ports/sandbox-store.ts";

/** A sandbox mailbox that ends with the process: for tests. */
export function createMemorySandboxStore(): SandboxStore {
  const sent = new Map<string, SandboxSent & { handOvers: number }>();
  const onTheWay = new Map<string, SandboxIncoming>();
  const known = new Set<string>();
  const arrived: SandboxArrived[] = [];
  const listeners = new Set<() => void>();

  const keep = (mails: readonly SandboxIncoming[]) => {
    for (const mail of mails.filter(({ messageId }) => !known.has(messageId))) {
      known.add(mail.messageId);
      onTheWay.set(mail.messageId, mail);
    }
    for (const listener of listeners) listener();
  };
  const byDueAt = () => [...onTheWay.values()].sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());

  return {
    async keepSent(mail, answers) {
      const before = sent.get(mail.messageId);
      sent.set(mail.messageId, { ...(before ?? mail), handOvers: (before?.handOvers ?? 0) + 1 });
      keep(answers);
    },
    findSent: async (messageId) => sent.get(messageId),
    listSent: async () => [...sent.values()],
    countSent: async (to, messageIds) => messageIds.filter((id) => sent.get(id)?.to === to).length,
    keepIncoming: async (mail) => keep([mail]),
    async listArrived(afterUid, now, limit) {
      for (const { messageId, raw, dueAt } of byDueAt().filter((mail) => mail.dueAt <= now)) {
        onTheWay.delete(messageId);
        arrived.push({ uid: arrived.length + 1, raw, arrivedAt: dueAt });
      }
      return arrived.filter(({ uid }) => uid > afterUid).slice(0, limit);
    },
    nextDueAt: async () => byDueAt()[0]?.dueAt,
    onIncoming(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
