import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Answer, writeAnswer, writeAutoReply, writeBounce } from "../support/answers.ts";
import { type ArrivedMail, readArrived } from "../support/arrived-mail.ts";
import { type BotApiServer, startBotApiServer } from "../support/bot-api-server.ts";
import { connectMailbox, type Person, type RunningCampaign, somePeople, startCampaign } from "../support/campaign.ts";
import { type Dovecot, dovecotAvailable, startDovecot } from "../support/dovecot.ts";
import { tellOneStory } from "../support/one-story.ts";
import { buttonOf, joinChat, labelsOf, type PairedChat, pairChat } from "../support/paired-chat.ts";
import { type Program, startProgram } from "../support/program.ts";
import { type SmtpSink, startSmtpSink } from "../support/smtp-sink.ts";
import { waitUntil } from "../support/wait-until.ts";

const TEMPLATES = {
  first: {
    name: "First",
    kind: "first",
    subject: "Un stage chez {{company}} ?",
    text: "Bonjour {{firstName}} {{lastName}},\n\nAuriez-vous un quart d'heure pour parler d'un stage chez {{company}} ?\n\nClaire",
    html: "<p>Bonjour {{firstName}} {{lastName}},</p><p>Auriez-vous un quart d'heure pour parler d'un stage chez {{company}} ?</p><p>Claire</p>",
  },
  followUp: { name: "Follow-up", kind: "followUp", text: "Bonjour {{firstName}},\n\nJe reviens vers vous.\n\nClaire" },
  last: { name: "Last word", kind: "followUp", text: "Bonjour {{firstName}},\n\nC'est mon dernier message.\n\nClaire" },
  acceptance: {
    name: "Acceptance",
    kind: "acceptance",
    text: "Bonjour {{firstName}},\n\nMerci, à très vite !\n\nClaire",
  },
  refusal: { name: "Refusal", kind: "refusal", text: "Bonjour {{firstName}},\n\nMerci de votre réponse.\n\nClaire" },
};

/** Only IDLE can tell of a mail sooner. */
const POLL_SECONDS = 600;
const BY_IDLE_MS = 5_000;

