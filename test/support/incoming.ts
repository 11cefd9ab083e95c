import { InboundMessageModel } from "../../src/db/inbound-messages.ts";
import type { MailboxAccount } from "../../src/db/mailboxes.ts";
import type { Stored } from "../../src/db/model.ts";
import { receiveMessage } from "../../src/flows/receive-message.ts";
import { parseMail } from "../../src/mail/parse-mail.ts";
import { headerDate, headerText, writeRawMail } from "../../src/mail/sandbox/write-raw-mail.ts";
import type { Scene } from "./scene.ts";
import type { World } from "./world.ts";

export interface Letter {
  from: string;
  text: string;
  subject?: string;
  /** The Message-ID it answers. */
  answers?: string | undefined;
  messageId?: string | undefined;
  headers?: [string, string][];
}

export interface Place {
  folder?: string;
  uid?: number;
  mailbox?: Stored<MailboxAccount>;
}

let count = 0;

/** A mail as a person's program writes it. */
export function writeLetter({ from, text, subject = "Re: Hello", answers, messageId, headers = [] }: Letter): Buffer {
  return writeRawMail(
    [
      ["Message-ID", messageId ?? `<letter-${++count}@elsewhere.example>`],
      ["Date", headerDate(new Date())],
      ["From", `<${from}>`],
      ["To", "<us@firm.test>"],
      ["Subject", headerText(subject)],
      ["In-Reply-To", answers],
      ["References", answers],
      ...headers,
    ],
    { kind: "text", type: "text/plain; charset=utf-8", text },
  );
}

/** Stores a mail as the reader does. */
export async function arrive(world: World, scene: Scene, raw: Buffer, place: Place = {}): Promise<void> {
  const { folder = "INBOX", uid = ++count, mailbox = scene.mailboxes[0] } = place;
  if (!mailbox) throw new Error("a scene has a mailbox");
  const deps = { parse: parseMail, wake: () => undefined };
  await receiveMessage(mailbox, { folder, uid, uidValidity: "1", raw, receivedAt: world.now() }, deps);
}

/** Stores mails and takes them through their stages. */
export async function receive(world: World, scene: Scene, ...letters: (Letter | Buffer)[]): Promise<void> {
  for (const letter of letters) await arrive(world, scene, Buffer.isBuffer(letter) ? letter : writeLetter(letter));
  await world.engine.jobs.read.run(new AbortController().signal);
}

/** What was received in a scene, oldest first. */
export function inboxOf({ workspaceId }: Scene) {
  return InboundMessageModel.find({ workspaceId }).sort({ _id: 1 }).lean();
}
