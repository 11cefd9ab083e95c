import { describe, expect, it } from "vitest";
import { bounceMail } from "../../src/mail/sandbox/bounce-mail.ts";
import { inboxOf, receive } from "../support/incoming.ts";
import { useWorld } from "../support/integration.ts";
import { createScene } from "../support/scene.ts";
import { alertKindsOf, eventKindsOf, suppressedOf, underWay } from "../support/under-way.ts";
import { DAY } from "../support/world.ts";

const test = useWorld();
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
    const { world, scene, sent, from } = await underWay(test.world);
    await receive(world, scene, { from, text, answers: sent.messageId });
    expect(await scene.row()).toMatchObject({
      ...{ state: "replied", stateReason: "answered", lastReplyClass: replyClass, lastReplyAt: world.now() },
    });
    expect((await scene.row()).nextActionAt).toBeUndefined();
    expect((await scene.messages()).map(({ status }) => status)).toEqual(statuses);
    expect(await alertKindsOf(scene)).toEqual(["approval", "reply"]);
    world.advance(9 * DAY);
    await world.send();
    expect(world.handOvers).toHaveLength(1);
  });

  it("of a yes drafts the acceptance to OUR recipient, even when it came from another address", async () => {
    const { world, scene, sent, from } = await underWay(test.world);
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
    const { world, scene, from } = await underWay(test.world);
    await receive(world, scene, { from, subject: "Your letter", text: "Thank you, we would rather not." });
    expect(await scene.row()).toMatchObject({ state: "replied" });
    world.advance(9 * DAY);
    await world.tick();
    expect(world.handOvers).toHaveLength(1);
  });

  it("from a stranger about nothing of ours changes nobody's row", async () => {
    const { world, scene } = await underWay(test.world);
    await receive(world, scene, { from: "stranger@elsewhere.example", text: "Hello, are you there?" });
    expect(await scene.row()).toMatchObject({ state: "awaitingApproval" });
    expect(await inboxOf(scene)).toMatchObject([{ stage: "acted" }]);
  });

  it("in one workspace does nothing in another that has the same correspondent", async () => {
    const { world, scene, sent, from } = await underWay(test.world);
    const other = await createScene(world, { people: [] });
    const { _id } = await other.addPerson("x", { email: from });
    await other.enroll([_id]);
    await world.send();
    await receive(world, scene, { from, text: "Unsubscribe", answers: sent.messageId });
    expect(await suppressedOf(world, other, from)).toEqual([]);
    expect(await suppressedOf(world, scene, from)).toEqual([from]);
  });
});

describe("a mail no person wrote", () => {
  it("such as an absence notice does not stop the sequence, and is noted with the day of return", async () => {
    const { world, scene, sent, from } = await underWay(test.world);
    await receive(world, scene, {
      ...{ from, subject: "Out of office: Hello Anna", answers: sent.messageId },
      text: "I am out of the office until April 8, 2030. I will answer on my return.",
      headers: [["Auto-Submitted", "auto-replied"]],
    });
    expect(await scene.row()).toMatchObject({ state: "awaitingApproval", stepId: "s2" });
    expect(await eventKindsOf(scene)).toContain("autoReplied");
    expect((await scene.messages()).map(({ status }) => status)).toEqual(["sent", "awaitingApproval"]);
  });

  it("such as a lasting failure stops the recipient and suppresses the address", async () => {
    const { world, scene, sent, from } = await underWay(test.world);
    await receive(world, scene, bounce(sent));
    expect(await scene.row()).toMatchObject({ state: "bounced" });
    expect(await suppressedOf(world, scene, from, "mailer-daemon@mx.sandbox.example")).toEqual([from]);
    expect((await scene.messages()).map(({ status }) => status)).toEqual(["sent", "cancelled"]);
    expect(await eventKindsOf(scene)).toContain("bounced");
  });

  it("such as a passing failure changes nothing", async () => {
    const { world, scene, sent, from } = await underWay(test.world);
    const before = await scene.row();
    await receive(world, scene, bounce(sent, "4.2.2", "delayed"));
    expect(await scene.row()).toEqual(before);
    expect(await suppressedOf(world, scene, from)).toEqual([]);
    expect((await scene.messages()).map(({ status }) => status)).toEqual(["sent", "awaitingApproval"]);
  });

  it("such as a failure report that names no address suppresses our addressee, not the reporting server", async () => {
    const { world, scene, sent, from } = await underWay(test.world);
    const anonymous = bounce(sent)
      .toString()
      .replaceAll(/(Final|Original)-Recipient: .*\r\n/g, "");
    await receive(world, scene, Buffer.from(anonymous));
    expect(await scene.row()).toMatchObject({ state: "bounced" });
    expect(await suppressedOf(world, scene, from, "mailer-daemon@mx.sandbox.example")).toEqual([from]);
  });

  it("such as a forged report that cites no mail of ours silences nobody else", async () => {
    const { world, scene, sent } = await underWay(test.world, { people: ["anna", "bob"] });
    const forged = bounce(sent).toString().replaceAll(scene.addressOf("anna"), scene.addressOf("bob"));
    await receive(world, scene, Buffer.from(forged));
    expect(await suppressedOf(world, scene, scene.addressOf("bob"))).toEqual([]);
    expect(await scene.row("bob")).toMatchObject({ state: "awaitingApproval" });
  });
});
