import { bareSubject } from "./header-values.ts";
import { fold, shorten, visibleText, withoutLinks } from "./plain-text.ts";
import { splitSentences } from "./sentences.ts";

const MAX_CHARS = 140;

const GREETING =
  /^(bonjour|bonsoir|salut|coucou|hello|hi|hey|dear|hola|buenos|buenas|estimad|hallo|guten|sehr geehrt|lieber?|ola|bom dia|boa tarde|prezad|caro|cara|buongiorno|ciao|gentile|salve|beste|geachte|cher|chere|madame|monsieur|mme|good (morning|afternoon|evening))\b[^.!?]{0,50}[,.!:]?$/;
const COURTESY =
  /^(merci( beaucoup| bien| d'avance| a vous| pour (votre|ton|ce|cet|cette)( \w+){1,4})?|je vous remercie( pour| de)?( votre| vos)?( \w+){0,4}|j'espere que|thank(s| you)( (very|so) much| a lot| again| for (your|the|this|reaching|getting)( \w+){0,5})?|i hope (this|you)|hope (you|this|all)|suite a (notre|votre)|gracias( por (su|tu)( \w+){1,3})?|vielen dank( fur (ihre|die|deine)( \w+){1,3})?|obrigad[oa]( pel[oa]( \w+){1,3})?|grazie( (per|mille)( \w+){0,4})?|(bien )?cordialement|best regards|kind regards|regards|bonne (journee|soiree)|belle journee|a bientot|in the meantime|n'hesitez pas|please (do not|don't) hesitate|feel free|je reste a (votre|ta) disposition|dans l'attente)\b/;

const TELLING: readonly [RegExp, number][] = [
  [
    /\b(interess|souhait|voudr|aimer|accept|confirm|d'accord|ok pour|valid|partant|interested|would like|i'd like|we'd like|happy to|agree|approved?|sounds good|let's|quiero|gustaria|mochte|gerne|gostaria|vorrei)/,
    3,
  ],
  [
    /\b(malheureusement|regret|pas (interess|possible|retenu|suite|besoin|disponible|dans)|refus|decline|ne (souhait|donn|pouv|correspond)|unfortunately|not (interested|able|possible|a fit|moving|selected|need)|no longer|stop|desabonn|desinscri|unsubscribe|remove me|leider|lamentablemente|infelizmente|purtroppo|kein interesse|no me interesa)/,
    4,
  ],
  [
    /\b(urgent|urgence|asap|immediat|au plus vite|des que possible|avant (le|ce|demain|lundi|mardi|mercredi|jeudi|vendredi)|deadline|date limite|echeance|by (monday|tuesday|wednesday|thursday|friday|tomorrow|the end)|impaye|overdue|relance)/,
    3,
  ],
  [
    /\b(contrat|devis|facture|signature|signer|paiement|virement|commande|contract|quote|invoice|payment|order|purchase|agreement|proposal|offre|budget|prix|tarif|price|pricing|contrato|factura|vertrag|rechnung|angebot|fatura)/,
    2,
  ],
  [
    /\b(rendez-vous|rdv|reunion|entretien|appel|visio|telephone|disponib|creneau|rencontr|meeting|call|interview|available|schedule|demo|calendar|reunion|llamada|termin|telefonat|reuniao|incontro)/,
    2,
  ],
  [
    /\b(lundi|mardi|mercredi|jeudi|vendredi|demain|monday|tuesday|wednesday|thursday|friday|tomorrow|\d{1,2} ?h ?\d{0,2}|\d{1,2} ?(am|pm))\b/,
    1,
  ],
];

/** One line of plain text that tells what the mail is about: the telling sentence, not merely the first. */
export function summarise(replyText: string, subject = ""): string {
  const sentences = splitSentences(withoutLinks(visibleText(replyText)));
  const [best] = sentences
    .map((sentence, index) => ({ sentence, score: weigh(sentence, index) }))
    .sort((one, other) => other.score - one.score);
  const line = best === undefined ? bareSubject(subject) : best.sentence;
  return shorten(withoutLinks(visibleText(line)), MAX_CHARS);
}

function weigh(sentence: string, index: number): number {
  const folded = fold(sentence).slice(0, 600);
  if (GREETING.test(folded)) return -20;
  let score = -index * 0.25;
  for (const [pattern, weight] of TELLING) if (pattern.test(folded)) score += weight;
  if (sentence.includes("?")) score += 2;
  if (/\d[\d .,]{0,14} ?(€|eur|\$|usd|fcfa|xof|£|k€|m€)/i.test(sentence)) score += 2;
  if (COURTESY.test(folded)) score -= folded.length < 60 ? 6 : 1.5;
  if (folded.length < 12) score -= 1;
  return score;
}
