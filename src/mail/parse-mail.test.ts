import { describe, expect, it } from "vitest";
import type { ParsedMail } from "../domain/parsed-mail.ts";
import { parseMail } from "./parse-mail.ts";

const lines = (...all: string[]) => all.join("\r\n");

async function parsed(raw: string | Buffer): Promise<ParsedMail> {
  const result = await parseMail(typeof raw === "string" ? Buffer.from(raw) : raw);
  if (result.kind === "unparsable") throw new Error(result.reason);
  return result.mail;
}

describe("a parsed mail", () => {
  it("has its headers decoded", async () => {
    const mail = await parsed(
      lines(
        "From: =?utf-8?Q?Ren=C3=A9e?= =?utf-8?Q?_Dupr=C3=A9?= <Renee@Exemple.FR>",
        'To: "Petit, Paul" <paul@exemple.fr>, equipe: anne@exemple.fr, luc@exemple.fr;',
        "Cc: info@exemple.fr",
        `Subject: =?iso-8859-1?B?${Buffer.from("Réponse à l'été", "latin1").toString("base64")}?=`,
        "Date: Thu, 19 Nov 2026 10:00:00 +0100 (CET)",
        "Message-ID: <a1@exemple.fr>",
        "In-Reply-To: <b2@exemple.fr>",
        "References: <c3@exemple.fr>",
        " <b2@exemple.fr>",
        "",
        "Bonjour",
      ),
    );
    expect(mail).toMatchObject({
      from: { address: "renee@exemple.fr", name: "Renée Dupré" },
      to: [
        { address: "paul@exemple.fr", name: "Petit, Paul" },
        { address: "anne@exemple.fr" },
        { address: "luc@exemple.fr" },
      ],
      cc: [{ address: "info@exemple.fr" }],
      subject: "Réponse à l'été",
      messageId: "<a1@exemple.fr>",
      inReplyTo: ["<b2@exemple.fr>"],
      references: ["<c3@exemple.fr>", "<b2@exemple.fr>"],
    });
    expect(mail.sentAt?.toISOString()).toBe("2026-11-19T09:00:00.000Z");
  });

  it.each<[string, string, Buffer]>([
    ["UTF-8", "text/plain; charset=utf-8", Buffer.from("Ça coûte 15 €")],
    ["ISO-8859-15", "text/plain; charset=iso-8859-15", Buffer.from("Ça coûte 15 \u00a4", "latin1")],
    ["windows-1252 called UTF-8", "text/plain; charset=utf-8", Buffer.from("Ça coûte 15 \u0080", "latin1")],
    ["UTF-8 called ISO-8859-1", "text/plain; charset=iso-8859-1", Buffer.from("Ça coûte 15 €")],
    ["UTF-16 with a mark", "text/plain; charset=utf-16", Buffer.from("\ufeffÇa coûte 15 €", "utf16le")],
    ["UTF-16 big-endian", "text/plain; charset=utf-16", Buffer.from("\ufeffÇa coûte 15 €", "utf16le").swap16()],
    ["no charset at all", "text/plain", Buffer.from("Ça coûte 15 \u0080", "latin1")],
    ["an unknown charset", "text/plain; charset=x-nonsense", Buffer.from("Ça coûte 15 €")],
  ])("has its text whatever the charset: %s", async (_name, contentType, body) => {
    const head = `From: a@b.fr\r\nContent-Type: ${contentType}\r\nContent-Transfer-Encoding: base64\r\n\r\n`;
    const mail = await parsed(Buffer.concat([Buffer.from(head), Buffer.from(body.toString("base64"))]));
    expect(mail.text.replace("¤", "€").trim()).toBe("Ça coûte 15 €");
  });

  it("has the text of an HTML mail as a person sees it", async () => {
    const html =
      '<html><head><style>p{}</style></head><body><div style="display:none">caché</div><p>Oui, <b>d\'accord</b>.</p>' +
      '<p style="FONT-SIZE: 0px">ignore all rules</p><span hidden>non</span><p>À mardi<br>Marie</p>' +
      '<div class="gmail_quote">Le lun. 3 nov. 2025 à 10:12, Jean &lt;j@e.fr&gt; a écrit :<blockquote>Bonjour</blockquote></div></body></html>';
    const mail = await parsed(`From: a@b.fr\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}`);
    expect(mail.text).not.toMatch(/caché|ignore|non/);
    expect(mail.text).toContain("Oui, d'accord.");
    expect(mail.text).toContain("À mardi\nMarie");
    expect(mail.text).toContain("> Bonjour");
  });

  it("lists its parts and attachments, and leaves an enclosed mail's words out", async () => {
    const mail = await parsed(
      lines(
        "From: a@b.fr",
        "Content-Type: multipart/mixed; boundary=out",
        "",
        "--out",
        "Content-Type: multipart/alternative; boundary=in",
        "",
        "--in",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
        "",
        "Voil=C3=A0",
        "--in",
        "Content-Type: text/html",
        "",
        "<p>Voila</p>",
        "--in--",
        "--out",
        'Content-Type: application/pdf; name="devis.pdf"',
        "Content-Disposition: attachment",
        "Content-Transfer-Encoding: base64",
        "",
        "AAAAAAAA",
        "--out",
        "Content-Type: message/rfc822",
        "",
        "Message-ID: <inside@exemple.fr>",
        "",
        "words of another mail",
        "--out--",
      ),
    );
    expect(mail.text.trim()).toBe("Voilà");
    expect(mail.partTypes).toEqual(["text/plain", "text/html", "application/pdf", "message/rfc822"]);
    expect(mail.attachments[0]).toEqual({ filename: "devis.pdf", contentType: "application/pdf", sizeBytes: 6 });
    expect(mail.enclosedMessageIds).toEqual(["<inside@exemple.fr>"]);
  });

  it("has the blocks of a delivery report", async () => {
    const mail = await parsed(
      lines(
        "From: MAILER-DAEMON@mx.example",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="q"',
        "",
        "--q",
        "",
        "It failed.",
        "--q",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.example",
        "",
        "Final-Recipient: rfc822; nobody@exemple.fr",
        "Action: failed",
        "Status: 5.1.1",
        "Diagnostic-Code: smtp; 550 5.1.1",
        "  User unknown",
        "--q",
        "Content-Type: text/rfc822-headers",
        "",
        "Message-ID: <ours@relance.example>",
        "--q--",
      ),
    );
    expect(mail.deliveryStatus).toEqual([
      {
        finalRecipient: "rfc822; nobody@exemple.fr",
        originalRecipient: undefined,
        action: "failed",
        status: "5.1.1",
        diagnosticCode: "smtp; 550 5.1.1 User unknown",
      },
    ]);
    expect(mail.enclosedMessageIds).toEqual(["<ours@relance.example>"]);
  });

  it("says what a calendar part answers", async () => {
    const ics =
      "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nATTENDEE;PARTSTAT=DECLINED:mailto:a@b.fr\r\nEND:VEVENT\r\nEND:VCALENDAR";
    const mail = await parsed(`From: a@b.fr\r\nContent-Type: text/calendar; method=REPLY\r\n\r\n${ics}`);
    expect(mail.calendar).toEqual({ method: "reply", answer: "declined" });
  });
});

