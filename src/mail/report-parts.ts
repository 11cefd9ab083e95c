import type { DeliveryStatusRecipient } from "../domain/parsed-mail.ts";
import { readMessageIds } from "./header-lines.ts";
import type { MailPart } from "./mime-walk.ts";

/** The blocks of a delivery report that speak of a recipient; the first block speaks of the mail (RFC 3464, 2.1). */
export function readDeliveryStatus(part: MailPart): DeliveryStatusRecipient[] {
  if (!/^message\/(global-)?delivery-status$/.test(part.contentType)) return [];
  const blocks = (part.report ?? part.text ?? "").split(/\r?\n[ \t]*\r?\n/);
  return blocks
    .map(readFields)
    .filter((fields) => fields.has("final-recipient") || fields.has("original-recipient") || fields.has("action"))
    .map((fields) => ({
      finalRecipient: fields.get("final-recipient"),
      originalRecipient: fields.get("original-recipient"),
      action: fields.get("action"),
      status: fields.get("status"),
      diagnosticCode: fields.get("diagnostic-code"),
    }));
}

/** Message-IDs of the mails that a report or a forward encloses, whole or headers only. */
export function readEnclosedIds(parts: readonly MailPart[]): string[] {
  const ids: string[] = [];
  for (const part of parts) {
    if (/^(message\/(rfc822|global|rfc822-headers|global-headers)|text\/rfc822-headers)$/.test(part.contentType)) {
      const fields = readFields((part.report ?? part.text ?? "").split(/\r?\n\r?\n/, 1)[0] ?? "");
      ids.push(...readMessageIds(asList(fields.get("message-id"))));
    }
    if (part.enclosed) ids.push(...readMessageIds(asList(part.messageId())));
  }
  return [...new Set(ids)];
}

function readFields(block: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of block.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/)) {
    const colon = line.indexOf(":");
    if (colon > 0) fields.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return fields;
}

function asList(value: string | undefined): string[] {
  return value === undefined ? [] : [value];
}
