import { ImapFlow } from "imapflow";
import { simpleParser } from "mailparser";
import { createMailbox } from "../src/db/mailboxes.ts";
import { receiveMessage } from "../src/flows/receive-message.ts";
import { createImapReader } from "../src/mail/imap-reader.ts";
import { parseMail } from "../src/mail/parse-mail.ts";
import { type Dovecot, dovecotAvailable, startDovecot } from "../test/support/dovecot.ts";
import { sampleAnswers } from "./sample-answers.ts";
import { median, rate, round, startBenchEngine } from "./support.ts";

const MAILS = 1_000;
const ROUNDS = 3;

/**
 * 1,000 mails of a real Dovecot: fetched, stored whole, parsed, threaded, classified and acted on, against a loop of
 * imapflow and mailparser that keeps nothing.
 */
export async function run(): Promise<Record<string, unknown>> {
  if (!dovecotAvailable()) return { skipped: "Dovecot is not installed" };
  const dovecot = await startDovecot();
  await fill(dovecot);
  const { host, port, user, password } = dovecot;
  const reader = createImapReader({ host, port, secure: false, user, password });
  const { engine, workspaceId, stop } = await startBenchEngine({ reader });
  const bare: number[] = [];
  const whole: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(await rate(MAILS, () => readBare(dovecot)));
    const limits = { perDay: 0, perHour: 0, minGapSeconds: 0 };
    const fields = {
      workspaceId,
      address: `box${round}@firm.example`,
      displayName: "",
      provider: "smtp" as const,
      limits,
    };
    const mailbox = await createMailbox(fields, new Date(0));
    whole.push(
      await rate(MAILS, async () => {
        const done = new AbortController();
        let stored = 0;
        await reader.watch({
          folders: ["INBOX"],
          cursors: [],
          readSince: new Date(0),
          pollSeconds: 60,
          onMail: async (fetched) => {
            await receiveMessage(mailbox, fetched, { parse: parseMail, wake: () => undefined });
            stored++;
          },
          onCursor: async () => {
            if (stored >= MAILS) done.abort();
          },
          onState: () => undefined,
          signal: done.signal,
        });
        await engine.jobs.read.run(new AbortController().signal);
      }),
    );
  }
  await stop();
  await dovecot.stop();
  return {
    mails: MAILS,
    readsPerSecond: round(median(whole)),
    barePerSecond: round(median(bare)),
    ratio: round(median(whole.map((value, index) => value / (bare[index] ?? value)))),
  };
}

async function fill(dovecot: Dovecot): Promise<void> {
  await dovecot.withClient(async (client) => {
    for (const raw of sampleAnswers(MAILS)) await client.append("INBOX", raw);
  });
}

async function readBare({ host, port, user, password }: Dovecot): Promise<void> {
  const client = new ImapFlow({
    host,
    port,
    secure: false,
    auth: { user, pass: password },
    logger: false,
    tls: { rejectUnauthorized: false },
  });
  await client.connect();
  const lock = await client.getMailboxLock("INBOX", { readOnly: true });
  for await (const { source } of client.fetch("1:*", { source: true })) if (source) await simpleParser(source);
  lock.release();
  await client.logout();
}
