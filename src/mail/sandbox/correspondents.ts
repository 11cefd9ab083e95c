import { createHash } from "node:crypto";
import type { MailAddress } from "../../domain/parsed-mail.ts";
import { bareSubject, followThread } from "../../domain/thread.ts";
import { bounceMail } from "./bounce-mail.ts";
import type { HeardMail } from "./heard-mail.ts";
import { type Client, dayInWords, type Language, quoteMail } from "./quote-mail.ts";
import { headerAddress, headerDate, headerIds, headerText, writeRawMail } from "./write-raw-mail.ts";

/** What somebody does with a mail. */
export type Answer =
  | { kind: "writes"; text: string }
  /** An absence notice; `{day}` in the text becomes the day of return. */
  | { kind: "isAway"; text: string }
  /** There is no such mailbox: the server answers. */
  | { kind: "bounces" }
  | { kind: "isSilent" };

/** One simulated person, and what they do with the first mail of a thread, the second, and so on; then silence. */
export interface Correspondent {
  name: string;
  language: Language;
  client: Client;
  answers: readonly Answer[];
}

/** Who is behind an address; everybody is somebody in the sandbox. */
export type Script = (to: MailAddress, text: string) => Correspondent;

/** One mail that comes back, at `dueAt`. */
export interface SimulatedReply {
  messageId: string;
  raw: Buffer;
  dueAt: Date;
}

const LEAST_DELAY_MS = 2_000;
const DELAY_SPREAD_MS = 6_000;
const LEAST_ABSENCE_DAYS = 7;
const DAY_MS = 86_400_000;

/** What comes back for one mail. The same mail always gets the same answer, after the same delay. */
export function decideReply(mail: HeardMail, script: Script, now: Date): SimulatedReply[] {
  const person = script(mail.to, mail.text);
  const answer = person.answers[mail.nth - 1];
  if (!answer || answer.kind === "isSilent") return [];
  const dueAt = new Date(now.getTime() + delayMs(mail.to.address));
  const messageId = `<${hash(`answer to ${mail.messageId}`).toString("base64url").slice(0, 27)}@${domainOf(mail.to.address)}>`;
  const raw =
    answer.kind === "bounces"
      ? bounceMail({ mail, messageId, at: dueAt })
      : writeAnswer({ mail, person, answer, messageId, sentAt: now, at: dueAt });
  return [{ messageId, raw, dueAt }];
}

/** 2 to 8 seconds, always the same for one address. */
function delayMs(address: string): number {
  return LEAST_DELAY_MS + (hash(address).readUInt32BE() % DELAY_SPREAD_MS);
}

function writeAnswer(of: {
  mail: HeardMail;
  person: Correspondent;
  answer: Extract<Answer, { text: string }>;
  messageId: string;
  sentAt: Date;
  at: Date;
}): Buffer {
  const { mail, person, answer, messageId, sentAt, at } = of;
  const { language, client } = person;
  const isAway = answer.kind === "isAway";
  const words = answer.text.replace("{day}", dayInWords(returnDay(at), language));
  // An absence notice quotes nothing.
  const text = isAway ? words : `${words}\n\n${quoteMail({ ...mail, sentAt }, client, language)}`;
  const thread = followThread(mail.messageId, mail.references);
  const from = { name: person.name, address: mail.to.address };
  return writeRawMail(
    [
      ["Return-Path", isAway ? "<>" : headerAddress({ name: "", address: from.address })],
      ["Message-ID", messageId],
      ["Date", headerDate(at)],
      ["From", headerAddress(from)],
      ["To", headerAddress(mail.from)],
      ["Subject", headerText(isAway ? awaySubject(mail.subject, language) : answerSubject(mail.subject, client))],
      ["In-Reply-To", headerIds([mail.messageId])],
      ["References", headerIds(thread.references)],
      ["Auto-Submitted", isAway ? "auto-replied" : undefined],
      ["X-Auto-Response-Suppress", isAway ? "All" : undefined],
      ["X-Mailer", { gmail: undefined, outlook: undefined, apple: "Apple Mail", phone: "iPhone Mail" }[client]],
    ],
    { kind: "text", type: 'text/plain; charset="utf-8"', text },
  );
}

function answerSubject(subject: string, client: Client): string {
  return `${client === "outlook" ? "RE" : "Re"}: ${bareSubject(subject)}`;
}

function awaySubject(subject: string, language: Language): string {
  return `${language === "fr" ? "Réponse automatique :" : "Automatic reply:"} ${bareSubject(subject)}`;
}

/** The first Monday that is a week away or more. */
function returnDay(from: Date): Date {
  const day = new Date(from.getTime() + LEAST_ABSENCE_DAYS * DAY_MS);
  day.setUTCHours(12); // the same day in every zone they live in
  while (day.getUTCDay() !== 1) day.setUTCDate(day.getUTCDate() + 1);
  return day;
}

function hash(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

function domainOf(address: string): string {
  return address.split("@")[1] || "sandbox.example";
}
