import type { ParsedMail } from "../domain/parsed-mail.ts";

/** A mail that cannot be taken apart is a result too: it is kept and shown with the reason. */
export type ParseResult = { kind: "parsed"; mail: ParsedMail } | { kind: "unparsable"; reason: string };

/** Takes a raw mail (RFC 5322) apart. Never throws for what a mail contains. */
export type ParseMail = (raw: Buffer) => Promise<ParseResult>;
