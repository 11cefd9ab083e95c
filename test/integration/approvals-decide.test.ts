import { describe, expect, it } from "vitest";
import { ApprovalModel } from "../../src/db/approvals.ts";
import { AuditEntryModel } from "../../src/db/audit-entries.ts";
import { listEvents } from "../../src/db/message-events.ts";
import { receive } from "../support/incoming.ts";
import { useWorld } from "../support/integration.ts";
import { cardIn, createDraftScene, startChat } from "../support/paired.ts";
import { buttonOf } from "../support/recorded-chat.ts";
import { createScene, type Scene } from "../support/scene.ts";
import { DAY, MINUTE, SECOND } from "../support/world.ts";

const test = useWorld((world) => startChat(world));
const approvalsOf = ({ workspaceId }: Scene) => ApprovalModel.find({ workspaceId }).lean();

describe("the card of a draft", () => {
  it("shows what would go out and to whom, and asks", async () => {
    const { scene, card } = await createDraftScene(test.world);
    const { text, buttons } = card().message;
    expect(text).toContain("To approve · Talks");
    expect(text).toContain(`Follow-up to Anna <${scene.addressOf("anna")}>`);
    expect(text).toContain("Shall we talk, Anna?");
    expect(buttons.flat().map(({ label }) => label)).toEqual(["Approve", "Edit", "Refuse", "Skip this step"]);
    for (const { data } of buttons.flat()) expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64);
    expect(test.world.handOvers).toEqual([]);
  });

  it("approved, sends once, and reads so in every linked chat", async () => {
    const { world } = test;
    const { scene, lea, card } = await createDraftScene(world, { locale: "en" });
    const hugo = await scene.addUser("hugo", "agent", "fr");
    await world.chat.say(hugo.chatId, "/pending");
    await world.tick();
    const cards = () => [card(), cardIn(world, hugo.chatId)];
    expect(cards().map(({ message }) => message.buttons[0]?.[0]?.label)).toEqual(["Approve", "Approuver"]);
    const pressed = await world.chat.press(lea.chatId, buttonOf(card().message, "approve"));
    expect(pressed).toEqual({ toast: "Approved, on its way.", messages: [] });
    await world.tick();
    expect(world.handOvers).toHaveLength(1);
    const [ours, theirs] = cards();
    expect(ours).toMatchObject({ message: { text: expect.stringContaining("✅ sent · by lea"), buttons: [] } });
    expect(theirs).toMatchObject({ message: { text: expect.stringContaining("✅ envoyé · par lea"), buttons: [] } });
    expect(await approvalsOf(scene)).toMatchObject([{ status: "approved", decidedBy: "lea" }]);
    expect(await AuditEntryModel.find({ workspaceId: scene.workspaceId }).lean()).toMatchObject([
      { action: "draft.approve", actor: `user:${lea.user._id}` },
    ]);
  });

  it("pressed twice, later again, and by two people at once, has one effect", async () => {
    const { world } = test;
    const { scene, lea, card } = await createDraftScene(world);
    const hugo = await scene.addUser("hugo", "agent");
    await world.chat.say(hugo.chatId, "/pending");
    await world.tick();
    const approve = buttonOf(card().message, "approve");
    const theirs = buttonOf(cardIn(world, hugo.chatId).message, "approve");
    const refuse = buttonOf(cardIn(world, hugo.chatId).message, "refuse");
    const pressed = await Promise.all([
      world.chat.press(lea.chatId, approve),
      world.chat.press(lea.chatId, approve),
      world.chat.press(hugo.chatId, theirs),
      world.chat.press(hugo.chatId, refuse),
    ]);
    const done = pressed.filter(({ toast }) => /^(Approved|Refused)/.test(toast));
    expect(done).toHaveLength(1);
    for (const { toast } of pressed) expect(toast).toMatch(/^(Approved|Refused|Already settled)/);
    await world.tick();
    world.advance(3 * DAY);
    expect((await world.chat.press(lea.chatId, approve)).toast).toMatch(/^Already settled: /);
    await world.tick();
    const isRefused = done[0]?.toast.startsWith("Refused");
    expect(world.handOvers).toHaveLength(isRefused ? 0 : 1);
    const kinds = (await listEvents(scene.workspaceId, undefined, 20)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "approved" || kind === "refused")).toHaveLength(1);
  });

  it("refused, stops the recipient", async () => {
    const { world } = test;
    const { scene, lea, card } = await createDraftScene(world, { steps: [{ requireApproval: true }, {}] });
    const { toast } = await world.chat.press(lea.chatId, buttonOf(card().message, "refuse"));
    expect(toast).toBe("Refused, nothing goes out.");
    world.advance(9 * DAY);
    await world.tick();
    expect(world.handOvers).toEqual([]);
    expect(await scene.row()).toMatchObject({ state: "stopped", stateReason: "draft-refused" });
    expect(card().message).toMatchObject({ text: expect.stringContaining("🚫 refused · by lea"), buttons: [] });
    expect(await approvalsOf(scene)).toMatchObject([{ status: "refused" }]);
  });

  it("skipped, goes on with the next step", async () => {
    const { world } = test;
    const { scene, lea, card } = await createDraftScene(world, { steps: [{ requireApproval: true }, {}] });
    expect((await world.chat.press(lea.chatId, buttonOf(card().message, "skip"))).toast).toBe("Step skipped.");
    expect(await scene.row()).toMatchObject({ state: "waiting", stepId: "s2", stateReason: "next-step" });
    await world.tick();
    expect(world.handOvers).toEqual([]);
    world.advance(DAY);
    await world.tick();
    expect(world.handOvers).toMatchObject([{ mail: { subject: "Hello Anna" } }]);
    expect(world.handOvers[0]?.mail.inReplyTo).toBeUndefined();
  });

  it("says cancelled when an answer came first, and its button does nothing", async () => {
    const { world } = test;
    const { scene, lea, card } = await createDraftScene(world, { steps: [{}, { requireApproval: true }] });
    world.advance(DAY);
    await world.tick();
    const approval = card();
    const approve = buttonOf(approval.message, "approve");
    const answers = world.handOvers[0]?.mail.messageId;
    await receive(world, scene, { from: scene.addressOf("anna"), text: "What does it cost?", answers });
    expect((await world.chat.press(lea.chatId, approve)).toast).toMatch(/^Already settled: 🚫 cancelled/);
    world.advance(MINUTE);
    await world.tick();
    expect(approval.message.buttons).toEqual([]);
    expect(approval.message.text).toContain("cancelled, nothing went out");
    expect(world.handOvers).toHaveLength(1);
    expect((await approvalsOf(scene))[0]).toMatchObject({ status: "cancelled" });
  });

  it("expires after seven days: never sent, still listed", async () => {
    const { world } = test;
    const { scene, lea, card } = await createDraftScene(world);
    const approve = buttonOf(card().message, "approve");
    world.advance(7 * DAY - MINUTE);
    await world.tick();
    expect(await scene.messages()).toMatchObject([{ status: "awaitingApproval" }]);
    world.advance(2 * MINUTE);
    await world.tick();
    expect(await scene.messages()).toMatchObject([{ status: "expired" }]);
    expect(await scene.row()).toMatchObject({ state: "stopped", stateReason: "draft-expired" });
    expect(await approvalsOf(scene)).toMatchObject([{ status: "expired" }]);
    expect((await world.chat.press(lea.chatId, approve)).toast).toMatch(/^Already settled/);
    await world.tick();
    expect(world.handOvers).toEqual([]);
    expect(card().message.buttons).toEqual([]);
  });
});

