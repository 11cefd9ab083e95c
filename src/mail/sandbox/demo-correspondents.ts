import type { MailAddress } from "../../domain/parsed-mail.ts";
import { type Answer, type Correspondent, decideReply, type SimulatedReply } from "./correspondents.ts";
import type { HeardMail } from "./heard-mail.ts";
import { passerBy } from "./passers-by.ts";

const SILENT: Answer = { kind: "isSilent" };
const writes = (...lines: string[]): Answer => ({ kind: "writes", text: lines.join("\n") });

/** The people of the demo, by the local part of their address. */
export const DEMO_PEOPLE: Readonly<Record<string, Correspondent>> = {
  camille: {
    name: "Camille Roux",
    language: "fr",
    client: "gmail",
    answers: [
      writes(
        "Bonjour,",
        "",
        "Merci pour votre message. Oui, votre profil nous intéresse : nous serions ravis de vous rencontrer.",
        "Seriez-vous disponible jeudi à 14 h pour un échange en visio ?",
        "",
        "Bien cordialement,",
        "Camille Roux",
        "Atelier Nova",
      ),
    ],
  },
  julien: {
    name: "Julien Petit",
    language: "fr",
    client: "outlook",
    answers: [
      writes(
        "Bonjour,",
        "",
        "Nous vous remercions de l'intérêt que vous portez à notre entreprise.",
        "Malheureusement, nous ne sommes pas en mesure de donner une suite favorable à votre demande cette année.",
        "Nous vous souhaitons bonne chance pour la suite.",
        "",
        "Cordialement,",
        "Julien Petit",
        "Groupe Ardent",
      ),
    ],
  },
  sophie: {
    name: "Sophie Lambert",
    language: "fr",
    client: "phone",
    answers: [
      SILENT,
      writes(
        "Bonjour, désolée pour le délai, je suis entre deux rendez-vous.",
        "Je n'ai pas encore la visibilité nécessaire, pouvez-vous revenir vers moi en début de mois prochain ?",
        "Sophie",
      ),
    ],
  },
  nadia: {
    name: "Nadia Benali",
    language: "fr",
    client: "outlook",
    answers: [
      {
        kind: "isAway",
        text: [
          "Bonjour,",
          "",
          "Je suis absente du bureau et serai de retour le {day}.",
          "Je n'aurai pas accès à mes messages pendant cette période ; je vous répondrai à mon retour.",
          "",
          "Nadia Benali",
          "Cabinet Orsenne",
        ].join("\n"),
      },
    ],
  },
  oliver: {
    name: "Oliver Reed",
    language: "en",
    client: "apple",
    answers: [
      writes(
        "Hello,",
        "",
        "Thanks for writing. I have two questions before I pass this on to the team.",
        "When could you start, and how many days a week would you spend with us?",
        "",
        "Best,",
        "Oliver",
      ),
      writes(
        "Hello,",
        "",
        "Thank you, that answers my questions. Yes, we would love to meet you: does Thursday at 10 work for a call?",
        "",
        "Best,",
        "Oliver",
      ),
    ],
  },
  emma: {
    name: "Emma Clarke",
    language: "en",
    client: "gmail",
    answers: [
      SILENT,
      writes(
        "Hi,",
        "",
        "Sorry for the slow answer, and thanks for following up. Yes, we are interested and would be happy to talk.",
        "How about a call on Tuesday at 3 pm?",
        "",
        "Kind regards,",
        "Emma Clarke",
        "Bright Harbour",
      ),
    ],
  },
  harry: { name: "Harry Walsh", language: "en", client: "outlook", answers: [] },
  grace: {
    name: "Grace Hill",
    language: "en",
    client: "outlook",
    answers: [{ kind: "bounces" }, { kind: "bounces" }, { kind: "bounces" }],
  },
};

const DEMO_DOMAIN = "sandbox.example";

/** Answers as the people of the demo; any other address belongs to a passer-by who is polite. */
export function demoCorrespondents(mail: HeardMail, now: Date): SimulatedReply[] {
  return decideReply(mail, whoIs, now);
}

function whoIs(to: MailAddress, text: string): Correspondent {
  const [local = "", domain] = to.address.split("@");
  const person = domain === DEMO_DOMAIN && Object.hasOwn(DEMO_PEOPLE, local) ? DEMO_PEOPLE[local] : undefined;
  return person ?? passerBy(to, text);
}
