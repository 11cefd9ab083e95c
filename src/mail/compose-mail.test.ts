import { describe, expect, it } from "vitest";
import { composeMail } from "./compose-mail.ts";
import { sampleMail } from "./mail-sender.contract.ts";
import { parseMail } from "./parse-mail.ts";

describe("composeMail", () => {
  it("writes what a reader gets back unchanged", async () => {
    const mail = sampleMail({
      from: { address: "claire@relance.test", name: "Hélène « Noël », RH" },
      to: { address: "paul@client.test", name: "Дмитрий Иванов" },
      subject: "Candidature : stage de fin d'études à Besançon, réponse souhaitée avant vendredi 🎉 merci",
      text: "Été\n.\n..deux points\nFrom une ligne\n",
      html: "<p>Été</p>",
      inReplyTo: "<one@relance.test>",
      references: ["<zero@relance.test>", "<one@relance.test>"],
    });
    const result = await parseMail(await composeMail(mail));
    if (result.kind !== "parsed") throw new Error(result.reason);
    const parsed = result.mail;
    expect(parsed).toMatchObject({
      messageId: mail.messageId,
      from: mail.from,
      to: [mail.to],
      subject: mail.subject,
      inReplyTo: ["<one@relance.test>"],
      references: mail.references,
      sentAt: mail.sentAt,
    });
    expect(parsed.text.trimEnd()).toBe(mail.text.trimEnd());
    expect(parsed.html?.trim()).toBe("<p>Été</p>");
  });

  it("takes text that looks like a file or an address for text", async () => {
    const raw = await composeMail(sampleMail({ text: "/etc/hostname", html: "http://127.0.0.1/secret" }));
    expect(raw.toString()).toContain("/etc/hostname");
    expect(raw.toString()).toContain("http://127.0.0.1/secret");
  });

  it("keeps each line within what servers pass", async () => {
    const raw = await composeMail(
      sampleMail({
        text: "x".repeat(5000),
        references: Array.from({ length: 60 }, (_, i) => `<reference-${i}@relance.test>`),
        listUnsubscribe: [`https://relance.test/u/${"t".repeat(300)}`, "mailto:claire@relance.test"],
      }),
    );
    const longest = Math.max(
      ...raw
        .toString("latin1")
        .split("\r\n")
        .map(({ length }) => length),
    );
    expect(longest).toBeLessThanOrEqual(998); // RFC 5322, section 2.1.1
    expect(raw.toString("latin1").replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  });
});
