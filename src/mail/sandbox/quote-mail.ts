import type { MailAddress } from "../../domain/parsed-mail.ts";

export const CLIENTS = ["gmail", "outlook", "apple", "phone"] as const;
/** The mail program somebody writes with: it decides how the mail being answered is quoted. */
export type Client = (typeof CLIENTS)[number];

export type Language = "fr" | "en";

export interface QuotedMail {
  from: MailAddress;
  to: MailAddress;
  subject: string;
  text: string;
  sentAt: Date;
}

/** Where our correspondents live, for the times they quote. */
const ZONES: Record<Language, string> = { fr: "Europe/Paris", en: "Europe/London" };

/** What the program puts under the person's words: the phone's signature, the attribution, the quote. */
export function quoteMail(mail: QuotedMail, client: Client, language: Language): string {
  switch (client) {
    case "gmail":
      return `${attribution(mail, language, "weekday")}\n\n${markLines(mail.text)}`;
    case "apple":
      return `${attribution(mail, language, "day")}\n\n${markLines(mail.text)}`;
    case "phone":
      return `${language === "fr" ? "Envoyé de mon iPhone" : "Sent from my iPhone"}\n\n${attribution(mail, language, "day")}\n\n${markLines(mail.text)}`;
    case "outlook":
      return `${headerBlock(mail, language)}\n\n${mail.text.trimEnd()}`;
  }
}

/** `On Fri, 20 Nov 2026 at 10:04, Léa <lea@firm.example> wrote:` and its like. */
function attribution({ from, sentAt }: QuotedMail, language: Language, precision: "weekday" | "day"): string {
  const day = sentAt.toLocaleDateString(localeOf(language), {
    timeZone: ZONES[language],
    ...(precision === "weekday" && { weekday: "short" }),
    day: "numeric",
    month: "short",
    year: "numeric",
  });
  const time = timeOf(sentAt, language);
  const who = `${from.name} <${from.address}>`.trim();
  if (language === "fr") return `Le ${day} à ${time}, ${who} a écrit :`;
  return precision === "weekday" ? `On ${day} at ${time}, ${who} wrote:` : `On ${day}, at ${time}, ${who} wrote:`;
}

/** Outlook marks no line: a rule and a block of headers stand above the quote. */
function headerBlock({ from, to, subject, sentAt }: QuotedMail, language: Language): string {
  const labels = { fr: ["De :", "Envoyé :", "À :", "Objet :"], en: ["From:", "Sent:", "To:", "Subject:"] }[language];
  const values = [
    `${from.name} <${from.address}>`.trim(),
    `${dayInWords(sentAt, language)} ${timeOf(sentAt, language)}`,
    `${to.name} <${to.address}>`.trim(),
    subject,
  ];
  return ["_".repeat(32), ...labels.map((label, at) => `${label} ${values[at]}`)].join("\n");
}

/** A day in words, such as `lundi 30 novembre 2026`. */
export function dayInWords(date: Date, language: Language): string {
  return date.toLocaleDateString(localeOf(language), {
    timeZone: ZONES[language],
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
  });
}

function timeOf(date: Date, language: Language): string {
  return date.toLocaleTimeString("fr-FR", { timeZone: ZONES[language], hour: "2-digit", minute: "2-digit" });
}

function localeOf(language: Language): string {
  return language === "fr" ? "fr-FR" : "en-GB";
}

function markLines(text: string): string {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => (line === "" ? ">" : `> ${line}`))
    .join("\n");
}
