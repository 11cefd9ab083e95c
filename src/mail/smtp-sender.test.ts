import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { type RawSmtpStep, startRawSmtp } from "../../test/support/raw-smtp.ts";
import { type SmtpSinkScript, startSmtpSink } from "../../test/support/smtp-sink.ts";
import { describeMailSender, type SenderHarness, sampleMail } from "./mail-sender.contract.ts";
import { createSmtpSender, type SmtpSettings } from "./smtp-sender.ts";

const login = { user: "claire", password: "s3cret-word" };

async function withSink(script: SmtpSinkScript = {}, changes: Partial<SmtpSettings> = {}) {
  const sink = await startSmtpSink({ login, ...script });
  const sender = createSmtpSender({ host: sink.host, port: sink.port, secure: false, ...login, ...changes });
  return { sender, sink, received: async () => sink.received.map(({ raw }) => raw), stop: sink.stop };
}

async function withRaw(step: RawSmtpStep, changes: Partial<SmtpSettings> = {}): Promise<SenderHarness> {
  const server = await startRawSmtp(step);
  const sender = createSmtpSender({ host: server.host, port: server.port, secure: false, ...changes });
  return { sender, received: async () => [], stop: server.stop };
}

describeMailSender("smtp", {
  accepts: () => withSink(),
  "says later": () => withSink({ refuseRecipient: () => 450 }),
  "says never": () => withSink({ refuseRecipient: () => 550 }),
  "drops before the body ended": () =>
    withRaw((event, { bodyBytes }) => (event === "BODY-PART" && bodyBytes > 300_000 ? "drop" : undefined)),
  "drops after the whole body": () => withSink({ dropAfterBody: () => true }),
  "refuses the login": () => withSink({}, { password: "wrong" }),
  "is not there": async () => {
    const sender = createSmtpSender({ host: "127.0.0.1", port: await freePort(), secure: false });
    return { sender, received: async () => [], stop: async () => {} };
  },
});

