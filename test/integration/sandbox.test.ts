import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createClassifier } from "../../src/ai/classifier.ts";
import { countByState, listDue } from "../../src/db/campaign-recipients.ts";
import { getCampaign, moveCampaign } from "../../src/db/campaigns.ts";
import { getMailbox } from "../../src/db/mailboxes.ts";
import { type Id, newId } from "../../src/db/model.ts";
import { getRecipient, getRecipients, RecipientModel } from "../../src/db/recipients.ts";
import { createSandboxStore } from "../../src/db/sandbox-mails.ts";
import { getTemplate, newestVersion } from "../../src/db/templates.ts";
import { createWorkspace } from "../../src/db/workspaces.ts";
import { mergeValues } from "../../src/domain/merge-values.ts";
import { renderTemplate } from "../../src/domain/render-template.ts";
import { seedDemo } from "../../src/flows/seed-demo.ts";
import { isWatching, type RunningWatch, startWatch } from "../../src/mail/mail-reader.contract.ts";
import { sampleMail } from "../../src/mail/mail-sender.contract.ts";
import { parseMail } from "../../src/mail/parse-mail.ts";
import { DEMO_PEOPLE, demoCorrespondents } from "../../src/mail/sandbox/demo-correspondents.ts";
import { createSandboxReader, createSandboxSender } from "../../src/mail/sandbox/sandbox-provider.ts";
import type { SandboxStore } from "../../src/ports/sandbox-store.ts";
import { startTestDatabase } from "../support/database.ts";

let database: Awaited<ReturnType<typeof startTestDatabase>>;
let workspaceId: Id;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database?.stop());
beforeEach(async () => {
  workspaceId = (await createWorkspace({ name: "Demo", locale: "fr", timeZone: "Europe/Paris" }))._id;
});

async function parsed(raw: Buffer | undefined) {
  const result = await parseMail(raw ?? Buffer.alloc(0));
  if (result.kind !== "parsed") throw new Error(result.reason);
  return result.mail;
}

describe("the sandbox's mailbox", () => {
  /** The clock runs ten times as fast, so that answers take less than a second; timers do not, hence the short polls. */
  const startedAtMs = Date.now();
  const now = () => new Date(startedAtMs + (Date.now() - startedAtMs) * 10);
  let watch: RunningWatch | undefined;
  afterEach(async () => {
    await watch?.end();
  });

  /** As compose builds them: a store for each, one mailbox. */
  const openMailbox = (mailboxId = newId()) => {
    const store: SandboxStore = createSandboxStore(workspaceId, mailboxId);
    return {
      mailboxId,
      store,
      sender: createSandboxSender({ store, correspondents: demoCorrespondents, now }),
      reader: createSandboxReader({ store: createSandboxStore(workspaceId, mailboxId), now }),
    };
  };
  const mailTo = (local: string, id: string) =>
    sampleMail({ messageId: `<${id}@relance.test>`, to: { address: `${local}@sandbox.example`, name: "" } });
  const untilRead = async (running: RunningWatch, count: number) =>
    await expect.poll(() => running.mails.length, { timeout: 5_000 }).toBe(count);

  it("brings the answer to a mail in, in its thread", async () => {
    const { sender, reader } = openMailbox();
    watch = startWatch(reader, { pollSeconds: 1 });
    expect(await sender.send(mailTo("camille", "a"))).toMatchObject({ kind: "accepted" });
    await untilRead(watch, 1);
    const answer = await parsed(watch.mails[0]?.raw);
    expect(answer).toMatchObject({ inReplyTo: ["<a@relance.test>"], references: ["<a@relance.test>"] });
    expect(answer.text).toContain("Oui, votre profil nous intéresse");
  });

  it("forgets nothing in a restart: neither what was sent, nor answers on their way, nor the cursor", async () => {
    const before = openMailbox();
    watch = startWatch(before.reader, { pollSeconds: 1 });
    await before.sender.send(mailTo("julien", "a"));
    await untilRead(watch, 1);
    await watch.end();
    await before.sender.send(mailTo("camille", "b"));

    const after = openMailbox(before.mailboxId);
    expect(await after.reader.findSent("<b@relance.test>")).toBe("found");
    expect(await after.reader.findSent("<c@relance.test>")).toBe("absent");
    const again = startWatch(after.reader, { cursors: watch.cursors.slice(-1), pollSeconds: 1 });
    watch = again;
    await untilRead(again, 1);
    expect(again.mails[0]).toMatchObject({ uid: 2, uidValidity: "1" });
    expect((await parsed(again.mails[0]?.raw)).from?.address).toBe("camille@sandbox.example");
  });

  it("counts a mail that is handed over twice, and answers it once", async () => {
    const { sender, store, reader } = openMailbox();
    await Promise.all([sender.send(mailTo("camille", "twice")), sender.send(mailTo("camille", "once"))]);
    await sender.send(mailTo("camille", "twice"));
    const sent = await store.listSent();
    expect(Object.fromEntries(sent.map((mail) => [mail.messageId, mail.handOvers]))).toEqual({
      "<twice@relance.test>": 2,
      "<once@relance.test>": 1,
    });
    expect(sent[0]?.raw).toBeInstanceOf(Buffer);
    watch = startWatch(reader, { pollSeconds: 1 });
    await untilRead(watch, 2);
    await expect.poll(() => store.nextDueAt()).toBeUndefined();
    expect(watch.mails).toHaveLength(2);
  });

  it("gives every arrival one UID, whoever reads at the same time", async () => {
    const { sender, store, mailboxId } = openMailbox();
    await Promise.all(["camille", "julien", "nadia", "oliver"].map((local) => sender.send(mailTo(local, local))));
    const later = new Date(now().getTime() + 60_000);
    const readers = [store, createSandboxStore(workspaceId, mailboxId), createSandboxStore(workspaceId, mailboxId)];
    const read = await Promise.all(readers.map((each) => each.listArrived(0, later, 100)));
    expect(read.map((mails) => mails.map(({ uid }) => uid))).toEqual(Array(3).fill([1, 2, 3, 4]));
    expect((await store.listArrived(2, later, 1)).map(({ uid }) => uid)).toEqual([3]);
  });

  it("keeps mailboxes apart", async () => {
    const [one, other] = [openMailbox(), openMailbox()];
    await one.sender.send(mailTo("camille", "a"));
    expect(await other.reader.findSent("<a@relance.test>")).toBe("absent");
    watch = startWatch(other.reader);
    await expect.poll(() => watch && isWatching(watch)).toBe(true);
    expect(await other.store.nextDueAt()).toBeUndefined();
  });
});

