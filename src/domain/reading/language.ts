import { fold } from "./plain-text.ts";

const MAX_CHARS = 4_000;

/** Frequent words that tell these languages apart, folded. A word in several lists counts for each, for less. */
const WORDS: Readonly<Record<string, string>> = {
  fr: "le la les des une et est pas je vous nous que qui pour dans avec sur merci bonjour votre notre vos nos mais plus bien cordialement suis avons etes sommes ne ce cette il elle on au aux du oui non si j'ai c'est n'est d'un d'une l'on qu'il avez pourriez voici salut bonsoir madame monsieur tres aussi demain lundi mardi mercredi jeudi vendredi etre fait faire sans deja encore toujours rendez-vous veuillez interesse interessee ca va reunion accepte refuse",
  en: "the and is are you we our your for with this that have has not will would be to of in it i i'm i'll it's don't can could please thanks thank hi hello dear regards from at but if so as was were they there any all just me my yes no sorry when what how let know get been about do does did good great call monday tuesday wednesday thursday friday tomorrow today interested meeting send email",
  es: "el la los las de que y en un una es no por con para su sus se lo le gracias hola estimado estimada usted ustedes nosotros estoy estamos pero muy mas como este esta son ha hemos tiene tengo saludos buenos dias si me mi nos correo reunion manana lunes martes miercoles jueves viernes interesado interesada puede podemos favor cuando donde ya del al",
  de: "der die das und ist nicht ich sie wir ein eine einen mit fur auf von zu den dem des im am es wie aber auch noch nur danke vielen hallo guten tag herr frau liebe lieber grusse grussen freundlichen konnen haben hat wird werden bin sind uns unser ihre ihr ihnen bitte wenn oder bei nach aus montag dienstag mittwoch donnerstag freitag morgen leider kein keine gerne schon",
  pt: "o a os as de que e em um uma nao por com para seu sua se lhe obrigado obrigada ola bom boa dia tarde voce voces nos estou estamos mas muito mais como este esta sao foi tem tenho temos cumprimentos atenciosamente sim me meu minha email reuniao amanha segunda-feira terca-feira quarta-feira quinta-feira sexta-feira interessado pode podemos favor quando ja do da dos das ao pela pelo",
  it: "il lo la i gli le di che e in un una non per con su sono siamo ho abbiamo grazie buongiorno ciao gentile salve vostro nostro suo sua ma molto piu come questo questa cordiali saluti si mi ci domani lunedi martedi mercoledi giovedi venerdi interessato interessata posso possiamo favore quando del della dei alla al dal nel anche",
  nl: "de het een en is niet ik u wij we van op te dat die voor met aan bij ook maar om naar als zijn heb hebben heeft wordt kan kunnen bedankt dank beste hallo goedemorgen geachte groet groeten vriendelijke uw ons onze graag geen nog wel maandag dinsdag woensdag donderdag vrijdag morgen jammer",
};

const weights = weighWords();

function weighWords(): Map<string, [language: string, weight: number][]> {
  const byWord = new Map<string, string[]>();
  for (const [language, list] of Object.entries(WORDS)) {
    for (const word of new Set(list.split(" "))) byWord.set(word, [...(byWord.get(word) ?? []), language]);
  }
  return new Map(
    [...byWord].map(([word, languages]) => [word, languages.map((one) => [one, 1 / languages.length ** 1.5])]),
  );
}

/** Letters with accents that one or two languages use, before folding. */
const LETTERS: readonly [RegExp, string, number][] = [
  [/[çèêàùîôœ]|\b[ldjcnsq]['’]\p{L}/giu, "fr", 0.7],
  [/é/giu, "fr", 0.25],
  [/[ñ¿¡]|ción\b/giu, "es", 1.5],
  [/[äöüß]|\b(sch|un)\p{L}{3}|ung\b/giu, "de", 1],
  [/[ãõ]|ção\b|ções\b/giu, "pt", 1.5],
  [/\b(perché|è|più|però|già)\b|zione\b/giu, "it", 1],
  [/\b\p{L}*(ij|aa|oe|ee)\p{L}*\b/giu, "nl", 0.25],
];

/** ISO 639-1 code of the seven languages we read, or `und`. */
export function detectLanguage(text: string): string {
  const sample = text.slice(0, MAX_CHARS);
  const scores = new Map<string, number>();
  const words = fold(sample).match(/[\p{L}][\p{L}'-]{0,30}/gu) ?? [];
  for (const word of words) {
    for (const [language, weight] of weights.get(word) ?? weights.get(word.split("'")[1] ?? "") ?? []) {
      scores.set(language, (scores.get(language) ?? 0) + weight);
    }
  }
  for (const [pattern, language, weight] of LETTERS) {
    const hits = Math.min(6, sample.match(pattern)?.length ?? 0);
    if (hits > 0) scores.set(language, (scores.get(language) ?? 0) + hits * weight);
  }
  const [best] = [...scores].sort((one, other) => other[1] - one[1]);
  return best !== undefined && best[1] >= 0.3 ? best[0] : "und";
}
