import { createTransport } from "nodemailer";
import { enroll } from "../src/db/campaign-recipients.ts";
import { createCampaign } from "../src/db/campaigns.ts";
import { createMailbox } from "../src/db/mailboxes.ts";
import type { Id } from "../src/db/model.ts";
import { countOutbound } from "../src/db/outbound-messages.ts";
import { createRecipient } from "../src/db/recipients.ts";
import { createTemplate } from "../src/db/templates.ts";
import { createSmtpSender } from "../src/mail/smtp-sender.ts";
import { median, rate, round, startBenchEngine, startSink } from "./support.ts";

const MAILS = 2_000;
const ROUNDS = 3;
const CONNECTIONS = 5;
const TEXT = `Bonjour {{firstName}},

Je me permets de vous écrire au sujet du poste que vous proposez chez {{company}}. Mon parcours et mes projets
correspondent à ce que vous cherchez, et je serais ravi d'en parler avec vous cette semaine ou la suivante.

Bien cordialement,
Camille`;

/**
 * A campaign of 2,000 first mails through planning, claiming, checking, sending and settling, all durable, against
 * nodemailer's own pool with the same mails and connections. Both send to an SMTP server in a process of its own.
 */
export async function run(): Promise<Record<string, unknown>> {
  const sink = await startSink();
  const sender = createSmtpSender({ host: "127.0.0.1", port: sink.port, secure: false, maxConnections: CONNECTIONS });
  const { engine, workspaceId, stop } = await startBenchEngine({ sender });
  const bare: number[] = [];
  const whole: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(await rate(MAILS, () => sendBare(sink.port)));
    await seedCampaign(workspaceId, round);
    const { signal } = new AbortController();
    whole.push(
      await rate(MAILS, async () => {
        // Side by side, as the program runs them: each batch that is planned wakes the sending.
        let isPlanned = false;
        const planning = engine.jobs.plan.run(signal).then(() => {
          isPlanned = true;
        });
        while (!isPlanned) await engine.jobs.send.run(signal);
        await planning;
        await engine.jobs.send.run(signal);
      }),
    );
    const sent = await countOutbound(workspaceId, "sent");
    if (sent !== MAILS * (round + 1)) throw new Error(`${sent} mails were sent after round ${round + 1}`);
  }
  sender.close();
  await stop();
  sink.stop();
  return {
    mails: MAILS,
    sendsPerSecond: round(median(whole)),
    barePerSecond: round(median(bare)),
    ratio: round(median(whole.map((value, index) => value / (bare[index] ?? value)))),
  };
}

async function sendBare(port: number): Promise<void> {
  const pool = createTransport({
    host: "127.0.0.1",
    port,
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: 1e9,
    ignoreTLS: true,
  });
  await Promise.all(
    Array.from({ length: MAILS }, (_, index) => {
      const text = TEXT.replace("{{firstName}}", `Prénom${index}`).replace("{{company}}", "Atelier");
      return pool.sendMail({
        from: "camille@firm.example",
        to: `r${index}@people.example`,
        subject: "Candidature",
        text,
      });
    }),
  );
  pool.close();
}

async function seedCampaign(workspaceId: Id, round: number): Promise<void> {
  const now = new Date();
  const limits = { perDay: 0, perHour: 0, minGapSeconds: 0 };
  const address = `camille${round}@firm.example`;
  const mailbox = await createMailbox({ workspaceId, address, displayName: "Camille", provider: "smtp", limits }, now);
  const content = { subject: "Candidature", text: TEXT };
  const template = await createTemplate({ workspaceId, name: "first", kind: "first", locale: "fr" }, content, now);
  const stepId = "first";
  const delay = { amount: 0, unit: "minutes" as const };
  const step = {
    stepId,
    templateId: String(template._id),
    delay,
    condition: "always" as const,
    requireApproval: false,
  };
  const campaign = await createCampaign({
    workspaceId,
    name: `bench ${round}`,
    subject: "",
    kind: "sequence",
    status: "active",
    mailboxIds: [mailbox._id],
    steps: [step],
    rules: [],
    details: {},
  });
  const recipients = await Promise.all(
    Array.from({ length: MAILS }, (_, index) => {
      const email = `r${index}-${round}@people.example`;
      return createRecipient({ workspaceId, email, firstName: `Prénom${index}`, company: "Atelier" });
    }),
  );
  const row = { workspaceId, campaignId: campaign._id, mailboxId: mailbox._id, stepId, nextActionAt: now };
  await enroll(recipients.map(({ _id }) => ({ ...row, recipientId: _id })));
}