describe("the SMTP sender", () => {
  let harness: SenderHarness | undefined;
  afterEach(async () => {
    harness?.sender.close();
    await harness?.stop();
    harness = undefined;
  });

  it.each([
    ["a greeting of 421", { GREETING: "421 4.3.2 Going down" }, "unreachable"],
    ["a link cut at the greeting", { GREETING: "drop" }, "unreachable"],
    ["a link cut at EHLO", { EHLO: "drop" }, "unreachable"],
    ["a login asked for at MAIL", { MAIL: "530 5.7.0 Authentication required" }, "unreachable"],
    ["a 451 at MAIL", { MAIL: "451 4.3.0 Later" }, "deferred"],
    ["a link cut at MAIL", { MAIL: "drop" }, "deferred"],
    ["a link cut at RCPT", { RCPT: "drop" }, "deferred"],
    ["a 554 at DATA", { DATA: "554 5.5.1 No" }, "rejected"],
    ["a link cut at DATA", { DATA: "drop" }, "deferred"],
    ["a 452 after the body", { "BODY-END": "452 4.2.2 Full" }, "deferred"],
    ["a 552 after the body", { "BODY-END": "552 5.2.2 Full" }, "rejected"],
    ["a 421 after the body", { "BODY-END": "421 4.3.2 Going down" }, "deferred"],
    ["a link cut after the body", { "BODY-END": "drop" }, "unknown"],
    ["silence after the body", { "BODY-END": "" }, "unknown"],
    ["silence at the greeting", { GREETING: "" }, "unreachable"],
    ["silence at RCPT", { RCPT: "" }, "deferred"],
    ["nonsense after the body", { "BODY-END": "hello" }, "unknown"],
  ])("takes %s for what it is", async (_name, replies, kind) => {
    harness = await withRaw((event) => (replies as Record<string, string>)[event], { timeoutMs: 500 });
    expect(await harness.sender.send(sampleMail())).toMatchObject({ kind });
  });

  it("takes STARTTLS where it is offered, with a self-signed certificate on this machine only", async () => {
    const { sink, ...rest } = await withSink({ startTls: true });
    harness = rest;
    expect(await rest.sender.send(sampleMail())).toMatchObject({ kind: "accepted" });
    const remote = createSmtpSender({ host: "0.0.0.0", port: sink.port, secure: false, ...login });
    expect(await remote.send(sampleMail())).toMatchObject({ kind: "unreachable" });
    expect(sink.received.map(({ encrypted }) => encrypted)).toEqual([true]);
  });

  it("goes on with the same session after a refusal", async () => {
    const { sink, ...rest } = await withSink({
      refuseRecipient: (to) => (to === "gone@client.test" ? 550 : undefined),
    });
    harness = rest;
    expect(await rest.sender.send(sampleMail({ to: { address: "gone@client.test", name: "" } }))).toMatchObject({
      kind: "rejected",
    });
    expect(await rest.sender.send(sampleMail())).toMatchObject({ kind: "accepted" });
    expect(sink.connections()).toBe(1);
  });

  it("takes a fresh session when the kept one was closed meanwhile, and sends once", async () => {
    const first = await startSmtpSink();
    const sender = createSmtpSender({ host: first.host, port: first.port, secure: false });
    harness = { sender, received: async () => [], stop: async () => {} };
    expect(await sender.send(sampleMail())).toMatchObject({ kind: "accepted" });
    await first.stop();
    const second = await startSmtpSink({ port: first.port });
    harness.stop = second.stop;
    expect(await sender.send(sampleMail())).toMatchObject({ kind: "accepted" });
    expect(second.received).toHaveLength(1);
  });

  it("uses no more sessions than allowed, however many mails wait", async () => {
    const { sink, ...rest } = await withSink({}, { maxConnections: 2 });
    harness = rest;
    const results = await Promise.all(
      Array.from({ length: 30 }, (_, i) => rest.sender.send(sampleMail({ messageId: `<m${i}@relance.test>` }))),
    );
    expect(results.every(({ kind }) => kind === "accepted")).toBe(true);
    expect(sink.received).toHaveLength(30);
    expect(sink.connections()).toBeLessThanOrEqual(2);
  });

  it("finishes what transmits when closed, and defers what waits", async () => {
    const { sink, ...rest } = await withSink({ bodyDelayMs: 200 }, { maxConnections: 1 });
    harness = rest;
    const transmitting = rest.sender.send(sampleMail());
    const waiting = rest.sender.send(sampleMail());
    await expect.poll(() => sink.received.length, { timeout: 10_000 }).toBe(1);
    rest.sender.close();
    expect(await waiting).toMatchObject({ kind: "deferred" });
    expect(await transmitting).toMatchObject({ kind: "accepted" });
    expect(await rest.sender.send(sampleMail())).toMatchObject({ kind: "deferred" });
  });

  it("rejects an address that holds a line break instead of sending it", async () => {
    harness = await withSink();
    const to = { address: "paul@client.test>\r\nRCPT TO:<victim@evil.test", name: "" };
    expect(await harness.sender.send(sampleMail({ to }))).toMatchObject({ kind: "rejected" });
    expect(await harness.received()).toEqual([]);
  });

  it("tells a refused login from a server that is not there, and never shows the password", async () => {
    harness = await withSink({}, { password: "wrong-s3cret" });
    const check = await harness.sender.verify();
    expect(check).toMatchObject({ kind: "refused" });
    expect(JSON.stringify(check)).not.toContain("wrong-s3cret");
    const nowhere = createSmtpSender({ host: "127.0.0.1", port: await freePort(), secure: false });
    expect(await nowhere.verify()).toMatchObject({ kind: "unreachable" });
  });

  it("keeps the password from a remote server that offers no TLS", async () => {
    const replies: Record<string, string> = {
      EHLO: "250-raw.test\r\n250 AUTH PLAIN",
      STARTTLS: "502 5.5.1 No TLS here",
    };
    const server = await startRawSmtp((event) => replies[event]);
    const seen: string[] = [];
    const proxy = net.createServer((socket) => {
      const upstream = net.connect(server.port, server.host);
      socket.on("data", (chunk) => seen.push(chunk.toString()));
      socket.pipe(upstream).pipe(socket);
      for (const end of [socket, upstream]) end.on("error", () => {});
    });
    proxy.listen(0, "0.0.0.0");
    await once(proxy, "listening");
    // `0.0.0.0` reaches this machine too, without being a name for it: it stands for a remote host.
    const sender = createSmtpSender({
      host: "0.0.0.0",
      port: (proxy.address() as AddressInfo).port,
      secure: false,
      ...login,
    });
    harness = {
      sender,
      received: async () => [],
      stop: async () => {
        proxy.close();
        await server.stop();
      },
    };
    expect(await sender.send(sampleMail())).toMatchObject({ kind: "unreachable" });
    expect(seen.join("")).not.toContain("AUTH");
  });
});

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
