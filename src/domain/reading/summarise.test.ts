import { describe, expect, it } from "vitest";
import type { MailKind, ReplyClass } from "../classification.ts";
import { decidePriority } from "./decide-priority.ts";
import { exampleMail } from "./example-mail.ts";
import { detectLanguage } from "./language.ts";
import { suggestAction } from "./suggest-action.ts";
import { summarise } from "./summarise.ts";

describe("the summary", () => {
  it("is the telling sentence, not the greeting", () => {
    const text =
      "Bonjour Madame,\n\nJ'espère que vous allez bien.\n\nNous acceptons votre devis de 3 400 € et souhaitons démarrer lundi.\n\nBonne journée";
    expect(summarise(text)).toBe("Nous acceptons votre devis de 3 400 € et souhaitons démarrer lundi.");
  });

  it("keeps a name after an abbreviation whole", () => {
    expect(summarise("Malheureusement je ne gère plus ce sujet, voyez avec M. Petit.")).toContain("M. Petit");
  });

  it("holds no links and at most 140 characters", () => {
    const line = summarise(`Nous sommes intéressés, voir https://exemple.fr/x?y=z ${"et encore ".repeat(40)}`);
    expect(line).not.toContain("http");
    expect(line.length).toBeLessThanOrEqual(140);
    expect(line.endsWith("…")).toBe(true);
  });

  it("falls back to the subject", () => {
    expect(summarise("", "RE: TR: Facture 12")).toBe("Facture 12");
  });
});

describe("the language", () => {
  it.each([
    ["fr", "Bonjour, je ne suis pas disponible cette semaine."],
    ["en", "Hi, thanks for your message, let me check with my team."],
    ["es", "Hola, gracias por su mensaje, lo revisaremos mañana."],
    ["de", "Vielen Dank für Ihre Nachricht, ich melde mich morgen."],
    ["pt", "Olá, obrigado pela mensagem, não tenho interesse."],
    ["it", "Buongiorno, grazie per il messaggio, ne parliamo domani."],
    ["nl", "Bedankt voor uw bericht, ik heb geen interesse."],
    ["fr", "ok ca me va"],
    ["en", "Sure, sounds good"],
    ["und", "12345"],
  ])("is %s: %s", (language, text) => {
    expect(detectLanguage(text)).toBe(language);
  });
});

const today = Temporal.PlainDate.from("2026-11-19");
const priority = (
  replyText: string,
  over: { kind?: MailKind; replyClass?: ReplyClass; deadline?: string; amounts?: string[]; isSpam?: boolean } = {},
) =>
  decidePriority({
    kind: "reply",
    replyClass: "neutral",
    subject: "",
    replyText,
    deadline: null,
    amounts: [],
    isSpam: false,
    today,
    ...over,
  });

describe("the priority", () => {
  it("is critical for a contract with a limit today", () => {
    expect(priority("Contrat à signer", { deadline: "2026-11-19T17:00", amounts: ["15M FCFA"] })).toBe("critical");
  });
  it("is critical for an emergency a person writes of", () => {
    expect(priority("URGENT : le serveur est en panne")).toBe("critical");
  });
  it("is not raised by the word urgent alone when it is denied", () => {
    expect(priority("Rien d'urgent, merci.")).toBe("informative");
  });
  it("is important for a yes", () => expect(priority("Avec plaisir", { replyClass: "positive" })).toBe("important"));
  it("is informative for a polite no", () =>
    expect(priority("Non merci", { replyClass: "negative" })).toBe("informative"));
  it("is informative for a newsletter", () =>
    expect(priority("Offre", { kind: "bulk", replyClass: "auto" })).toBe("informative"));
  it("is spam for spam", () => expect(priority("You won", { isSpam: true })).toBe("spam"));
});

describe("the suggested action", () => {
  const action = (replyText: string, replyClass: ReplyClass = "neutral") =>
    suggestAction({ kind: "reply", replyClass, replyText, mail: exampleMail(), permanentBounce: false, isSpam: false });

  it.each<[string, ReplyClass, string]>([
    ["Appelez-moi demain matin.", "positive", "call"],
    ["Pouvez-vous m'envoyer votre plaquette ?", "neutral", "sendDocuments"],
    ["Are you available for a meeting on Tuesday?", "positive", "scheduleMeeting"],
    ["La facture reste impayée, merci de la régler.", "neutral", "pay"],
    ["Voici le contrat à signer.", "positive", "sign"],
    ["Ne m'écrivez plus.", "negative", "stopWriting"],
    ["Nous avons choisi quelqu'un d'autre.", "negative", "thank"],
    ["Combien cela coûte-t-il ?", "neutral", "answerQuestion"],
    ["Merci, bien reçu.", "neutral", "read"],
  ])("for %s (%s) is %s", (text, replyClass, expected) => {
    expect(action(text, replyClass)).toBe(expected);
  });
});
