import { describe, expect, it } from "vitest";
import { AlertModel } from "../../src/db/alerts.ts";
import { createCampaign } from "../../src/db/campaigns.ts";
import { listEvents } from "../../src/db/message-events.ts";
import { getRecipient } from "../../src/db/recipients.ts";
import { listSuppressed } from "../../src/db/suppressions.ts";
import { bounceMail } from "../../src/mail/sandbox/bounce-mail.ts";
import { arrive, inboxOf, receive, writeLetter } from "../support/incoming.ts";
import { useWorld } from "../support/integration.ts";
import { createScene, type Scene, type SceneOptions } from "../support/scene.ts";
import { DAY } from "../support/world.ts";

const test = useWorld();
const never = new AbortController().signal;
const alertsOf = async ({ workspaceId }: Scene) =>
  (await AlertModel.find({ workspaceId }).sort({ _id: 1 }).lean()).map(({ kind }) => kind);
const kindsOf = async (scene: Scene) => (await listEvents(scene.workspaceId, undefined, 99)).map(({ kind }) => kind);

/** Step one is out; step two is planned, and held back for a yes. */
async function underWay(options: SceneOptions = {}) {
  const { world } = test;
  const scene = await createScene(world, { steps: [{}, { requireApproval: true }], ...options });
  await world.send();
  world.advance(DAY);
  await world.engine.jobs.plan.run(never);
  const sent = world.handOvers.find(({ mail }) => mail.to.address === scene.addressOf("anna"))?.mail;
  if (!sent) throw new Error("nothing was sent");
  return { scene, sent, from: scene.addressOf("anna") };
}

const suppressedOf = async (scene: Scene, ...addresses: string[]) => {
  const found = await listSuppressed(scene.workspaceId, addresses.map(test.world.hashAddress));
  return addresses.filter((address) => found.has(test.world.hashAddress(address)));
};

const bounce = (sent: Awaited<ReturnType<typeof underWay>>["sent"], status = "5.1.1", action = "failed") => {
  const raw = bounceMail({ mail: { ...sent, references: [] } as never, messageId: "<b@mx.example>", at: new Date() });
  return Buffer.from(
    raw.toString().replace("Status: 5.1.1", `Status: ${status}`).replace("Action: failed", `Action: ${action}`),
  );
};

describe("an answer", () => {
  it.each([
    ["positive", "Yes, with pleasure! Let us talk on Tuesday.", ["sent", "cancelled", "awaitingApproval"]],
    ["negative", "No thank you, we are not interested.", ["sent", "cancelled"]],
    ["neutral", "What does it cost?", ["sent", "cancelled"]],
  ])("that is %s stops the sequence and cancels what is planned", async (replyClass, text, statuses) => {
    const { world } = test;
    const { scene, sent, from } = await underWay();
    await receive(world, scene, { from, text, answers: sent.messageId });
    expect(await scene.row()).toMatchObject({
      ...{ state: "replied", stateReason: "answered", lastReplyClass: replyClass, lastReplyAt: world.now() },
    });
    expect((await scene.row()).nextActionAt).toBeUndefined();
    expect((await scene.messages()).map(({ status }) => status)).toEqual(statuses);
    expect(await alertsOf(scene)).toEqual(["approval", "reply"]);
    world.advance(9 * DAY);
    await world.send();
    expect(world.handOvers).toHaveLength(1);
  });

  it("of a yes drafts the acceptance to OUR recipient, even when it came from another address", async () => {
    const { world } = test;
    const { scene, sent, from } = await underWay();
    await receive(world, scene, {
      ...{ from: "anna.private@elsewhere.example", text: "Yes, with pleasure!", answers: sent.messageId },
      ...{ messageId: "<yes@elsewhere.example>", subject: "RE: Hello Anna" },
    });
    const [draft] = await scene.messagesIn("awaitingApproval");
    expect(draft).toMatchObject({
      ...{ to: { address: from }, subject: "Re: Hello Anna", text: "Glad to hear it, Anna." },
      ...{ inReplyTo: "<yes@elsewhere.example>", references: [sent.messageId, "<yes@elsewhere.example>"] },
    });
    world.advance(DAY);
    await world.send();
    expect(world.handOvers).toHaveLength(1);
    expect(await scene.row()).toMatchObject({ state: "replied" });
  });

  it("without any reference stops the sequence too: the address is enough", async () => {
    const { world } = test;
    const { scene, from } = await underWay();
    await receive(world, scene, { from, subject: "Your letter", text: "Thank you, we would rather not." });
    expect(await scene.row()).toMatchObject({ state: "replied" });
    world.advance(9 * DAY);
    await world.tick();
    expect(world.handOvers).toHaveLength(1);
  });

  it("from a stranger about nothing of ours changes nobody's row", async () => {
    const { world } = test;
    const { scene } = await underWay();
    await receive(world, scene, { from: "stranger@elsewhere.example", text: "Hello, are you there?" });
    expect(await scene.row()).toMatchObject({ state: "awaitingApproval" });
    expect(await inboxOf(scene)).toMatchObject([{ stage: "acted" }]);
  });

  it("in one workspace does nothing in another that has the same correspondent", async () => {
    const { world } = test;
    const { scene, sent, from } = await underWay();
    const other = await createScene(world, { people: [] });
    const { _id } = await other.addPerson("x", { email: from });
    await other.enroll([_id]);
    await world.send();
    await receive(world, scene, { from, text: "Unsubscribe", answers: sent.messageId });
    expect(await suppressedOf(other, from)).toEqual([]);
    expect(await suppressedOf(scene, from)).toEqual([from]);
  });
});

