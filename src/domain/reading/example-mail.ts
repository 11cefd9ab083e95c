import type { ParsedMail } from "../parsed-mail.ts";

/** A mail for tests: a person's answer to ours, but for what `parts` says. Headers beside those of the fields go in `headers`. */
export function exampleMail(parts: Partial<ParsedMail> = {}): ParsedMail {
  return {
    messageId: "<answer@exemple.fr>",
    inReplyTo: ["<ours@relance.example>"],
    references: ["<ours@relance.example>"],
    from: { address: "marie@exemple.fr", name: "Marie Durand" },
    to: [{ address: "jean@relance.example", name: "Jean" }],
    cc: [],
    replyTo: [],
    subject: "Re: Proposition",
    sentAt: new Date("2026-11-19T09:00:00Z"),
    text: "Bonjour, votre proposition m'intéresse.",
    html: undefined,
    headers: {},
    partTypes: ["text/plain"],
    deliveryStatus: [],
    enclosedMessageIds: [],
    attachments: [],
    ...parts,
  };
}

/** The same, but written to us out of the blue: no reference, no `Re:`. */
export function freshMail(parts: Partial<ParsedMail> = {}): ParsedMail {
  return exampleMail({ inReplyTo: [], references: [], subject: "Bonjour", ...parts });
}
