import { createHash } from "node:crypto";
import type { MailAddress } from "../../domain/parsed-mail.ts";
import type { Correspondent } from "./correspondents.ts";
import { CLIENTS, type Language } from "./quote-mail.ts";

/** What people say who are no part of the demo: a yes, a question, a later, a no. They sign with their name. */
const SAYINGS: Record<Language, readonly string[]> = {
  fr: [
    "Bonjour,\n\nMerci pour votre message, c'est d'accord pour moi. Je vous propose d'en parler mardi à 11 h.\n\nBien à vous,",
    "Bonjour,\n\nMerci pour votre message. Pourriez-vous me préciser le calendrier et le budget prévus ?\n\nCordialement,",
    "Bonjour,\n\nBien reçu, merci. Je reviens vers vous la semaine prochaine, après notre réunion d'équipe.\n\nCordialement,",
    "Bonjour,\n\nMerci d'avoir pensé à nous, mais nous ne sommes pas intéressés pour le moment.\n\nBonne continuation,",
  ],
  en: [
    "Hello,\n\nThank you for your message, that sounds good to me. Shall we talk on Tuesday at 11?\n\nBest wishes,",
    "Hello,\n\nThanks for getting in touch. Could you tell me more about the timing and the cost?\n\nRegards,",
    "Hello,\n\nReceived, thank you. I will get back to you next week, after our team meeting.\n\nRegards,",
    "Hello,\n\nThank you for thinking of us, but we are not interested at the moment.\n\nAll the best,",
  ],
};

/** Somebody for any address: always the same person for the same one. They answer the first mail of a thread. */
export function passerBy(to: MailAddress, text: string): Correspondent {
  const [says = 0, writesWith = 0] = createHash("sha256").update(to.address).digest();
  const language = guessLanguage(text);
  const name = to.name || nameFromAddress(to.address);
  const words = SAYINGS[language][says % SAYINGS[language].length];
  return {
    name,
    language,
    client: CLIENTS[writesWith % CLIENTS.length] ?? "gmail",
    answers: [{ kind: "writes", text: `${words}\n${name}` }],
  };
}

/** People answer in the language they are written to. */
function guessLanguage(text: string): Language {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const count = (known: readonly string[]) => words.filter((word) => known.includes(word)).length;
  const french = count(["bonjour", "vous", "nous", "je", "et", "le", "la", "les", "des", "pour", "votre", "merci"]);
  const english = count(["hello", "hi", "you", "we", "i", "and", "the", "of", "for", "your", "with", "thank"]);
  return french > english ? "fr" : "en";
}

/** `marie.curie@...` signs as Marie Curie. */
function nameFromAddress(address: string): string {
  const words = (address.split("@")[0] ?? "").split(/[^\p{L}]+/u).filter((word) => word !== "");
  return words.map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`).join(" ");
}
