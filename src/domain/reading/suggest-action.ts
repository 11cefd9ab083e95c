import type { MailKind, ReplyClass, SuggestedAction } from "../classification.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import { fold } from "./plain-text.ts";

export interface ActionInput {
  kind: MailKind;
  replyClass: ReplyClass;
  replyText: string;
  mail: ParsedMail;
  permanentBounce: boolean;
  isSpam: boolean;
}

const STOP =
  /\b(desabonn|desinscri|ne (plus |jamais )?(m'|me |nous )?(plus )?(ecri|contact|sollicit|recevoir|envoy|relanc)|arretez|cessez|stop\b|retirez|supprimez (moi|mes|mon)|unsubscribe|remove (me|us|my)|take me off|stop (email|contact|writ|send)|do not (contact|email|write)|don't (contact|email|write)|opt[- ]?out|darme de baja|no me (escriba|contacte)|abmelden|keine (weiteren )?(e-?)?mails|nicht mehr (kontaktieren|anschreiben)|descadastr|nao me (contact|envi)|rgpd|gdpr|spam)/;
const PAY =
  /\b(factures?|reglement|paiement|impaye|echeance|virement|invoice|payment|overdue|unpaid|balance due|rechnung|zahlung|factura|pago|fatura|pagamento|fattura)\b/;
const PAY_ASK =
  /\b(regl|pay|vir(er|ement)|solde|echeance|due|overdue|impaye|en attente de|a regler|zahl|uberweis|pagar|saldo)/;
const SIGN =
  /\b(sign(er|ature|ez|e|ed|ing)?|contrat a|parapher|docusign|yousign|unterschr|firmar|firma\b|assinar|firmare)\b/;
const CALL =
  /\b(appel(ez|er|le|ons)( -?(moi|nous))?|rappel(ez|er|le)|(me|vous|nous) (joindre|appeler|rappeler)|par telephone|de vive voix|call (me|us)|give (me|us) a (call|ring)|phone (me|us|call)|by phone|ring me|llam(e|ar|ame|eme)|anrufen|ruf(en)? (sie )?(mich|uns)|telefon\w*|ligue|telefonar|chiam(i|are|ami))\b/;
const MEET =
  /\b(rendez-vous|rdv|reunion|rencontr\w+|entretien|visio\w*|creneaux?|disponib\w+|se voir|agenda|calendrier|meet(ing)?|interview|schedule|slot|available|availability|calendar|demo|zoom|teams|catch up|reunir\w*|cita|entrevista|disponible|termin|treffen|gesprach|reuniao|encontro|incontro|appuntamento|afspraak)\b/;
const DOCUMENTS =
  /\b((envoy|transm|fourn|fair\w* parvenir|adress|communiqu|joind)\w*.{0,60}(cv|documents?|devis|plaquette|brochure|documentation|tarifs?|lettre|attestation|justificati|rib|kbis|references?|portfolio|diplome|proposition|dossier|pieces?|presentation|grille|catalogue)|(send|share|provide|forward|email|submit).{0,60}(cv|resume|documents?|quote|brochure|documentation|pricing|prices?|references?|portfolio|deck|proposal|details|presentation|case stud|catalog)|(env|mand)\w{1,4}.{0,40}(documentos?|cv|presupuesto|informacion|catalogo|curriculum|proposta|orcamento)|(schick|send)\w{0,4}.{0,50}(unterlagen|angebot|lebenslauf|informationen))/;

/** What a good assistant would do next with this mail. */
export function suggestAction({
  kind,
  replyClass,
  replyText,
  mail,
  permanentBounce,
  isSpam,
}: ActionInput): SuggestedAction {
  const text = fold(`${replyText.slice(0, 6_000)}`).replace(/\n/g, " ");
  switch (kind) {
    case "bounce":
      return permanentBounce ? "fixAddress" : "read";
    case "complaint":
      return "stopWriting";
    case "autoReply":
      return /\b(absen|conge|vacances|retour|out of|leave|holiday|vacation|back|urlaub|ausente|ferias|ferie)/.test(
        `${text} ${fold(mail.subject)}`,
      )
        ? "waitForReturn"
        : "ignore";
    case "bulk":
      return "ignore";
    case "calendar":
      return mail.calendar?.method === "reply" ? "read" : "scheduleMeeting";
    case "other":
      return isSpam ? "ignore" : PAY.test(text) && PAY_ASK.test(text) ? "pay" : "read";
    case "reply":
      return isSpam ? "ignore" : forReply(replyClass, text);
  }
}

function forReply(replyClass: ReplyClass, text: string): SuggestedAction {
  if (replyClass === "negative") return STOP.test(text) ? "stopWriting" : "thank";
  if (replyClass === "auto") return "read";
  if (SIGN.test(text) && !/\bsignature electronique de ce mail\b/.test(text)) return "sign";
  if (PAY.test(text) && PAY_ASK.test(text) && !/\b(recu|received|already paid|deja (paye|regle))\b/.test(text))
    return "pay";
  if (DOCUMENTS.test(text)) return "sendDocuments";
  if (CALL.test(text)) return "call";
  if (MEET.test(text)) return "scheduleMeeting";
  if (text.includes("?")) return "answerQuestion";
  if (replyClass === "positive") return "reply";
  return /\b(merci|thanks|thank you|bien recu|noted|bien note|gracias|danke|obrigad|grazie)\b/.test(text) &&
    text.length < 120
    ? "read"
    : "reply";
}