describe("a mail no person wrote", () => {
  it("such as an absence notice does not stop the sequence, and is noted with the day of return", async () => {
    const { world } = test;
    const { scene, sent, from } = await underWay();
    await receive(world, scene, {
      ...{ from, subject: "Out of office: Hello Anna", answers: sent.messageId },
      text: "I am out of the office until April 8, 2030. I will answer on my return.",
      headers: [["Auto-Submitted", "auto-replied"]],
    });
    expect(await scene.row()).toMatchObject({ state: "awaitingApproval", stepId: "s2" });
    expect(await kindsOf(scene)).toContain("autoReplied");
    expect((await scene.messages()).map(({ status }) => status)).toEqual(["sent", "awaitingApproval"]);
  });

  it("such as a lasting failure stops the recipient and suppresses the address", async () => {
    const { world } = test;
    const { scene, sent, from } = await underWay();
    await receive(world, scene, bounce(sent));
    expect(await scene.row()).toMatchObject({ state: "bounced" });
    expect(await suppressedOf(scene, from, "mailer-daemon@mx.sandbox.example")).toEqual([from]);
    expect((await scene.messages()).map(({ status }) => status)).toEqual(["sent", "cancelled"]);
    expect(await kindsOf(scene)).toContain("bounced");
  });

  it("such as a passing failure changes nothing", async () => {
    const { world } = test;
    const { scene, sent, from } = await underWay();
    const before = await scene.row();
    await receive(world, scene, bounce(sent, "4.2.2", "delayed"));
    expect(await scene.row()).toEqual(before);
    expect(await suppressedOf(scene, from)).toEqual([]);
    expect((await scene.messages()).map(({ status }) => status)).toEqual(["sent", "awaitingApproval"]);
  });

  it("such as a failure report that names no address suppresses our addressee, not the reporting server", async () => {
    const { world } = test;
    const { scene, sent, from } = await underWay();
    const anonymous = bounce(sent)
      .toString()
      .replaceAll(/(Final|Original)-Recipient: .*\r\n/g, "");
    await receive(world, scene, Buffer.from(anonymous));
    expect(await scene.row()).toMatchObject({ state: "bounced" });
    expect(await suppressedOf(scene, from, "mailer-daemon@mx.sandbox.example")).toEqual([from]);
  });

  it("such as a forged report that cites no mail of ours silences nobody else", async () => {
    const { world } = test;
    const { scene, sent } = await underWay({ people: ["anna", "bob"] });
    const forged = bounce(sent).toString().replaceAll(scene.addressOf("anna"), scene.addressOf("bob"));
    await receive(world, scene, Buffer.from(forged));
    expect(await suppressedOf(scene, scene.addressOf("bob"))).toEqual([]);
    expect(await scene.row("bob")).toMatchObject({ state: "awaitingApproval" });
  });
});