/** One story from the first mail to the last answer: each test goes on where the one before it left off. */
describe.skipIf(!dovecotAvailable())("the main job against real servers", () => {
  const people = somePeople(20);
  let dovecot: Dovecot;
  let sink: SmtpSink;
  let bot: BotApiServer;
  let program: Program;
  let chat: PairedChat;
  let campaign: RunningCampaign;

  tellOneStory();
  beforeAll(async () => {
    [dovecot, sink, bot] = await Promise.all([startDovecot(), startSmtpSink(), startBotApiServer()]);
    program = await startProgram({
      env: {
        TELEGRAM_BOT_TOKEN: bot.token,
        TELEGRAM_API_ROOT: bot.url,
        IMAP_POLL_SECONDS: String(POLL_SECONDS),
        SANDBOX: "false",
      },
    });
    chat = await pairChat(program, bot);
  });
  afterAll(async () => {
    await program?.remove();
    await Promise.all([dovecot?.stop(), sink?.stop(), bot?.stop()]);
  });

  /** Everything that arrived at one address, in the order of arrival. */
  const mailsTo = async ({ email }: Person): Promise<ArrivedMail[]> =>
    await Promise.all(sink.received.filter(({ to }) => to.includes(email)).map(readArrived));
  const mailTo = async (person: Person, index: number): Promise<ArrivedMail> => {
    const mail = (await mailsTo(person))[index];
    if (!mail) throw new Error(`${person.email} has no mail ${index + 1}`);
    return mail;
  };
  const arrives = (person: Person, count: number) =>
    waitUntil(`${count} mails arrive at ${person.email}`, async () => (await mailsTo(person)).length >= count);
  const person = (index: number) => people[index] as Person;
  const about = (one: Person, title: string) => (message: { text: string }) =>
    message.text.includes(title) && message.text.includes(one.email);
  const stateOf = async (one: Person): Promise<{ state: string; stateReason: string }> => {
    const rows = await program.api.all(`/campaigns/${campaign.id}/recipients`);
    return rows.find(({ recipientId }) => recipientId === campaign.recipientIds[people.indexOf(one)]);
  };
  const deliver = (answer: Answer) => dovecot.appendMail(answer.raw);
  /** The alert about this answer, as the program stored it and showed it in chat. */
  const readingOf = async ({ messageId }: Answer) => {
    const [inbound] = await program.rows<{ classification?: Record<string, unknown>; stage: string }>(
      "inboundmessages",
      { messageId },
    );
    return inbound?.stage === "acted" ? inbound.classification : undefined;
  };
  const untilRead = (answer: Answer) => waitUntil("the answer is read", () => readingOf(answer));

  it("sends the first mail of a campaign to each of 20 recipients, once", async () => {
    const mailbox = await connectMailbox(program.api, sink, dovecot);
    campaign = await startCampaign(program.api, {
      name: "Stages 2027",
      mailboxId: mailbox.id,
      people,
      templates: TEMPLATES,
      steps: [
        { template: "first", seconds: 0 },
        { template: "followUp", seconds: 3, requireApproval: true },
        { template: "last", seconds: 1 },
      ],
      rules: [
        { on: "positive", template: "acceptance" },
        { on: "negative", template: "refusal" },
      ],
    });
    await waitUntil("20 mails arrive", () => sink.received.length >= 20, { seen: () => sink.received.length });
    const mails = await Promise.all(sink.received.map(readArrived));
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(20);
    expect(mails.map(({ to }) => to.address).toSorted()).toEqual(people.map(({ email }) => email).toSorted());
    expect(sink.received.every(({ to }) => to.length === 1)).toBe(true);
  });

  it("gives each mail the headers of a thread's beginning and a way out", async () => {
    for (const [index, { firstName, lastName, company, email }] of people.entries()) {
      const mail = await mailTo(person(index), 0);
      expect(mail.messageId).toMatch(/^<[\w-]{20,}@relance\.test>$/);
      expect(mail.from).toEqual({ address: "claire@relance.test", name: "Claire Fontaine" });
      expect(mail.to).toEqual({ address: email, name: `${firstName} ${lastName}` });
      expect(mail.subject).toBe(`Un stage chez ${company} ?`);
      expect(mail.text).toContain(`Bonjour ${firstName} ${lastName},`);
      expect(mail.inReplyTo).toBeUndefined();
      expect(mail.references).toEqual([]);
      expect(mail.header("list-unsubscribe")).toBe("<mailto:claire@relance.test?subject=unsubscribe>");
      expect(mail.header("auto-submitted")).toBeUndefined();
    }
  });

  it("asks in chat before each follow-up, with the text and buttons", async () => {
    const cards = await waitUntil("20 cards ask for approval", () => {
      const found = chat.messages().filter(({ text }) => text.startsWith("✋ To approve"));
      return found.length >= 20 && found;
    });
    expect(cards).toHaveLength(20);
    for (const one of people) {
      const card = cards.find(({ text }) => text.includes(one.email));
      expect(card?.text).toContain(`Bonjour ${one.firstName},\n\nJe reviens vers vous.`);
      expect(card && labelsOf(card)).toEqual(["Approve", "Edit", "Refuse", "Skip this step"]);
    }
    expect(sink.received).toHaveLength(20);
  });

  it("hears of an answer by IDLE and alerts the paired chat within seconds", async () => {
    const answer = await writeAnswer(
      await mailTo(person(0), 0),
      "Bonjour Claire,\n\nAvec plaisir, votre profil nous intéresse beaucoup ! Pouvons-nous nous appeler jeudi à 14 h ?\n\nBien cordialement,\nCamille",
      { language: "fr" },
    );
    const startedAt = performance.now();
    await deliver(answer);
    const card = await chat.card("an alert about the answer", about(person(0), "Positive answer"));
    const latencyMs = performance.now() - startedAt;
    console.log(`From APPEND to the alert in chat: ${latencyMs.toFixed(0)} ms (poll every ${POLL_SECONDS} s)`);
    expect(latencyMs).toBeLessThan(BY_IDLE_MS);
    expect(card.text).toContain("Campaign: Stages 2027");
    expect(card.text).toContain("Done: no more automatic follow-ups to this person.");
    expect(card.text).toContain("Merci, à très vite !");
    expect(labelsOf(card)).toEqual(["Approve", "Edit", "Refuse", "Show the mail"]);
    expect(await untilRead(answer)).toMatchObject({ kind: "reply", replyClass: "positive", language: "fr" });
  });

  it("cancels the follow-up of somebody who answered, and says so on its card", async () => {
    const card = await chat.card(
      "the card of the follow-up tells that it was cancelled",
      (message) => about(person(0), "To approve")(message) && message.text.includes("cancelled, nothing went out"),
    );
    expect(card.text).toContain("this person answered");
    expect(labelsOf(card)).toEqual([]);
    expect(await stateOf(person(0))).toMatchObject({ state: "replied", stateReason: "answered" });
  });

  it("sends the approved answer in the thread, once, however often it is pressed", async () => {
    const card = await chat.card("the alert", about(person(0), "Positive answer"));
    const approve = buttonOf(card, "Approve");
    const stranger = joinChat(bot, "666");
    stranger.says("hello");
    const greeting = await stranger.card("a word to the stranger", () => true);

    const stolen = bot.userPresses(stranger.chatId, greeting.messageId, approve);
    await bot.waitFor(() => bot.answers.find(({ id }) => id === stolen));
    const first = bot.userPresses(chat.chatId, card.messageId, approve);
    const second = bot.userPresses(chat.chatId, card.messageId, approve);
    await bot.waitFor(() => bot.answers.find(({ id }) => id === second));
    expect(bot.answers.find(({ id }) => id === stolen)?.text).toMatch(/^Hello\. I only talk to people/);
    expect(bot.answers.find(({ id }) => id === first)?.text).toBe("Approved, on its way.");
    expect(bot.answers.find(({ id }) => id === second)?.text).toMatch(/^Already settled/);

    await arrives(person(0), 2);
    const [ours, answer] = await mailsTo(person(0));
    const inbound = await program.rows<{ messageId: string }>("inboundmessages");
    const theirs = inbound[0]?.messageId;
    expect(answer?.subject).toBe(`Re: ${ours?.subject}`);
    expect(answer?.inReplyTo).toBe(theirs);
    expect(answer?.references).toEqual([ours?.messageId, theirs]);
    expect(answer?.text).toContain("Merci, à très vite !");

    await bot.waitFor(() => card.text.includes("✅ sent"), 15_000);
    expect(card.text).toMatch(/✅ sent · by /);
    expect(labelsOf(card)).toEqual(["Show the mail"]);
    const late = bot.userPresses(chat.chatId, card.messageId, approve);
    await bot.waitFor(() => bot.answers.find(({ id }) => id === late));
    expect(bot.answers.find(({ id }) => id === late)?.text).toMatch(/^Already settled/);
  });

  it("tells yes, no, questions, absences and failed addresses apart, in French and English", async () => {
    const cases: [index: number, answer: Answer, title: string | undefined, reading: Record<string, unknown>][] = [
      [
        1,
        await writeAnswer(
          await mailTo(person(1), 0),
          "Hi Claire,\n\nYes, we would love to talk to you. Would Tuesday at 3 pm work for a call?\n\nBest,\nOliver",
          { client: "outlook" },
        ),
        "Positive answer",
        { kind: "reply", replyClass: "positive", language: "en" },
      ],
      [
        2,
        await writeAnswer(
          await mailTo(person(2), 0),
          "Bonjour,\n\nNous vous remercions de votre intérêt. Malheureusement, nous ne pouvons pas donner une suite favorable à votre demande.\n\nCordialement,\nZoé Lefèvre",
          { client: "outlook", language: "fr" },
        ),
        "Negative answer",
        { kind: "reply", replyClass: "negative", language: "fr" },
      ],
      [
        3,
        await writeAnswer(
          await mailTo(person(3), 0),
          "Hello,\n\nThanks, but we are not interested, we have already filled this position.\n\nEmma Clarke",
          { client: "phone" },
        ),
        "Negative answer",
        { kind: "reply", replyClass: "negative", language: "en" },
      ],
      [
        5,
        await writeAnswer(
          await mailTo(person(5), 0),
          "Hello,\n\nCould you tell me when you would start, and how many days a week you would be with us?\n\nSiobhán",
        ),
        "Neutral answer",
        { kind: "reply", replyClass: "neutral", language: "en" },
      ],
      [
        4,
        await writeAutoReply(
          await mailTo(person(4), 0),
          "Bonjour,\n\nJe suis absent du bureau jusqu'au 7 janvier 2027 inclus. Je vous répondrai à mon retour.\n\nFrançois Müller",
        ),
        undefined,
        { kind: "autoReply", replyClass: "auto" },
      ],
      [
        7,
        writeBounce(await mailTo(person(7), 0)),
        "Failed address",
        {
          kind: "bounce",
          replyClass: "auto",
          bounce: { recipient: person(7).email, status: "5.1.1", permanent: true },
        },
      ],
    ];
    for (const [, answer] of cases) await deliver(answer);
    for (const [index, answer, , reading] of cases) {
      expect(await untilRead(answer), person(index).email).toMatchObject(reading);
    }
    for (const [index, , title] of cases) {
      if (title) await chat.card(`an alert: ${title}`, about(person(index), title));
    }
    const states = Object.fromEntries(
      await Promise.all([1, 2, 3, 4, 5, 7].map(async (index) => [index, (await stateOf(person(index))).state])),
    );
    expect(states).toEqual({
      1: "replied",
      2: "replied",
      3: "replied",
      4: "awaitingApproval",
      5: "replied",
      7: "bounced",
    });
    expect(chat.messages().filter(about(person(4), "Automatic answer"))).toEqual([]);
  });

  it("lets a draft be edited wholly in chat, and sends the new words", async () => {
    const card = await chat.card("the alert", about(person(1), "Positive answer"));
    expect(await chat.press(card, "Edit")).toBe("");
    await chat.card("the question", ({ text }) => text.startsWith(`Send me the new text for ${person(1).email}`));
    chat.says("Hello Oliver,\n\nTuesday at 3 pm is perfect — à mardi !\n\nClaire");
    const preview = await chat.card("the preview", ({ text }) => text.startsWith("This is what goes out."));
    expect(preview.text).toContain("Tuesday at 3 pm is perfect — à mardi !");
    expect(await mailsTo(person(1))).toHaveLength(1);
    const preciselyThis = { ...preview }; // the card loses its buttons; a replay does not care
    expect(await chat.press(preciselyThis, "Send this text")).toBe("Approved, on its way.");
    expect(await chat.press(preciselyThis, "Send this text")).toMatch(/^Already settled/);
    await arrives(person(1), 2);
    const answer = await mailTo(person(1), 1);
    expect(answer.text.trim()).toBe("Hello Oliver,\n\nTuesday at 3 pm is perfect — à mardi !\n\nClaire");
    expect(answer.subject).toBe(`Re: ${(await mailTo(person(1), 0)).subject}`);
  });

  it("sends nothing where the draft is refused", async () => {
    const card = await chat.card("the alert", about(person(2), "Negative answer"));
    expect(await chat.press(card, "Refuse")).toBe("Refused, nothing goes out.");
    await bot.waitFor(() => card.text.includes("🚫 refused"), 15_000);
    expect(await mailsTo(person(2))).toHaveLength(1);
  });

  it("sends approved follow-ups in the thread, and the step after them by itself", async () => {
    const silent = [4, 8, 9, 10].map(person); // 4 is away, which is no answer
    for (const one of silent) {
      const card = await chat.card("the follow-up's card", about(one, "To approve"));
      expect(await chat.press(card, "Approve")).toBe("Approved, on its way.");
    }
    for (const one of silent) {
      await arrives(one, 3);
      const [first, second, third] = await mailsTo(one);
      expect(second).toMatchObject({
        subject: `Re: ${first?.subject}`,
        inReplyTo: first?.messageId,
        references: [first?.messageId],
      });
      expect(third).toMatchObject({
        subject: `Re: ${first?.subject}`,
        inReplyTo: second?.messageId,
        references: [first?.messageId, second?.messageId],
      });
      expect(
        await waitUntil("the row is done", async () => {
          const row = await stateOf(one);
          return row.state === "completed" && row;
        }),
      ).toMatchObject({ state: "completed" });
    }
  });

  it("sends no further step to anybody who answered, and nothing twice", async () => {
    for (const index of [0, 1]) expect(await mailsTo(person(index))).toHaveLength(2);
    for (const index of [2, 3, 5, 7]) expect(await mailsTo(person(index)), person(index).email).toHaveLength(1);
    const mails = await Promise.all(sink.received.map(readArrived));
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(mails.length);
    const outbound = await program.rows<{ stepId?: string; to: { address: string }; status: string }>(
      "outboundmessages",
    );
    const ended = outbound.filter(
      ({ stepId, to }) => stepId && [0, 1, 2, 3, 5, 7].some((index) => person(index).email === to.address),
    );
    expect(Object.groupBy(ended, ({ status }) => status)).toMatchObject({
      sent: { length: 6 },
      cancelled: { length: 6 },
    });
  });

  it("leaves every mail in the mailbox unread", async () => {
    const mails = await dovecot.folderFlags();
    expect(mails).toHaveLength(7);
    expect(mails.flatMap(({ flags }) => flags)).not.toContain("\\Seen");
  });

  it("tells in chat where everything stands", async () => {
    chat.says("/status");
    const status = await chat.card("the status", ({ text }) => text.startsWith("Where everything stands"));
    expect(status.text).toContain("Stages 2027 (active): 20 recipients");
    expect(status.text).toContain("✓ claire@relance.test");
    chat.says(`/why ${person(0).email}`);
    const why = await chat.card("the story", ({ text }) => text.startsWith("Stages 2027: answered"));
    expect(why.text).toContain("this person answered");
    expect(program.stderr()).toBe("");
  });
});
