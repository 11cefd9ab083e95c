import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeAnswer } from "../support/answers.ts";
import { readArrived } from "../support/arrived-mail.ts";
import { type BotApiServer, startBotApiServer } from "../support/bot-api-server.ts";
import { connectMailbox, type RunningCampaign, somePeople, startCampaign } from "../support/campaign.ts";
import { type Dovecot, dovecotAvailable, startDovecot } from "../support/dovecot.ts";
import { tellOneStory } from "../support/one-story.ts";
import { labelsOf, type PairedChat, pairChat } from "../support/paired-chat.ts";
import { type Program, startProgram } from "../support/program.ts";
import { type SmtpSink, type SmtpSinkScript, startSmtpSink } from "../support/smtp-sink.ts";
import { waitUntil } from "../support/wait-until.ts";

const TEMPLATES = {
  first: { name: "First", kind: "first", subject: "A word, {{firstName}}?", text: "Hello {{firstName}},\n\nClaire" },
  thanks: { name: "Thanks", kind: "acceptance", text: "Thank you {{firstName}},\n\nClaire" },
};
const PEOPLE = 30;
/** Sooner than any lease or claim of a dead process runs out by itself. */
const SOON_MS = 15_000;

/** One story: the program is killed in the middle of sending, then in the middle of reading, and loses and doubles nothing. */
describe.skipIf(!dovecotAvailable())("a program that is killed in the middle of its work", () => {
  const people = somePeople(PEOPLE);
  const [last] = somePeople(PEOPLE + 1).slice(PEOPLE);
  // A server that takes its time, so that a kill strikes while mails are on their way.
  const script: SmtpSinkScript = { bodyDelayMs: 150 };
  let dovecot: Dovecot;
  let sink: SmtpSink;
  let bot: BotApiServer;
  let program: Program;
  let chat: PairedChat;
  let campaign: RunningCampaign;

  tellOneStory();
  beforeAll(async () => {
    [dovecot, sink, bot] = await Promise.all([
      startDovecot({ sentFolder: "Sent" }),
      startSmtpSink(script),
      startBotApiServer(),
    ]);
    program = await startProgram({
      env: { TELEGRAM_BOT_TOKEN: bot.token, TELEGRAM_API_ROOT: bot.url, SANDBOX: "false" },
    });
    chat = await pairChat(program, bot);
  });
  afterAll(async () => {
    await program?.remove();
    await Promise.all([dovecot?.stop(), sink?.stop(), bot?.stop()]);
  });

  const received = async () => await Promise.all(sink.received.map(readArrived));
  const killWhen = async (what: string, isTime: () => boolean) => {
    await waitUntil(what, isTime);
    await program.kill();
    await program.start();
  };
  const interrupted = () => program.rows<{ to: { address: string } }>("outboundmessages", { status: "unknown" });

  it("sends each mail at most once, over three kills", async () => {
    const mailbox = await connectMailbox(program.api, sink, dovecot);
    campaign = await startCampaign(program.api, {
      name: "Kills",
      mailboxId: mailbox.id,
      people,
      templates: TEMPLATES,
      steps: [{ template: "first", seconds: 0 }],
      rules: [{ on: "positive", template: "thanks" }],
    });
    for (const count of [4, 11, 19]) await killWhen(`${count} mails arrived`, () => sink.received.length >= count);
    await waitUntil("nothing is left to send", async () => {
      const left = await program.rows("outboundmessages", {
        status: { $in: ["planned", "queued", "claimed", "transmitting"] },
      });
      const planned = await program.rows("outboundmessages");
      return left.length === 0 && planned.length === PEOPLE;
    });
    const mails = await received();
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(mails.length);
    expect(new Set(mails.map(({ to }) => to.address)).size).toBe(mails.length);
  });

  it("loses none: what did not arrive for certain is unknown, and asked about in chat", async () => {
    const unknown = await interrupted();
    const sent = await program.rows<{ to: { address: string } }>("outboundmessages", { status: "sent" });
    expect(sent.length + unknown.length).toBe(PEOPLE);
    expect(unknown.length).toBeGreaterThan(0); // a kill struck while mails were on their way
    const arrived = new Set((await received()).map(({ to }) => to.address));
    for (const { to } of sent) expect(arrived).toContain(to.address);
    for (const { to } of unknown) {
      const asks = ({ text }: { text: string }) => text.includes(to.address) && text.includes("interrupted");
      const card = await chat.card("the question, not held up by the kill", asks, SOON_MS);
      expect(labelsOf(card)).toEqual(["It arrived", "Send again", "Give up"]);
    }
  });

  it("sends again only what the user says, under the same Message-ID, and once", async () => {
    const before = await received();
    const arrived = new Set(before.map(({ to }) => to.address));
    for (const { to } of await interrupted()) {
      const card = await chat.card("asks", ({ text }) => text.includes(to.address) && text.includes("interrupted"));
      await chat.press({ ...card }, arrived.has(to.address) ? "It arrived" : "Send again");
    }
    await waitUntil("everybody has the mail", async () => {
      const sent = await program.rows("outboundmessages", { status: "sent" });
      return sent.length === PEOPLE && sink.received.length === PEOPLE;
    });
    const mails = await received();
    expect(mails.map(({ to }) => to.address).toSorted()).toEqual(people.map(({ email }) => email).toSorted());
    const planned = await program.rows<{ messageId: string }>("outboundmessages");
    expect(mails.map(({ messageId }) => messageId).toSorted()).toEqual(
      planned.map(({ messageId }) => messageId).toSorted(),
    );
  });

  it("reads each answer once and alerts of each, over kills while answers come in", async () => {
    const mails = await received();
    const answers = await Promise.all(
      mails.slice(0, 12).map((mail) => writeAnswer(mail, "Yes, gladly! How about Tuesday?", { client: "gmail" })),
    );
    const delivery = (async () => {
      for (const { raw } of answers) await dovecot.appendMail(raw);
    })();
    await waitUntil("some answers are stored", async () => (await program.rows("inboundmessages")).length >= 3);
    await program.kill();
    await program.start();
    await delivery;
    const alerts = () => chat.messages().filter(({ text }) => text.includes("Positive answer"));
    await bot.waitFor(() => alerts().length >= 5, 30_000);
    await program.kill();
    await program.start();
    await waitUntil("every answer is read", async () => {
      const read = await program.rows("inboundmessages", { stage: "acted" });
      return read.length === answers.length;
    });
    const stored = await program.rows<{ messageId: string }>("inboundmessages");
    expect(stored.map(({ messageId }) => messageId).toSorted()).toEqual(
      answers.map(({ messageId }) => messageId).toSorted(),
    );
    const rows = await program.api.all(`/campaigns/${campaign.id}/recipients`);
    expect(rows.filter(({ state }) => state === "replied")).toHaveLength(answers.length);
    expect(await program.rows("alerts", { kind: "reply" })).toHaveLength(answers.length);
    expect(await program.rows("approvals")).toHaveLength(answers.length);
    for (const { to } of mails.slice(0, 12)) {
      const isAlert = ({ text }: { text: string }) => text.includes("Positive answer") && text.includes(to.address);
      await chat.card("the alert, not held up by what the killed process was showing", isAlert, SOON_MS);
    }
  });

  it("finds an interrupted mail in the folder of sent mail by itself, and does not send it again", async () => {
    if (!last) throw new Error("one more person");
    script.bodyDelayMs = 10_000; // the body is there, the word about it never comes
    const before = sink.received.length;
    const { items } = await program.api.get("/mailboxes");
    await startCampaign(program.api, {
      name: "Kept by the server",
      mailboxId: items[0].id,
      people: [last],
      templates: { first: { ...TEMPLATES.first, name: "Kept" } },
      steps: [{ template: "first", seconds: 0 }],
    });
    await waitUntil("the body is there", () => sink.received.length > before);
    await program.kill();
    await dovecot.appendMail(sink.received.at(-1)?.raw ?? "", { folder: "Sent", flags: ["\\Seen"] });
    await program.start();
    const mail = await waitUntil("the mail counts as sent", async () => {
      const [row] = await program.rows<{ status: string; statusReason: string }>("outboundmessages", {
        "to.address": last.email,
      });
      return row?.status === "sent" && row;
    });
    expect(mail.statusReason).toBe("found in the folder of sent mail");
    expect(sink.received).toHaveLength(before + 1);
    const settled = ({ text, buttons }: { text: string; buttons: unknown[] }) =>
      text.includes(last.email) && text.includes("✅ sent") && buttons.length === 0;
    await chat.card("the question about it is settled", settled);
  });
});
