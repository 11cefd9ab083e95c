import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectMailbox, somePeople, startCampaign } from "../support/campaign.ts";
import { type Dovecot, dovecotAvailable, startDovecot } from "../support/dovecot.ts";
import { type Program, runCommand, startProgram } from "../support/program.ts";
import { RestProblem } from "../support/rest-client.ts";
import { type SmtpSink, startSmtpSink } from "../support/smtp-sink.ts";
import { waitUntil } from "../support/wait-until.ts";

describe("a start that cannot succeed", () => {
  const dataDir = mkdtempSync(join(tmpdir(), "relance-e2e-"));
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  it("names the wrong setting in one line, and not its value", async () => {
    const ended = await runCommand(["start"], { dataDir, env: { IMAP_POLL_SECONDS: "soon" } });
    expect(ended).toMatchObject({ code: 1, stdout: "" });
    expect(ended.stderr).toMatch(/^Wrong setting: IMAP_POLL_SECONDS: [^\n]+\n$/);
    expect(ended.stderr).not.toContain("soon");
  });

  it("ends with one line where the port is taken, and has still shown the first password", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as AddressInfo;
    const env = { PORT: String(port), SANDBOX: "false", ADMIN_EMAIL: "", ADMIN_PASSWORD: "" };
    const ended = await runCommand(["start"], { dataDir, env });
    taken.close();
    expect(ended).toMatchObject({ code: 1, stderr: `Port ${port} is in use: set PORT to another one\n` });
    expect(ended.stdout).toMatch(/password \S{12} \(shown only once\)/);
  });

  it("says who has the data already, and leaves them alone", async () => {
    const program = await startProgram({ env: { SANDBOX: "false" } });
    try {
      const second = await runCommand(["start"], { dataDir: program.dataDir });
      expect(second.code).toBe(1);
      expect(second.stderr).toMatch(/^The data folder \S+ is in use by process \d+ since [^\n]+\n$/);
      expect((await fetch(`${program.url()}/readyz`)).status).toBe(200);
      const doctor = await program.command("doctor");
      expect(doctor.stdout).toMatch(/ok {2}database +embedded, of process \d+/);
    } finally {
      await program.remove();
    }
  });
});

