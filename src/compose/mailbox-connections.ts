import type { MailboxAccount } from "../db/mailboxes.ts";
import type { Stored } from "../db/model.ts";
import { createSandboxStore } from "../db/sandbox-mails.ts";
import { openMailboxSecrets } from "../flows/connect-mailbox.ts";
import { createImapReader } from "../mail/imap-reader.ts";
import { demoCorrespondents } from "../mail/sandbox/demo-correspondents.ts";
import { createSandboxReader, createSandboxSender } from "../mail/sandbox/sandbox-provider.ts";
import { createSmtpSender } from "../mail/smtp-sender.ts";
import type { Clock } from "../platform/clock.ts";
import type { SecretBox } from "../platform/encryption.ts";
import type { MailReader } from "../ports/mail-reader.ts";
import type { MailSender } from "../ports/mail-sender.ts";
import type { SandboxStore } from "../ports/sandbox-store.ts";

export interface MailboxConnections {
  senderFor(mailbox: Stored<MailboxAccount>): MailSender;
  readerFor(mailbox: Stored<MailboxAccount>): MailReader;
  close(): void;
}

/** One way out and one way in per kind of provider. Add one: a file in src/mail, a line in compose. */
export type Providers = Record<
  MailboxAccount["provider"],
  { sender(mailbox: Stored<MailboxAccount>): MailSender; reader(mailbox: Stored<MailboxAccount>): MailReader }
>;

/** Keeps one sender a mailbox, with its open connections; a mailbox whose settings changed gets a new one. */
export function createMailboxConnections(providers: Providers): MailboxConnections {
  const senders = new Map<string, { settings: string; sender: MailSender }>();
  return {
    senderFor(mailbox) {
      const id = mailbox._id.toString();
      const settings = JSON.stringify([mailbox.provider, mailbox.smtp, mailbox.sealedSecrets]);
      const known = senders.get(id);
      if (known?.settings === settings) return known.sender;
      known?.sender.close();
      const sender = providers[mailbox.provider].sender(mailbox);
      senders.set(id, { settings, sender });
      return sender;
    },
    readerFor: (mailbox) => providers[mailbox.provider].reader(mailbox),
    close() {
      for (const { sender } of senders.values()) sender.close();
      senders.clear();
    },
  };
}

/** Any mailbox reached by SMTP and IMAP. */
export function createSmtpProvider(secrets: SecretBox): Providers["smtp"] {
  return {
    sender(mailbox) {
      if (!mailbox.smtp) throw new Error("a mailbox of this provider has an SMTP server");
      const { user, ...server } = mailbox.smtp;
      const password = openMailboxSecrets(mailbox, secrets).smtpPassword;
      // Without a user nothing is logged in to: a relay that trusts this machine wants no AUTH.
      return createSmtpSender({ ...server, ...(user !== "" && { user, password }) });
    },
    reader(mailbox) {
      if (!mailbox.imap) return neverReading();
      return createImapReader({ ...mailbox.imap, password: openMailboxSecrets(mailbox, secrets).imapPassword });
    },
  };
}

/** The local mailbox whose correspondents are simulated. Both ways share one store: an answer wakes the reader. */
export function createSandboxProvider(now: Clock): Providers["sandbox"] {
  const stores = new Map<string, SandboxStore>();
  function storeOf({ workspaceId, _id }: Stored<MailboxAccount>): SandboxStore {
    const known = stores.get(_id.toString()) ?? createSandboxStore(workspaceId, _id);
    stores.set(_id.toString(), known);
    return known;
  }
  return {
    sender: (mailbox) => createSandboxSender({ store: storeOf(mailbox), correspondents: demoCorrespondents, now }),
    reader: (mailbox) => createSandboxReader({ store: storeOf(mailbox), now }),
  };
}

/** A mailbox that only sends. */
function neverReading(): MailReader {
  return {
    watch: async () => undefined,
    findSent: async () => "cannotTell",
    verify: async () => ({ kind: "ok" }),
  };
}
