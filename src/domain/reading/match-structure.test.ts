import { describe, expect, it } from "vitest";
import type { ParsedMail } from "../parsed-mail.ts";
import { exampleMail, freshMail } from "./example-mail.ts";
import { matchStructure } from "./match-structure.ts";

const kindOf = (mail: ParsedMail) => matchStructure(mail).kind;

describe("an automatic answer", () => {
  it.each<[string, Partial<ParsedMail>]>([
    ["RFC 3834", { headers: { "auto-submitted": ["auto-replied (vacation)"] } }],
    ["X-Autoreply", { headers: { "x-autoreply": ["yes"] } }],
    ["X-Autorespond", { headers: { "x-autorespond": ["Absence"] } }],
    ["Precedence", { headers: { precedence: ["auto_reply"] } }],
    ["null return path", { headers: { "return-path": ["<>"] } }],
    ["subject, French", { subject: "Réponse automatique : Proposition" }],
    ["subject, absence", { subject: "Absence du bureau : Proposition", text: "Je suis absent." }],
    ["subject, English", { subject: "Automatic reply: Proposal" }],
    ["subject, OOO", { subject: "Out of Office Re: Proposal", text: "Back Monday." }],
    ["subject, German", { subject: "Abwesenheitsnotiz: Angebot" }],
    ["subject, Spanish", { subject: "Respuesta automática: Propuesta" }],
    ["subject, Portuguese", { subject: "Resposta automática: Proposta" }],
    ["subject, Italian", { subject: "Risposta automatica: Proposta" }],
    ["subject, Dutch", { subject: "Automatisch antwoord: Voorstel" }],
    [
      "text, French",
      {
        text: "Bonjour,\n\nJe suis actuellement en congés jusqu'au 4 décembre. En cas d'urgence, contactez Paul Petit.\n\nCordialement",
      },
    ],
    [
      "text, French, absent du au",
      {
        text: "Bonjour,\nJe suis absente du 20 au 27 novembre avec un accès limité à ma messagerie. Pour toute urgence, merci de contacter le secrétariat.",
      },
    ],
    [
      "text, English",
      {
        text: "Hello,\nI am out of the office until Monday with limited access to email. For urgent matters please contact Bob.",
      },
    ],
    [
      "text, Spanish",
      { text: "Estoy fuera de la oficina hasta el 5 de diciembre. En caso de urgencia contacte con Luis." },
    ],
    [
      "text, German",
      { text: "Ich bin bis zum 4. Januar nicht im Büro. In dringenden Fällen wenden Sie sich an Herrn Vogel." },
    ],
    ["text, Portuguese", { text: "Estou de férias até 5 de janeiro. Em caso de urgência, contacte a Ana." }],
    ["text, Italian", { text: "Sono fuori ufficio fino al 10 dicembre. Per urgenze scrivere a Luca." }],
    ["text, Dutch", { text: "Ik ben momenteel op vakantie. Voor dringende zaken kunt u bellen met Jan." }],
    [
      "a ticket",
      {
        from: { address: "support@exemple.fr", name: "Support" },
        text: "Votre demande n°45612 a bien été enregistrée. Ceci est un message automatique, merci de ne pas y répondre.",
      },
    ],
    [
      "a portal",
      {
        from: { address: "noreply@exemple.fr", name: "" },
        text: "We have received your application and will review it as soon as possible.",
      },
    ],
  ])("is told by: %s", (_sign, parts) => {
    expect(kindOf(exampleMail(parts))).toBe("autoReply");
  });

  it.each<[string, Partial<ParsedMail>]>([
    ["a wish not to get any", { headers: { "x-auto-response-suppress": ["All"] } }],
    ["Auto-Submitted: no", { headers: { "auto-submitted": ["no"] } }],
    [
      "leave in a person's answer",
      {
        text: "Bonjour, votre offre m'intéresse mais je suis en congés jusqu'au 4 décembre, pouvez-vous me rappeler à mon retour ?",
      },
    ],
    ["a person about to leave", { text: "Hi, I'm away next week but let's talk on the 5th, happy to meet." }],
    [
      "an answer to an absence notice",
      { subject: "Re: Réponse automatique : Proposition", text: "C'est bon je suis rentré, parlons-en." },
    ],
    ["leave as the topic", { text: "Merci de me confirmer le nombre de jours de congés que comprend le contrat." }],
  ])("is not: %s", (_sign, parts) => {
    expect(kindOf(exampleMail(parts))).toBe("reply");
  });
});

