import { recordAudit } from "../db/audit-entries.ts";
import { createMailbox, type MailboxAccount, type NewMailbox, type ServerAddress } from "../db/mailboxes.ts";
import { type Id, isDuplicateKey, newId, type Stored } from "../db/model.ts";
import type { Clock } from "../platform/clock.ts";
import type { SecretBox } from "../platform/encryption.ts";

/** A server as the user names it. */
export type ServerLogin = ServerAddress & { password: string };

/** The passwords of a mailbox, as they are sealed: JSON of this. */
export interface MailboxSecrets {
  smtpPassword: string;
  imapPassword: string;
}

export interface MailboxRequest extends Pick<NewMailbox, "workspaceId" | "address" | "displayName" | "limits"> {
  smtp: ServerLogin;
  imap?: ServerLogin | undefined;
  actor: string;
}

export type ConnectResult = { kind: "done"; mailbox: Stored<MailboxAccount> } | { kind: "exists" };

/** Adds a mailbox. Whether its servers let us in shows in its health: an unreachable one is kept and tried again. */
export async function connectMailbox(
  request: MailboxRequest,
  deps: { now: Clock; secrets: SecretBox; onMailboxesChanged(): void },
): Promise<ConnectResult> {
  const { smtp, imap, actor, ...fields } = request;
  const id = newId();
  const secrets: MailboxSecrets = { smtpPassword: smtp.password, imapPassword: imap?.password ?? "" };
  try {
    const mailbox = await createMailbox(
      {
        ...fields,
        _id: id,
        provider: "smtp",
        smtp: addressOf(smtp),
        ...(imap && { imap: addressOf(imap) }),
        sealedSecrets: deps.secrets.seal(JSON.stringify(secrets), secretContext(id)),
      },
      deps.now(),
    );
    const { workspaceId } = request;
    await recordAudit({ workspaceId, at: deps.now(), actor, action: "mailbox.connect", target: `mailbox:${id}` });
    deps.onMailboxesChanged();
    return { kind: "done", mailbox };
  } catch (error) {
    if (isDuplicateKey(error)) return { kind: "exists" };
    throw error;
  }
}

/** The passwords of a mailbox. @throws SecretError when SECRET_KEYS lost its key. */
export function openMailboxSecrets(
  mailbox: Pick<Stored<MailboxAccount>, "_id" | "sealedSecrets">,
  secrets: SecretBox,
): MailboxSecrets {
  if (!mailbox.sealedSecrets) return { smtpPassword: "", imapPassword: "" };
  return JSON.parse(secrets.open(mailbox.sealedSecrets, secretContext(mailbox._id))) as MailboxSecrets;
}

/** Ties the sealed passwords to their mailbox. */
function secretContext(id: Id): string {
  return `mailbox:${id}`;
}

function addressOf({ host, port, secure, user }: ServerLogin): ServerAddress {
  return { host, port, secure, user };
}