describe("the demo", () => {
  const now = new Date("2026-11-20T09:04:00Z");
  const seed = (locale: "fr" | "en" = "fr") => seedDemo({ workspaceId, locale, now, timeZone: "Europe/Paris" });

  it("is a campaign under way to eight people, all of them simulated", async () => {
    const { mailboxId, campaignId } = await seed();
    expect(await getMailbox(workspaceId, mailboxId)).toMatchObject({ provider: "sandbox", folders: ["INBOX"] });
    expect(await getCampaign(workspaceId, campaignId)).toMatchObject({
      status: "active",
      details: { duration: "12 mois" },
    });
    const rows = await listDue(workspaceId, campaignId, now, 100);
    const recipients = await getRecipients(
      workspaceId,
      rows.map(({ recipientId }) => recipientId),
    );
    const known = recipients.map(({ email = "", firstName, lastName }) => [
      email.split("@")[0],
      `${firstName} ${lastName}`,
    ]);
    expect(Object.fromEntries(known)).toEqual(
      Object.fromEntries(Object.entries(DEMO_PEOPLE).map(([local, { name }]) => [local, name])),
    );
  });

  it("is made once, and left as the user changed it", async () => {
    const first = await seed();
    await moveCampaign(workspaceId, first.campaignId, ["active"], "paused");
    await RecipientModel.deleteOne({ workspaceId, email: "harry@sandbox.example" });
    expect(await seed()).toEqual(first);
    expect(await countByState(workspaceId, first.campaignId)).toEqual({ waiting: 8 });
    expect(await RecipientModel.countDocuments({ workspaceId })).toBe(7);
    expect((await getCampaign(workspaceId, first.campaignId))?.status).toBe("paused");
  });

  it("completes what a crash left half made", async () => {
    const first = await seed();
    await moveCampaign(workspaceId, first.campaignId, ["active"], "draft");
    await RecipientModel.deleteOne({ workspaceId, email: "harry@sandbox.example" });
    await Promise.all([seed(), seed()]);
    expect(await countByState(workspaceId, first.campaignId)).toEqual({ waiting: 8 });
    expect((await getCampaign(workspaceId, first.campaignId))?.status).toBe("active");
  });

  it.each(["fr", "en"] as const)("has templates in %s that leave no field empty", async (locale) => {
    const { campaignId } = await seed(locale);
    const campaign = await getCampaign(workspaceId, campaignId);
    const [row] = await listDue(workspaceId, campaignId, now, 1);
    const recipient = row && (await getRecipient(workspaceId, row.recipientId));
    if (!campaign || !recipient) throw new Error("the demo has a campaign and recipients");
    const used = [...campaign.steps, ...campaign.rules].map(({ templateId }) => templateId);
    expect(new Set(used).size).toBe(5);
    for (const templateId of used) {
      const template = await getTemplate(workspaceId, newId(templateId));
      if (!template) throw new Error("a step has a template");
      expect(template.locale).toBe(locale);
      expect(renderTemplate(newestVersion(template), mergeValues(recipient, campaign)).kind).toBe("rendered");
    }
  });

  it("gets answers that are read for what they are", async () => {
    const classifier = createClassifier();
    const read = async (local: string, nth: number) => {
      const mail = sampleMail({ to: { address: `${local}@sandbox.example`, name: "" } });
      const [reply] = demoCorrespondents({ ...mail, nth }, now);
      const { kind, replyClass } = await classifier.classify(await parsed(reply?.raw), {
        ourText: mail.text,
        locale: "fr",
        now,
      });
      return `${kind} ${replyClass}`;
    };
    expect({
      camille: await read("camille", 1),
      julien: await read("julien", 1),
      sophie: await read("sophie", 2),
      nadia: await read("nadia", 1),
      oliver: await read("oliver", 1),
      oliverAgain: await read("oliver", 2),
      emma: await read("emma", 2),
      grace: await read("grace", 1),
    }).toEqual({
      camille: "reply positive",
      julien: "reply negative",
      sophie: "reply neutral",
      nadia: "autoReply auto",
      oliver: "reply neutral",
      oliverAgain: "reply positive",
      emma: "reply positive",
      grace: "bounce auto",
    });
  });
});
