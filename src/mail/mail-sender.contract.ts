import { afterEach, describe, expect, it } from "vitest";
import type { MailSender, OutgoingMail, SendResult } from "../ports/mail-sender.ts";

/** A sender and the far end it talks to. */
export interface SenderHarness {
  sender: MailSender;
  /** The mails the far end has kept, as raw bytes. */
  received(): Promise<Buffer[]>;
  stop(): Promise<void>;
}

/** What the far end does. A provider without such an end (the sandbox has no link to lose) leaves the situation out. */
export type SenderSituation =
  | "accepts"
  | "says later"
  | "says never"
  | "drops before the body ended"
  | "drops after the whole body"
  | "refuses the login"
  | "is not there";

const EXPECTED: Record<Exclude<SenderSituation, "accepts">, SendResult["kind"]> = {
  "says later": "deferred",
  "says never": "rejected",
  "drops before the body ended": "deferred",
  "drops after the whole body": "unknown",
  "refuses the login": "unreachable",
  "is not there": "unreachable",
};

/** A mail to send in tests; `changes` replaces fields. */
export function sampleMail(changes: Partial<OutgoingMail> = {}): OutgoingMail {
  return {
    messageId: "<sample.1@relance.test>",
    from: { address: "claire@relance.test", name: "Claire Martin" },
    to: { address: "paul@client.test", name: "Paul Durand" },
    subject: "Bonjour",
    text: "Bonjour Paul,\n\nÀ bientôt.\n",
    references: [],
    listUnsubscribe: [],
    oneClickUnsubscribe: false,
    autoSubmitted: false,
    sentAt: new Date("2026-11-02T09:00:00Z"),
    ...changes,
  };
}

/** What every MailSender must do, whatever carries the mail. */
export function describeMailSender(
  name: string,
  start: { accepts: () => Promise<SenderHarness> } & Partial<Record<SenderSituation, () => Promise<SenderHarness>>>,
): void {
  describe(`MailSender: ${name}`, () => {
    let harness: SenderHarness | undefined;
    afterEach(async () => {
      harness?.sender.close();
      await harness?.stop();
      harness = undefined;
    });
    const sendAndGet = async (mail: OutgoingMail): Promise<string> => {
      harness = await start.accepts();
      expect(await harness.sender.send(mail)).toMatchObject({ kind: "accepted" });
      const [raw] = await harness.received();
      return raw?.toString("latin1") ?? "";
    };

    it("gives accepted when the far end takes the mail, once", async () => {
      await sendAndGet(sampleMail());
      expect(await harness?.received()).toHaveLength(1);
    });

    it("finds the far end ready when it accepts", async () => {
      harness = await start.accepts();
      expect(await harness.sender.verify()).toEqual({ kind: "ok" });
    });

    for (const [situation, kind] of Object.entries(EXPECTED) as [keyof typeof EXPECTED, SendResult["kind"]][]) {
      const startHere = start[situation];
      if (!startHere) continue; // a provider without servers cannot come into it
      it(`gives ${kind} when the far end ${situation}`, async () => {
        harness = await startHere();
        // Larger than any buffer on the way, so that a link can break within it.
        const text = situation === "drops before the body ended" ? "A line of text.\n".repeat(1_000_000) : "Short.\n";
        const result = await harness.sender.send(sampleMail({ text }));
        expect(result).toMatchObject({ kind });
        expect(result.reply).not.toBe("");
      });
    }

    it("keeps the Message-ID byte for byte", async () => {
      const messageId = `<${"long-".repeat(30)}Aa+b=c.d_e@relance.test>`;
      const raw = await sendAndGet(sampleMail({ messageId }));
      expect(headerOf(raw, "Message-ID")).toBe(messageId);
    });

    it("keeps the thread's references in order, and what it answers", async () => {
      const references = Array.from({ length: 12 }, (_, i) => `<part-${i}.of-the-thread@relance.test>`);
      const raw = await sendAndGet(sampleMail({ references, inReplyTo: references[11] }));
      expect(headerOf(raw, "References")).toBe(references.join(" "));
      expect(headerOf(raw, "In-Reply-To")).toBe(references[11]);
    });

    it("lets no header in through a subject, a name, an address or an identifier", async () => {
      const evil = "x\r\nBcc: victim@evil.test\r\n\r\nInjected body";
      const raw = await sendAndGet(
        sampleMail({
          subject: evil,
          from: { address: "claire@relance.test", name: evil },
          to: { address: "paul@client.test", name: evil },
          messageId: `<a@relance.test>\r\nBcc: victim@evil.test`,
          inReplyTo: `<b@relance.test>\nBcc: victim@evil.test`,
          references: [`<c@relance.test>\rBcc: victim@evil.test`],
          listUnsubscribe: [`https://relance.test/u/1>\r\nBcc: victim@evil.test`],
        }),
      );
      const head = raw.slice(0, raw.indexOf("\r\n\r\n"));
      expect(head.split(/\r\n|\r|\n/).filter((line) => /^(bcc|injected)/i.test(line))).toEqual([]);
      expect(head).toContain("Content-Type:");
    });

    it("writes subjects and names beyond ASCII so that every server passes them", async () => {
      const raw = await sendAndGet(
        sampleMail({ subject: "Été à Besançon 🎉", from: { address: "claire@relance.test", name: "Hélène Noël" } }),
      );
      expect(/^[\t\r\n\x20-\x7e]*$/.test(raw)).toBe(true);
      expect(headerOf(raw, "Subject")).toMatch(/=\?utf-8\?[bq]\?/i);
    });

    it("offers both ways to unsubscribe in one header, and one click", async () => {
      const listUnsubscribe = ["https://relance.test/u/token", "mailto:claire@relance.test?subject=stop"];
      const raw = await sendAndGet(sampleMail({ listUnsubscribe, oneClickUnsubscribe: true }));
      expect(headerOf(raw, "List-Unsubscribe")).toBe(listUnsubscribe.map((url) => `<${url}>`).join(", "));
      expect(headerOf(raw, "List-Unsubscribe-Post")).toBe("List-Unsubscribe=One-Click");
    });

    it("says Auto-Submitted only of what the program wrote by itself", async () => {
      const raw = await sendAndGet(sampleMail({ autoSubmitted: true }));
      expect(headerOf(raw, "Auto-Submitted")).toBe("auto-replied");
      harness?.sender.close();
      await harness?.stop();
      expect(headerOf(await sendAndGet(sampleMail()), "Auto-Submitted")).toBeUndefined();
    });

    it("dates the mail as told and carries text and HTML", async () => {
      const raw = await sendAndGet(sampleMail({ html: "<p>Bonjour</p>" }));
      expect(new Date(headerOf(raw, "Date") ?? "").toISOString()).toBe("2026-11-02T09:00:00.000Z");
      expect(headerOf(raw, "Content-Type")).toMatch(/^multipart\/alternative/);
      expect(raw).toContain("text/plain");
      expect(raw).toContain("text/html");
    });
  });
}

/** One header's value, unfolded. */
function headerOf(raw: string, name: string): string | undefined {
  const head = raw.slice(0, raw.indexOf("\r\n\r\n")).replace(/\r\n[ \t]+/g, " ");
  const line = head.split("\r\n").find((each) => each.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return line?.slice(name.length + 1).trim();
}
