import type { TemplateContent } from "../db/templates.ts";
import type { Locale } from "../platform/texts.ts";

/** The templates of the demo campaign, by what they are for. */
export const DEMO_TEMPLATES = {
  first: "first",
  reminder: "followUp",
  lastWord: "followUp",
  acceptance: "acceptance",
  refusal: "refusal",
} as const;
export type DemoTemplate = keyof typeof DEMO_TEMPLATES;

/** What the demo says in one language. */
export interface DemoContent {
  displayName: string;
  campaignName: string;
  details: Record<string, string>;
  templates: Record<DemoTemplate, TemplateContent & { name: string }>;
}

/** Paragraphs stay whole: a chat card is narrower than any line we could choose. */
const letter = (...paragraphs: string[]) => paragraphs.join("\n\n");

/** A student looks for a firm to work and learn in: a sequence that people really write. */
export const DEMO_CONTENT: Record<Locale, DemoContent> = {
  fr: {
    displayName: "Léa Moreau",
    campaignName: "Alternance développement web",
    details: {
      domain: "Développement web",
      contractType: "Alternance",
      duration: "12 mois",
      school: "Campus Numérique des Alpes",
    },
    templates: {
      first: {
        name: "Démo : premier envoi",
        subject: "Alternance en développement web chez {{societe}}",
        text: letter(
          "Bonjour {{prenom}},",
          "Étudiante au {{school}}, je cherche une entreprise pour une alternance de {{duration}} en développement web, " +
            "à partir de janvier. Les produits de {{societe}} m'ont donné envie de vous écrire : je travaille déjà en " +
            "TypeScript et j'aimerais apprendre auprès d'une équipe comme la vôtre.",
          "Auriez-vous un quart d'heure cette semaine pour en parler ?",
          "Bien à vous,\nLéa Moreau",
        ),
      },
      reminder: {
        name: "Démo : relance",
        subject: "",
        text: letter(
          "Bonjour {{prenom}},",
          "Je me permets de revenir vers vous au sujet de mon alternance chez {{societe}}. Le rythme est de trois jours " +
            "en entreprise et deux jours de cours, et les aides à l'embauche d'un alternant s'appliquent.",
          "Un mot de votre part, même bref, m'aiderait beaucoup.",
          "Bien à vous,\nLéa Moreau",
        ),
      },
      lastWord: {
        name: "Démo : dernière relance",
        subject: "",
        text: letter(
          "Bonjour {{prenom}},",
          "C'est mon dernier message à ce sujet : si ce n'est pas le bon moment, je le comprends tout à fait. Ma " +
            "candidature reste valable si un besoin se présente chez {{societe}}.",
          "Bonne continuation,\nLéa Moreau",
        ),
      },
      acceptance: {
        name: "Démo : réponse à un accord",
        subject: "",
        text: letter(
          "Bonjour {{prenom}},",
          "Merci beaucoup pour votre réponse, elle me fait très plaisir. Le créneau que vous proposez me convient ; je " +
            "vous envoie mon CV et la présentation de ma formation d'ici là.",
          "À très bientôt,\nLéa Moreau",
        ),
      },
      refusal: {
        name: "Démo : réponse à un refus",
        subject: "",
        text: letter(
          "Bonjour {{prenom}},",
          "Merci d'avoir pris le temps de me répondre. Je comprends votre décision et je souhaite une belle année à " +
            "{{societe}}.",
          "Bien à vous,\nLéa Moreau",
        ),
      },
    },
  },
  en: {
    displayName: "Lea Moreau",
    campaignName: "Web development apprenticeship",
    details: {
      domain: "Web development",
      contractType: "Apprenticeship",
      duration: "12 months",
      school: "Alpine Digital College",
    },
    templates: {
      first: {
        name: "Demo: first mail",
        subject: "Web development apprenticeship at {{company}}",
        text: letter(
          "Hello {{firstName}},",
          "I study at {{school}} and am looking for a company to spend a {{duration}} apprenticeship in web development " +
            "with, from January. What {{company}} builds made me want to write to you: I already work in TypeScript and " +
            "would love to learn from a team like yours.",
          "Would you have a quarter of an hour this week to talk about it?",
          "Kind regards,\nLea Moreau",
        ),
      },
      reminder: {
        name: "Demo: follow-up",
        subject: "",
        text: letter(
          "Hello {{firstName}},",
          "I am coming back to you about my apprenticeship at {{company}}. I would be with you three days a week and in " +
            "class for two, and the public support for employers of apprentices applies.",
          "A word from you, however short, would help me a lot.",
          "Kind regards,\nLea Moreau",
        ),
      },
      lastWord: {
        name: "Demo: last follow-up",
        subject: "",
        text: letter(
          "Hello {{firstName}},",
          "This is my last message about this: if now is not the right time, I fully understand. Should {{company}} have " +
            "a need later on, I would be glad to hear from you.",
          "All the best,\nLea Moreau",
        ),
      },
      acceptance: {
        name: "Demo: answer to a yes",
        subject: "",
        text: letter(
          "Hello {{firstName}},",
          "Thank you so much for your answer, it made my day. The time you suggest suits me; I will send you my CV and " +
            "the outline of my course before then.",
          "Speak soon,\nLea Moreau",
        ),
      },
      refusal: {
        name: "Demo: answer to a no",
        subject: "",
        text: letter(
          "Hello {{firstName}},",
          "Thank you for taking the time to answer. I understand your decision and wish {{company}} a good year.",
          "Kind regards,\nLea Moreau",
        ),
      },
    },
  },
};

/** Whom the demo writes to. Their answers come from `mail/sandbox/demo-correspondents`. */
export const DEMO_RECIPIENTS = [
  { local: "camille", firstName: "Camille", lastName: "Roux", company: "Atelier Nova", locale: "fr" },
  { local: "julien", firstName: "Julien", lastName: "Petit", company: "Groupe Ardent", locale: "fr" },
  { local: "sophie", firstName: "Sophie", lastName: "Lambert", company: "Studio Lumen", locale: "fr" },
  { local: "nadia", firstName: "Nadia", lastName: "Benali", company: "Cabinet Orsenne", locale: "fr" },
  { local: "oliver", firstName: "Oliver", lastName: "Reed", company: "Northgate Software", locale: "en" },
  { local: "emma", firstName: "Emma", lastName: "Clarke", company: "Bright Harbour", locale: "en" },
  { local: "harry", firstName: "Harry", lastName: "Walsh", company: "Pinewood Labs", locale: "en" },
  { local: "grace", firstName: "Grace", lastName: "Hill", company: "Oakline Systems", locale: "en" },
] as const;