describe("a newsletter", () => {
  it.each<[string, Partial<ParsedMail>]>([
    ["List-Unsubscribe", { headers: { "list-unsubscribe": ["<mailto:u@exemple.fr>"] } }],
    ["List-Id", { headers: { "list-id": ["<news.exemple.fr>"], "list-unsubscribe": ["<https://exemple.fr/u>"] } }],
    ["Precedence: bulk", { headers: { precedence: ["bulk"] } }],
    ["a service's marks", { headers: { "feedback-id": ["1:2:3:x"], "x-campaign": ["12"] } }],
    [
      "its footer and address",
      { from: { address: "newsletter@exemple.fr", name: "" }, text: "Nos nouveautés.\n\nSe désabonner" },
    ],
  ])("is told by: %s", (_sign, parts) => {
    expect(kindOf(freshMail(parts))).toBe("bulk");
  });

  it.each<[string, ParsedMail]>([
    [
      "an answer through a mailing list",
      exampleMail({ headers: { "list-id": ["<equipe.exemple.fr>"], precedence: ["list"] } }),
    ],
    ["an answer with List-Unsubscribe", exampleMail({ headers: { "list-unsubscribe": ["<mailto:x@y.fr>"] } })],
    ["an answer that quotes our unsubscribe line", exampleMail({ text: "Oui.\n\n> Pour vous désinscrire : http://x" })],
    [
      "an Outlook header",
      exampleMail({
        headers: {
          "x-ms-exchange-organization-scl": ["1"],
          "x-mailer": ["Microsoft Outlook 16.0"],
          "thread-topic": ["Proposition"],
        },
      }),
    ],
    [
      "a first mail from a person",
      freshMail({ text: "Bonjour, je cherche un plombier pour mardi, êtes-vous libre ?" }),
    ],
    ["a mail without any subject", freshMail({ subject: "" })],
  ])("is not: %s", (_sign, mail) => {
    expect(kindOf(mail)).toBe("reply");
  });
});

describe("a calendar mail", () => {
  it("is an invitation", () => {
    const mail = freshMail({
      partTypes: ["text/plain", "text/calendar"],
      calendar: { method: "request", answer: undefined },
    });
    expect(kindOf(mail)).toBe("calendar");
  });

  it("is an answer to one", () => {
    const mail = exampleMail({
      subject: "Accepted: Meeting",
      partTypes: ["text/calendar"],
      calendar: { method: "reply", answer: "accepted" },
    });
    expect(kindOf(mail)).toBe("calendar");
  });

  it("is not a person's answer that carries an event along", () => {
    const mail = exampleMail({
      partTypes: ["text/plain", "text/calendar"],
      calendar: { method: "publish", answer: undefined },
    });
    expect(kindOf(mail)).toBe("reply");
  });
});

describe("other mail", () => {
  it("is a complaint through a feedback loop", () => {
    const mail = freshMail({ partTypes: ["text/plain", "message/feedback-report", "message/rfc822"] });
    expect(kindOf(mail)).toBe("complaint");
  });

  it("is a receipt", () => {
    expect(kindOf(exampleMail({ partTypes: ["text/plain", "message/disposition-notification"] }))).toBe("other");
  });

  it("is a program's notice", () => {
    expect(
      kindOf(
        freshMail({ from: { address: "no-reply@exemple.fr", name: "" }, text: "Votre mot de passe a été changé." }),
      ),
    ).toBe("other");
  });

  it("is a refusal by a portal's address: it counts as an answer", () => {
    const from = { address: "noreply@recrutement.example", name: "RH" };
    expect(
      kindOf(
        freshMail({ from, text: "Nous sommes au regret de vous informer que votre candidature n'a pas été retenue." }),
      ),
    ).toBe("reply");
  });

  it("is spam by its words, and so marked", () => {
    const mail = freshMail({
      subject: "YOU HAVE WON!!!",
      text: "You have won the lottery. Send your bank details to claim 2 million dollars.",
    });
    expect(matchStructure(mail).isSpam).toBe(true);
    expect(matchStructure(exampleMail()).isSpam).toBe(false);
  });
});

describe("a machine's words about a decision", () => {
  it("count as an answer", () => {
    const text = "Nous avons étudié votre candidature et elle n'a pas été retenue. Ceci est un message automatique.";
    expect(kindOf(exampleMail({ text }))).toBe("reply");
  });

  it("are a receipt while they only say what no answer would mean", () => {
    const text =
      "Votre candidature est enregistrée. Sans réponse de notre part sous 15 jours, considérez qu'elle n'a pas été retenue. Ceci est un message automatique.";
    expect(kindOf(exampleMail({ text }))).toBe("autoReply");
  });

  it("may open an absence notice politely", () => {
    const text = "Leider bin ich bis zum 4. Januar nicht im Büro und kann Ihre Nachricht nicht lesen.";
    expect(kindOf(exampleMail({ text }))).toBe("autoReply");
  });
});