describe("the word `unsubscribe`", () => {
  it("opts out of every campaign and suppresses, for good", async () => {
    const { world } = test;
    const { scene, sent, from } = await underWay();
    const { createdAt, updatedAt, _id, ...fields } = scene.campaign;
    const second = await createCampaign({ ...fields, name: "Second", status: "active" });
    const { recipientId } = await scene.row();
    await scene.enroll([recipientId], second._id);
    await world.engine.jobs.plan.run(never);
    await receive(world, scene, { from, text: "Please unsubscribe me.", answers: sent.messageId });
    expect(await scene.row()).toMatchObject({ state: "optedOut" });
    expect(await scene.row("anna", second._id)).toMatchObject({ state: "optedOut" });
    expect(await suppressedOf(scene, from)).toEqual([from]);
    expect((await getRecipient(scene.workspaceId, recipientId))?.consent).toMatchObject({ state: "withdrawn" });
    const third = await createCampaign({ ...fields, name: "Third", status: "active" });
    await scene.enroll([recipientId], third._id);
    world.advance(9 * DAY);
    await world.tick();
    expect(world.handOvers).toHaveLength(1);
  });

  it("from another address of theirs opts out the one we wrote to", async () => {
    const { world } = test;
    const { scene, sent, from } = await underWay();
    const alias = "anna.private@elsewhere.example";
    await receive(world, scene, { from: alias, text: "Unsubscribe", answers: sent.messageId });
    expect(await suppressedOf(scene, from, alias)).toEqual([from, alias]);
    expect(await scene.row()).toMatchObject({ state: "optedOut" });
  });

  it.each([
    ["an empty mail", "", []],
    ["a mail client's own words", "This message was automatically generated by your mail client.", []],
    ["a machine's mail", "", [["Auto-Submitted", "auto-generated"]]],
  ] as [string, string, [string, string][]][])(
    "in the subject of %s opts out: that is what our List-Unsubscribe asks for",
    async (_name, text, headers) => {
      const { world } = test;
      const { scene, from } = await underWay();
      await receive(world, scene, { from, subject: "unsubscribe", text, headers });
      expect(await suppressedOf(scene, from)).toEqual([from]);
      expect(await scene.row()).toMatchObject({ state: "optedOut" });
    },
  );

  it("in a long mail or a quotation stops nobody for good", async () => {
    const { world } = test;
    const { scene, sent, from } = await underWay();
    const text = `Thank you for the offer. ${"We have a few questions first. ".repeat(12)} PS: your unsubscribe link is broken.`;
    await receive(world, scene, { from, text, answers: sent.messageId });
    expect(await suppressedOf(scene, from)).toEqual([]);
    expect(await scene.row()).toMatchObject({ state: "replied" });
  });

  it("after an answer still opts out, and the waiting draft with it", async () => {
    const { world } = test;
    const { scene, sent, from } = await underWay();
    await receive(world, scene, { from, text: "Yes, with pleasure!", answers: sent.messageId });
    await receive(world, scene, { from, text: "Unsubscribe", answers: sent.messageId });
    expect(await scene.row()).toMatchObject({ state: "optedOut" });
    expect((await scene.messages()).map(({ status }) => status)).toEqual(["sent", "cancelled", "cancelled"]);
  });
});

describe("a copy of our own mail", () => {
  const copyOf = (scene: Scene, { messageId }: { messageId: string }, answers?: string) =>
    writeLetter({ from: `us@${scene.name}.test`, subject: "Hello", text: "Shall we talk?", messageId, answers });

  it("is no answer, wherever it lies", async () => {
    const { world } = test;
    const { scene, sent } = await underWay();
    const before = await scene.row();
    await arrive(world, scene, copyOf(scene, sent), { folder: "Sent" });
    await receive(world, scene);
    expect(await scene.row()).toEqual(before);
    expect(await alertsOf(scene)).toEqual(["approval"]);
  });

  it("that the user wrote by hand in the thread is no answer either", async () => {
    const { world } = test;
    const { scene, sent } = await underWay();
    await receive(world, scene, copyOf(scene, { messageId: "<by-hand@us.test>" }, sent.messageId));
    expect(await scene.row()).toMatchObject({ state: "awaitingApproval" });
  });

  it("in another mailbox of the firm is no answer either", async () => {
    const { world } = test;
    const { scene, sent } = await underWay({ mailboxCount: 2 });
    const [first, second] = scene.mailboxes;
    const senderIs = world.handOvers[0]?.from === first?.address ? first : second;
    const other = senderIs === first ? second : first;
    const raw = writeLetter({
      ...{ from: senderIs?.address ?? "", text: "Shall we talk?", messageId: "<s2@us.test>" },
      answers: sent.messageId,
    });
    await arrive(world, scene, raw, { ...(other && { mailbox: other }) });
    await receive(world, scene);
    expect(await scene.row()).toMatchObject({ state: "awaitingApproval" });
  });

  it("proves that an interrupted hand-over arrived", async () => {
    const { world } = test;
    world.onSend = () => ({ kind: "unknown", reply: "the link broke" });
    const scene = await createScene(world, { steps: [{}, {}] });
    await world.send();
    const [message] = await scene.messages();
    await receive(world, scene, copyOf(scene, { messageId: message?.messageId ?? "" }));
    expect(await scene.messages()).toMatchObject([{ status: "sent", settled: true }]);
    expect(await scene.row()).toMatchObject({ state: "waiting", stepId: "s2", sentCount: 1 });
  });
});

it("an answer that cites an interrupted mail settles it as sent, and stops the sequence", async () => {
  const { world } = test;
  world.onSend = () => ({ kind: "unknown", reply: "the link broke" });
  const scene = await createScene(world, { steps: [{}, {}] });
  await world.send();
  const answers = world.handOvers[0]?.mail.messageId;
  await receive(world, scene, { from: scene.addressOf("anna"), text: "What does it cost?", answers });
  expect(await scene.messages()).toMatchObject([{ status: "sent" }]);
  expect(await scene.row()).toMatchObject({ state: "replied", sentCount: 1 });
  world.advance(9 * DAY);
  await world.send();
  expect(world.handOvers).toHaveLength(1);
});