describe.skipIf(!dovecotAvailable())("what the world gets wrong", () => {
  let dovecot: Dovecot;
  let sink: SmtpSink;
  let program: Program;
  let mailboxId: string;

  beforeAll(async () => {
    [dovecot, sink] = await Promise.all([startDovecot(), startSmtpSink()]);
    program = await startProgram({ env: { SANDBOX: "false" } });
    mailboxId = (await connectMailbox(program.api, sink, dovecot)).id;
  });
  afterAll(async () => {
    await program?.remove();
    await Promise.all([dovecot?.stop(), sink?.stop()]);
  });
  const receiving = async () => (await program.api.get(`/mailboxes/${mailboxId}`)).health.receiving;

  it("marks a mailbox whose server is gone with the reason, goes on, and recovers by itself", async () => {
    await waitUntil("the mailbox is read", async () => (await receiving()).state === "ok");
    await dovecot.goDown();
    await waitUntil("the mailbox is marked", async () => (await receiving()).state === "unreachable");
    expect((await receiving()).reason).not.toBe("");
    expect((await fetch(`${program.url()}/readyz`)).status).toBe(200);
    await dovecot.comeBack();
    await waitUntil("the mailbox is read again", async () => (await receiving()).state === "ok");
  });

  it("keeps the mail of a mailbox whose sending server is gone, and sends it once the server is there", async () => {
    const gone = await startSmtpSink();
    await gone.stop();
    const [, , person] = somePeople(3);
    const mailbox = await program.api.post("/mailboxes", {
      address: "sends@relance.test",
      smtp: { host: gone.host, port: gone.port },
    });
    await startCampaign(program.api, {
      name: "Patience",
      mailboxId: mailbox.id,
      people: person ? [person] : [],
      templates: { first: { name: "Patience", kind: "first", subject: "Hi", text: "Hello {{firstName}}" } },
      steps: [{ template: "first", seconds: 0 }],
    });
    const sending = async () => (await program.api.get(`/mailboxes/${mailbox.id}`)).health.sending;
    await waitUntil("the mailbox is marked", async () => (await sending()).state === "unreachable");
    expect((await sending()).reason).toMatch(/ECONNREFUSED/);
    expect((await fetch(`${program.url()}/readyz`)).status).toBe(200);
    const back = await startSmtpSink({ port: gone.port });
    try {
      await waitUntil("the mail arrives", () => back.received.length > 0, { withinMs: 60_000 });
      await waitUntil("the mailbox is well again", async () => (await sending()).state === "ok");
      expect(back.received).toHaveLength(1);
    } finally {
      await back.stop();
    }
  });

  it("says refused for a wrong password, and shows it nowhere", async () => {
    const wrong = await program.api.post("/mailboxes", {
      address: "other@relance.test",
      smtp: { host: sink.host, port: sink.port },
      imap: { host: dovecot.host, port: dovecot.port, user: dovecot.user, password: "planted-secret-5521" },
    });
    await waitUntil("the mailbox is marked", async () => {
      const { health } = await program.api.get(`/mailboxes/${wrong.id}`);
      return health.receiving.state === "refused";
    });
    const shown = JSON.stringify(await program.api.all("/mailboxes")) + program.stdout() + program.stderr();
    expect(shown).not.toContain("planted-secret-5521");
  });

  it("keeps a mail that cannot be taken apart, and tells of it", async () => {
    const before = (await program.rows("inboundmessages")).length;
    await dovecot.appendMail("\u0001\u0002 this is no mail at all");
    const [kept] = await waitUntil("the mail is kept", async () => {
      const rows = await program.rows<{ parseError?: string; stage: string }>("inboundmessages");
      return rows.length > before && rows[before]?.stage === "acted" && rows.slice(before);
    });
    expect(kept?.parseError).toMatch(/\w/);
    const told = () => program.rows("webchatentries", { text: /could not be read/ });
    await waitUntil("the chat tells of it", async () => (await told()).length > 0);
    expect(await told()).toHaveLength(1);
  });

  it("does not start a campaign whose template is broken, and names the fault", async () => {
    const template = await program.api.post("/templates", { name: "Broken", subject: "Hi", text: "Hello {{firstName" });
    const campaign = await program.api.post("/campaigns", {
      name: "Broken",
      mailboxIds: [mailboxId],
      steps: [{ templateId: template.id }],
    });
    const refusal = await program.api.post(`/campaigns/${campaign.id}/activate`).catch((error: RestProblem) => error);
    expect(refusal).toBeInstanceOf(RestProblem);
    expect(refusal.problem).toMatchObject({ status: 409, errors: [{ field: "template-broken" }] });
    expect((await program.api.get(`/campaigns/${campaign.id}`)).status).toBe("draft");
  });

  it("holds a mail whose merge field has no value, names the field, and sends once there is one", async () => {
    const [person] = somePeople(1);
    const recipient = await program.api.post("/recipients", { ...person, company: "" });
    const text = "Hello {{firstName}} of {{company}}";
    const template = await program.api.post("/templates", { name: "Fields", subject: "Hi", text });
    const { id } = await program.api.post("/campaigns", {
      name: "Fields",
      mailboxIds: [mailboxId],
      steps: [{ templateId: template.id }],
    });
    await program.api.post(`/campaigns/${id}/enroll`, { recipientIds: [recipient.id] });
    await program.api.post(`/campaigns/${id}/activate`);
    const why = () => program.api.get(`/campaigns/${id}/recipients/${recipient.id}/why`);
    await waitUntil("the recipient is held", async () => (await why()).state === "onHold");
    expect((await why()).stateReason).toBe("missing-fields company");
    expect(sink.received).toHaveLength(0);
    await program.api.patch(`/recipients/${recipient.id}`, { company: "Pinewood" });
    await waitUntil("the mail arrives", () => sink.received.length === 1);
    expect(sink.received[0]?.raw.toString()).toContain("of Pinewood");
  });
});