describe("a press that may not decide", () => {
  it("is of a viewer: refused in their language, nothing sent", async () => {
    const { world } = test;
    const { scene } = await createDraftScene(world);
    const vera = await scene.addUser("vera", "viewer", "fr");
    await world.chat.say(vera.chatId, "/pending");
    await world.tick();
    const approve = buttonOf(cardIn(world, vera.chatId).message, "approve");
    expect((await world.chat.press(vera.chatId, approve)).toast).toMatch(/^Votre rôle ne le permet pas/);
    await world.tick();
    expect(world.handOvers).toEqual([]);
  });

  it("is of another chat, another workspace, a stranger, or tampered with: all told the same", async () => {
    const { world } = test;
    const { scene, card } = await createDraftScene(world);
    const approve = buttonOf(card().message, "approve");
    const hugo = await scene.addUser("hugo");
    const other = await createScene(world, { people: [] });
    const eve = await other.addUser("eve");
    const toasts = [
      (await world.chat.press(hugo.chatId, approve)).toast,
      (await world.chat.press(eve.chatId, approve)).toast,
      (await world.chat.press(hugo.chatId, `${approve.slice(0, -1)}x`)).toast,
      (await world.chat.press(hugo.chatId, "approve:")).toast,
      (await world.chat.press(hugo.chatId, "")).toast,
      (await world.chat.press(hugo.chatId, `erase:${approve.split(":")[1]}`)).toast,
    ];
    expect(toasts).toEqual(toasts.map(() => "This button is not valid any more."));
    const stranger = await world.chat.press("nobody's chat", approve);
    expect(stranger.toast).toBe("Hello. I only talk to people who have linked this chat to their Relance account.");
    await world.tick();
    expect(world.handOvers).toEqual([]);
  });

  it("is to a text that has changed since: the user is sent to look again", async () => {
    const { world } = test;
    const { scene, lea, card, draft } = await createDraftScene(world);
    const approve = buttonOf(card().message, "approve");
    const { _id: outboundId, workspaceId } = await draft();
    const choice = { workspaceId, outboundId, draftVersion: 1, by: { name: "api", actor: "apiKey:x" } };
    await world.engine.decideDraft.edit(choice, { subject: "Hello", text: "Quite another text" });
    expect((await world.chat.press(lea.chatId, approve)).toast).toMatch(/^The text has changed/);
    await world.tick();
    expect(world.handOvers).toEqual([]);
    expect(card().message.text).toContain("Quite another text");
    expect((await world.chat.press(lea.chatId, buttonOf(card().message, "approve"))).toast).toMatch(/^Approved/);
    await world.tick();
    expect(world.handOvers).toMatchObject([{ mail: { text: "Quite another text" } }]);
    expect(scene.name).toBeTruthy();
  });
});

