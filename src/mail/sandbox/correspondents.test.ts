import { describe, expect, it } from "vitest";
import { matchStructure } from "../../domain/reading/match-structure.ts";
import { extractReplyText } from "../../domain/reading/reply-text.ts";
import { readReturnDate } from "../../domain/reading/return-date.ts";
import { parseMail } from "../parse-mail.ts";
import { decideReply } from "./correspondents.ts";
import { demoCorrespondents } from "./demo-correspondents.ts";
import type { HeardMail } from "./heard-mail.ts";
import { CLIENTS } from "./quote-mail.ts";

const NOW = new Date("2026-11-20T09:04:00Z");
const TEXT = "Bonjour,\n\nJe cherche une alternance en développement web dans votre entreprise.\n\nBien à vous,\nLéa\n";

function heard(local: string, changes: Partial<HeardMail> = {}): HeardMail {
  return {
    messageId: "<first@relance.example>",
    from: { address: "lea@relance.example", name: "Léa Moreau" },
    to: { address: `${local}@sandbox.example`, name: "" },
    subject: "Alternance en développement web",
    text: TEXT,
    references: [],
    nth: 1,
    ...changes,
  };
}

async function answerTo(mail: HeardMail) {
  const [reply] = demoCorrespondents(mail, NOW);
  if (!reply) return undefined;
  const parsed = await parseMail(reply.raw);
  if (parsed.kind !== "parsed") throw new Error(parsed.reason);
  return { ...parsed.mail, raw: reply.raw.toString("latin1"), dueAt: reply.dueAt };
}

describe("the sandbox's correspondents", () => {
  it("answer in the thread, from their address to ours", async () => {
    const answer = await answerTo(heard("camille", { messageId: "<b@x.example>", references: ["<a@x.example>"] }));
    expect(answer).toMatchObject({
      inReplyTo: ["<b@x.example>"],
      references: ["<a@x.example>", "<b@x.example>"],
      from: { address: "camille@sandbox.example", name: "Camille Roux" },
      to: [{ address: "lea@relance.example", name: "Léa Moreau" }],
      subject: "Re: Alternance en développement web",
    });
    expect(answer?.raw).toMatch(/^[\t\r\n\x20-\x7e]*$/);
  });

  it("answer after 2 to 8 seconds, always the same for one address", () => {
    const delays = [..."abcdefghijklmnop"].map((local) => {
      const [reply] = demoCorrespondents(heard(local), NOW);
      return (reply?.dueAt.getTime() ?? 0) - NOW.getTime();
    });
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(2_000);
    expect(Math.max(...delays)).toBeLessThan(8_000);
    expect(new Set(delays).size).toBeGreaterThan(8);
    expect(demoCorrespondents(heard("a"), NOW)).toEqual(demoCorrespondents(heard("a"), NOW));
  });

  it.each(CLIENTS)("quote as %s does, so that their own words can be told from ours", async (client) => {
    for (const language of ["fr", "en"] as const) {
      const person = {
        name: "Zoé",
        language,
        client,
        answers: [{ kind: "writes" as const, text: "Oui, volontiers." }],
      };
      const [reply] = decideReply(heard("zoe"), () => person, NOW);
      const parsed = await parseMail(reply?.raw ?? Buffer.alloc(0));
      const text = parsed.kind === "parsed" ? parsed.mail.text : "";
      expect(text).toContain("Je cherche une alternance");
      expect(text).toContain(language === "fr" ? "10:04" : "09:04");
      expect(extractReplyText(text, TEXT)).toBe("Oui, volontiers.");
      expect(extractReplyText(text)).toBe("Oui, volontiers.");
    }
  });

  it("say when they are back", async () => {
    const answer = await answerTo(heard("nadia"));
    if (!answer) throw new Error("nadia answers");
    expect(answer.headers).toMatchObject({ "auto-submitted": ["auto-replied"] });
    expect(matchStructure(answer).kind).toBe("autoReply");
    expect(readReturnDate(answer.text, Temporal.PlainDate.from("2026-11-20"), "fr")).toBe("2026-11-30");
  });

  it("bounce as a delivery report that names the address and our mail", async () => {
    const answer = await answerTo(heard("grace"));
    if (!answer) throw new Error("the server answers");
    expect(answer.partTypes).toEqual(["text/plain", "message/delivery-status", "text/rfc822-headers"]);
    expect(answer.headers["return-path"]).toEqual(["<>"]);
    expect(answer.deliveryStatus).toMatchObject([{ action: "failed", status: "5.1.1" }]);
    expect(answer.enclosedMessageIds).toEqual(["<first@relance.example>"]);
    const structure = matchStructure(answer);
    expect(structure).toMatchObject({
      kind: "bounce",
      bounce: { recipient: "grace@sandbox.example", permanent: true },
    });
  });

  it("may stay silent, or answer the second mail only", async () => {
    expect([1, 2, 3].flatMap((nth) => demoCorrespondents(heard("harry", { nth }), NOW))).toEqual([]);
    const emma = [1, 2, 3].map((nth) => demoCorrespondents(heard("emma", { nth }), NOW).length);
    expect(emma).toEqual([0, 1, 0]);
  });

  it("are somebody for any address, once, in the language they are written to", async () => {
    const french = await answerTo(heard("marie.curie", { to: { address: "marie.curie@firm.example", name: "" } }));
    expect(french?.from?.name).toBe("Marie Curie");
    expect(french?.text).toContain("Bonjour");
    const english = heard("marie.curie", { text: "Hello,\n\nI would like to talk with you about the event.\n" });
    expect((await answerTo(english))?.text).toContain("Hello");
    expect(await answerTo({ ...english, nth: 2 })).toBeUndefined();
  });

  it("let nothing of our mail into their headers", async () => {
    const evil = 'x"\r\nBcc: victim@evil.test\r\n\r\nbody';
    for (const local of ["camille", "grace", "nadia"]) {
      const mail = heard(local, { subject: evil, from: { address: "lea@relance.example", name: evil } });
      const answer = await answerTo({ ...mail, messageId: "<a@b.example>\r\nBcc: victim@evil.test" });
      expect(answer?.headers["bcc"]).toBeUndefined();
      expect(answer?.from?.address).toMatch(/sandbox\.example$/);
    }
  });
});
