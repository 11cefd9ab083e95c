import { describe, expect, it } from "vitest";
import { extractReplyText } from "./reply-text.ts";

const quote = "> Bonjour,\n> Je vous propose un essai gratuit de notre outil.\n> Jean";

describe("the reply text", () => {
  it.each([
    [
      "Gmail, French",
      `Oui, ça m'intéresse.\n\nLe lun. 3 nov. 2025 à 10:12, Jean Martin <jean@exemple.fr> a écrit :\n\n${quote}`,
    ],
    [
      "Gmail, wrapped attribution",
      "Oui, ça m'intéresse.\n\nLe lun. 3 nov. 2025 à 10:12, Jean-Baptiste de la Tour <\njean@exemple.fr> a\nécrit :\n\n" +
        quote,
    ],
    [
      "Gmail, English",
      `Oui, ça m'intéresse.\n\nOn Mon, Nov 3, 2025 at 10:12 AM Jean Martin <jean@exemple.fr> wrote:\n\n${quote}`,
    ],
    ["Apple Mail", `Oui, ça m'intéresse.\n\n> Le 3 nov. 2025 à 10:12, Jean <jean@exemple.fr> a écrit :\n> \n${quote}`],
    ["Thunderbird", `Oui, ça m'intéresse.\n\nLe 03/11/2025 à 10:12, Jean Martin a écrit :\n${quote}`],
    ["Thunderbird, German", `Oui, ça m'intéresse.\n\nAm 03.11.25 um 10:12 schrieb Jean Martin:\n${quote}`],
    [
      "Spanish",
      `Oui, ça m'intéresse.\n\nEl lun, 3 nov 2025 a las 10:12, Jean (<jean@exemple.fr>) escribió:\n\n${quote}`,
    ],
    [
      "Portuguese",
      `Oui, ça m'intéresse.\n\nEm seg., 3 de nov. de 2025 às 10:12, Jean <jean@exemple.fr> escreveu:\n\n${quote}`,
    ],
    [
      "Italian",
      `Oui, ça m'intéresse.\n\nIl giorno lun 3 nov 2025 alle ore 10:12 Jean <jean@exemple.fr> ha scritto:\n\n${quote}`,
    ],
    ["Dutch", `Oui, ça m'intéresse.\n\nOp ma 3 nov 2025 om 10:12 schreef Jean <jean@exemple.fr>:\n\n${quote}`],
    [
      "Outlook, French",
      "Oui, ça m'intéresse.\n\nDe : Jean Martin <jean@exemple.fr>\nEnvoyé : lundi 3 novembre 2025 10:12\nÀ : Marie <marie@exemple.fr>\nObjet : Essai\n\nBonjour,\nJe vous propose un essai gratuit de notre outil.",
    ],
    [
      "Outlook, bold labels",
      "Oui, ça m'intéresse.\n\n________________________________\n*De :* Jean Martin\n*Envoyé :* lundi 3 novembre 2025\n*À :* Marie\n*Objet :* Essai\n\nJe vous propose un essai gratuit de notre outil.",
    ],
    [
      "Outlook, English",
      "Oui, ça m'intéresse.\n\nFrom: Jean Martin\nSent: Monday, November 3, 2025 10:12 AM\nTo: Marie\nSubject: Essai\n\nJe vous propose un essai gratuit de notre outil.",
    ],
    [
      "Outlook 2003",
      "Oui, ça m'intéresse.\n\n-----Message d'origine-----\nDe : Jean [mailto:jean@exemple.fr]\nEnvoyé : lundi 3 novembre\nÀ : Marie\nObjet : Essai\n\nJe vous propose un essai gratuit de notre outil.",
    ],
    [
      "Yahoo",
      "Oui, ça m'intéresse.\n\n    Le lundi 3 novembre 2025 à 10:12:05 UTC+1, Jean Martin <jean@exemple.fr> a écrit :  \n \n Je vous propose un essai gratuit de notre outil.",
    ],
    [
      "telephone",
      "Oui, ça m'intéresse.\n\nEnvoyé de mon iPhone\n\n> Le 3 nov. 2025 à 10:12, Jean <jean@exemple.fr> a écrit :\n> \n" +
        quote,
    ],
    [
      "Android",
      "Oui, ça m'intéresse.\n\nEnvoyé depuis mon appareil Galaxy\n\n-------- Message d'origine --------\nDe : Jean <jean@exemple.fr>\nDate : 03/11/2025 10:12 (GMT+01:00)\nÀ : marie@exemple.fr\nObjet : Essai\n\nJe vous propose un essai gratuit de notre outil.",
    ],
    [
      "Outlook for Android",
      "Oui, ça m'intéresse.\n\nTélécharger Outlook pour Android<https://aka.ms/x>\n________________________________\nFrom: Jean <jean@exemple.fr>\nSent: Monday, November 3, 2025 10:12:05 AM\nTo: Marie\nSubject: Essai\n\nJe vous propose un essai gratuit de notre outil.",
    ],
  ])("leaves the quote out: %s", (_client, text) => {
    expect(extractReplyText(text)).toBe("Oui, ça m'intéresse.");
  });

  it("keeps answers between quoted lines", () => {
    const text =
      "Le lun. 3 nov. 2025 à 10:12, Jean <j@e.fr> a écrit :\n\n> Êtes-vous libre mardi ?\n\nOui, à 14h.\n\n> Et le devis ?\n\nIl me convient.\n";
    expect(extractReplyText(text)).toBe("Oui, à 14h.\n\nIl me convient.");
  });

  it("keeps an answer under the quote", () => {
    expect(extractReplyText(`On Mon, Nov 3, 2025, Jean <j@e.fr> wrote:\n${quote}\n\nSure, call me.\n`)).toBe(
      "Sure, call me.",
    );
  });

  it("keeps an answer written under Outlook's block of headers", () => {
    const ours = "Bonjour,\nPouvez-vous nous rappeler la date de votre venue ?\nJean";
    const text = `De : Jean <j@e.fr>\nEnvoyé : lundi 3 novembre 2025\nÀ : Marie\nObjet : Venue\n\nBonjour,\nPouvez-vous nous rappeler la date de votre venue ?\nLe 12 décembre au matin.\nJean`;
    expect(extractReplyText(text, ours)).toContain("Le 12 décembre au matin.");
    expect(extractReplyText(text, ours)).not.toContain("Pouvez-vous");
  });

  it("finds our text without any marker when it knows it", () => {
    const ours =
      "Bonjour Madame,\nNous serions heureux de vous présenter notre solution de relance.\nQuelles sont vos disponibilités la semaine prochaine ?\nJean";
    const text = `Je ne suis pas intéressée.\n\n${ours}`;
    expect(extractReplyText(text, ours)).toBe("Je ne suis pas intéressée.");
  });

  it.each([
    ["D'accord pour mardi.\n\n-- \nMarie Durand\nDirectrice\n01 23 45 67 89", "D'accord pour mardi."],
    [
      "D'accord pour mardi.\n\nCordialement,\n\nMarie Durand\nDirectrice des achats\nTél. : 01 23 45 67 89\nwww.exemple.fr",
      "D'accord pour mardi.\n\nCordialement,",
    ],
    [
      "D'accord pour mardi.\n\nCe message et ses pièces jointes peuvent contenir des informations confidentielles.\nMerci de le détruire.",
      "D'accord pour mardi.",
    ],
    ["OK for Tuesday.\n\nSent from my iPhone", "OK for Tuesday."],
    ["OK for Tuesday.\n\nGet Outlook for iOS<https://aka.ms/o>", "OK for Tuesday."],
    [
      "OK for Tuesday.\n\nBest,\nBob\n\nP.S. Please bring the samples you told me about.",
      "OK for Tuesday.\n\nBest,\nP.S. Please bring the samples you told me about.",
    ],
  ])("leaves signature and legal notes out", (text, reply) => {
    expect(extractReplyText(text)).toBe(reply);
  });

  it.each([
    "Merci pour votre message.\nNous reviendrons vers vous.",
    "Merci, mais j'ai écrit à Jean hier : il vous répondra.",
    "De mon côté tout est prêt.\nÀ : voir avec Paul",
    "As he wrote:\nwe should meet.",
    "Thanks,\n\nbut I would rather not meet before the end of the month, could we say January?",
    "-- ",
  ])("leaves a text without quotes as it is", (text) => {
    expect(extractReplyText(text)).toBe(text.trim());
  });

  it("never gives nothing where something was written", () => {
    expect(extractReplyText("Envoyé de mon iPhone")).not.toBe("");
    expect(extractReplyText("Cordialement,\nMarie")).not.toBe("");
  });

  it.each([
    ["blanks", " ".repeat(300_000)],
    ["one long line", "a".repeat(1_000_000)],
    ["deep quotes", ">".repeat(500_000)],
    ["many attributions", "On Mon 1/1/2024 x <a@b.c>\n".repeat(30_000)],
    ["many labels", "From: a\nSent: b\nTo: c\nSubject: d\n".repeat(20_000)],
    ["brackets", "[".repeat(200_000) + "(".repeat(200_000)],
  ])("is quick on hostile text: %s", (_name, text) => {
    const started = performance.now();
    extractReplyText(text, text.slice(0, 50_000));
    expect(performance.now() - started).toBeLessThan(1_500);
  });
});