describe("an interrupted hand-over", () => {
  it.each([
    ["arrived", 1, "sent"],
    ["again", 2, "sent"],
    ["giveUp", 1, "failed"],
  ])("is asked about, and %s is done once", async (verb, handOvers, status) => {
    const { world } = test;
    const scene = await createScene(world);
    const lea = await scene.addUser("lea");
    world.onSend = () => ({ kind: "unknown", reply: "the link broke" });
    await world.tick();
    const { message } = cardIn(world, lea.chatId);
    expect(message.text).toContain("Did it arrive? I send nothing again without you.");
    world.onSend = () => ({ kind: "accepted", reply: "250" });
    const data = buttonOf(message, verb);
    const pressed = await Promise.all([world.chat.press(lea.chatId, data), world.chat.press(lea.chatId, data)]);
    expect(pressed.map(({ toast }) => toast).toSorted()).toEqual(["Already settled.", "Noted."]);
    await world.tick();
    world.advance(10 * SECOND);
    await world.tick();
    for (const late of ["again", "giveUp", "arrived"])
      expect((await world.chat.press(lea.chatId, `${late}:${data.split(":")[1]}`)).toast).toBe("Already settled.");
    await world.tick();
    expect(world.handOvers).toHaveLength(handOvers);
    expect(await scene.messages()).toMatchObject([{ status }]);
    expect(world.chat.in(lea.chatId)[0]?.message.buttons).toEqual([]);
  });
});