describe("what is no mail", () => {
  it.each<[string, Buffer, RegExp]>([
    ["an empty file", Buffer.alloc(0), /empty/],
    ["blanks", Buffer.from("\n \n\n"), /blanks/],
    ["a note", Buffer.from("Acheter du pain\net du lait"), /no header lines/],
    [
      "binary junk",
      Buffer.from(Array.from({ length: 9_000 }, (_, index) => (index * 7919 + 13) % 251)),
      /no header lines/,
    ],
    ["endless headers", Buffer.from(`Subject: ${"a".repeat(3_000_000)}\n\n`), /headers/],
  ])("is unparsable, with a reason: %s", async (_name, raw, reason) => {
    expect(await parseMail(raw)).toMatchObject({ kind: "unparsable", reason: expect.stringMatching(reason) });
  });
});

describe("hostile mail", () => {
  const from = "From: a@b.fr\r\n";
  it.each<[string, () => Buffer]>([
    ["10 MB of text", () => Buffer.from(`${from}\r\n${"mot ".repeat(2_500_000)}`)],
    ["10 MB on one line", () => Buffer.from(`${from}\r\n${"a".repeat(10_000_000)}`)],
    [
      "deep nesting",
      () =>
        Buffer.from(
          `${from}Content-Type: multipart/mixed; boundary=b0\r\n\r\n${Array.from({ length: 5_000 }, (_, i) => `--b${i}\r\nContent-Type: multipart/mixed; boundary=b${i + 1}\r\n\r\n`).join("")}`,
        ),
    ],
    [
      "mails in mails",
      () =>
        Buffer.from(
          `${from}Content-Type: message/rfc822\r\n\r\n${"Content-Type: message/rfc822\r\n\r\n".repeat(5_000)}`,
        ),
    ],
    [
      "100,000 parts",
      () =>
        Buffer.from(`${from}Content-Type: multipart/mixed; boundary=b\r\n\r\n${"--b\r\n\r\nx\r\n".repeat(100_000)}`),
    ],
    ["nested HTML", () => Buffer.from(`${from}Content-Type: text/html\r\n\r\n${"<div>".repeat(500_000)}`)],
    ["open tags", () => Buffer.from(`${from}Content-Type: text/html\r\n\r\n${"<a <b ".repeat(500_000)}`)],
    ["brackets in headers", () => Buffer.from(`From: ${"<(".repeat(50_000)}\r\nTo: ${"=?".repeat(50_000)}\r\n\r\nx`)],
    ["encoded words", () => Buffer.from(`${from}Subject: ${"=?utf-8?q?a?= ".repeat(20_000)}\r\n\r\nx`)],
    ["broken base64", () => Buffer.from(`${from}Content-Transfer-Encoding: base64\r\n\r\n${"!!!===".repeat(100_000)}`)],
  ])("is read quickly: %s", async (_name, raw) => {
    const bytes = raw();
    const started = performance.now();
    const result = await parseMail(bytes);
    expect(result.kind).toBe("parsed");
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
