import { fold } from "../../domain/reading/plain-text.ts";

/** A generator of numbers from 0 to 1 that gives the same row for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const OPENINGS: Readonly<Record<string, readonly string[]>> = {
  fr: [
    "Bonjour,",
    "Bonjour Madame,",
    "Bonjour Monsieur,",
    "Bonsoir,",
    "Salut,",
    "Madame, Monsieur,",
    "Cher Monsieur,",
    "Bonjour, merci pour votre message.",
    "Bonjour, merci de votre mail.",
    "Bonjour et merci pour votre retour.",
    "Bonjour, j'espère que vous allez bien.",
  ],
  en: [
    "Hi,",
    "Hello,",
    "Dear Sir,",
    "Dear Ms Moore,",
    "Good morning,",
    "Hey,",
    "Hi, thanks for your email.",
    "Hello, thank you for reaching out.",
    "Thanks for getting in touch.",
    "Hi there, hope you are well.",
  ],
  es: ["Hola,", "Buenos días,", "Estimado señor:", "Hola, gracias por su mensaje.", "Buenas tardes,"],
  de: ["Hallo,", "Guten Tag,", "Sehr geehrte Frau Braun,", "Vielen Dank für Ihre Nachricht.", "Guten Morgen,"],
  pt: ["Olá,", "Bom dia,", "Boa tarde,", "Prezado,", "Olá, obrigado pela mensagem."],
  it: ["Buongiorno,", "Salve,", "Gentile signora,", "Grazie per il messaggio.", "Ciao,"],
  nl: ["Hallo,", "Beste,", "Goedemiddag,", "Bedankt voor uw bericht."],
};

const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  fr: [
    "Cordialement,",
    "Bien à vous,",
    "Bonne journée",
    "Merci.",
    "Cdlt",
    "Bonne journée à vous,",
    "Bien cordialement",
    "À bientôt",
    "Merci d'avance.",
  ],
  en: [
    "Best regards,",
    "Kind regards,",
    "Thanks",
    "Thanks!",
    "Best,",
    "Cheers",
    "Have a nice day.",
    "Many thanks,",
    "Regards",
  ],
  es: ["Saludos", "Un saludo", "Gracias", "Atentamente"],
  de: ["Mit freundlichen Grüßen", "Viele Grüße", "Danke", "Beste Grüße"],
  pt: ["Cumprimentos", "Atenciosamente", "Obrigado", "Abraço"],
  it: ["Cordiali saluti", "Saluti", "Grazie"],
  nl: ["Met vriendelijke groet", "Groeten", "Dank"],
};

/**
 * Other ways the same answer might have been written: with a greeting and a closing, without accents or capitals,
 * with a slip of the keys. Keeps the model from leaning on what says nothing.
 */
export function varyText(text: string, language: string, random: () => number): string[] {
  const pick = (list: readonly string[] | undefined) => list?.[Math.floor(random() * list.length)] ?? "";
  const dressed = `${pick(OPENINGS[language])}\n\n${text}\n\n${pick(ENDINGS[language])}`;
  const hasty = fold(text).replace(/[.,;]/g, "");
  const slipped = `${pick(OPENINGS[language])} ${slipKeys(text, random)}`;
  return [text, dressed, hasty, slipped];
}

/** One or two neighbouring letters swapped, dropped or doubled. */
function slipKeys(text: string, random: () => number): string {
  let slipped = text;
  const slips = 1 + Math.floor(text.length / 120);
  for (let slip = 0; slip < slips; slip++) {
    const at = 1 + Math.floor(random() * Math.max(1, slipped.length - 3));
    const pair = slipped.slice(at, at + 2);
    if (!/^\p{L}{2}$/u.test(pair)) continue;
    const kind = random();
    const changed = kind < 0.4 ? `${pair[1]}${pair[0]}` : kind < 0.7 ? `${pair[0]}` : `${pair[0]}${pair}`;
    slipped = slipped.slice(0, at) + changed + slipped.slice(at + 2);
  }
  return slipped;
}
