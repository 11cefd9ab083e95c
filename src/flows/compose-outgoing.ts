import type { MailboxAccount } from "../db/mailboxes.ts";
import type { Stored } from "../db/model.ts";
import type { OutboundMessage } from "../db/outbound-messages.ts";
import { signToken } from "../platform/tokens.ts";
import type { OutgoingMail } from "../ports/mail-sender.ts";

/** Puts a planned mail into the form that senders take. */
export type ComposeOutgoing = (
  message: Stored<OutboundMessage>,
  mailbox: Stored<MailboxAccount>,
  now: Date,
) => OutgoingMail;

/** Mail of a campaign carries a way out: by mail always, by one click where `publicUrl` lets people reach us (RFC 8058). */
export function createComposeOutgoing(deps: { publicUrl: string | undefined; linkKey: string }): ComposeOutgoing {
  return (message, mailbox, now) => {
    const unsubscribes = message.stepId === undefined ? [] : unsubscribeAddresses(message, mailbox);
    return {
      messageId: message.messageId,
      from: { address: mailbox.address, name: mailbox.displayName },
      to: message.to,
      subject: message.subject,
      text: message.text,
      html: message.html,
      inReplyTo: message.inReplyTo,
      references: message.references,
      listUnsubscribe: unsubscribes,
      oneClickUnsubscribe: unsubscribes.some((address) => address.startsWith("https:")),
      // RFC 3834: what nobody read before it went out says so, and machines leave it alone.
      autoSubmitted: message.answersInboundId !== undefined && message.decision === undefined,
      sentAt: now,
    };
  };

  function unsubscribeAddresses(message: Stored<OutboundMessage>, mailbox: Stored<MailboxAccount>): string[] {
    const byMail = `mailto:${mailbox.address}?subject=unsubscribe`;
    if (!deps.publicUrl) return [byMail];
    return [
      `${deps.publicUrl}/u/${signToken(deps.linkKey, `unsubscribe:${message.workspaceId}:${message._id}`)}`,
      byMail,
    ];
  }
}
