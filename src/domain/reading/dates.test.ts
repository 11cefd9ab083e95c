import { describe, expect, it } from "vitest";
import { extractAmounts } from "./amounts.ts";
import { extractDeadline } from "./deadline.ts";
import { readReturnDate } from "./return-date.ts";

/** A Thursday. */
const base = Temporal.PlainDate.from("2026-11-19");

describe("a return date", () => {
  it.each([
    ["Je serai de retour le 3 décembre.", "2026-12-03"],
    ["Absente jusqu'au 24/12/2026 inclus.", "2026-12-24"],
    ["Je suis absent du 20 au 27 novembre, retour le lundi 30 novembre 2026.", "2026-11-30"],
    ["Absent du 20/11 au 30/11.", "2026-11-30"],
    ["I will be back on Monday 12 January.", "2027-01-12"],
    ["I am out of the office until December 24th, 2026.", "2026-12-24"],
    ["I'm away until 2026-12-01 and will reply then.", "2026-12-01"],
    ["Returning Monday.", "2026-11-23"],
    ["Je reviens lundi prochain.", "2026-11-23"],
    ["De retour demain.", "2026-11-20"],
    ["Estoy fuera de la oficina hasta el 20 de diciembre.", "2026-12-20"],
    ["Ich bin bis zum 04.01.2027 nicht im Büro.", "2027-01-04"],
    ["Ich bin ab dem 7. Dezember wieder erreichbar.", "2026-12-07"],
    ["Estarei ausente até 5 de janeiro.", "2027-01-05"],
    ["Sono fuori ufficio fino al 10 dicembre.", "2026-12-10"],
    ["Ik ben afwezig tot en met 2 december.", "2026-12-02"],
    ["I am out of the office from 11/23 to 12/01.", "2026-12-01"],
    ["Je suis absent quelque temps.", null],
  ])("is read from: %s", (text, date) => {
    const language = /\b(I|office)\b/.test(text) ? "en" : "fr";
    expect(readReturnDate(text, base, language)).toBe(date);
  });
});

describe("a deadline", () => {
  it.each([
    ["Merci de répondre avant vendredi.", "2026-11-20"],
    ["Please sign by tomorrow 5pm.", "2026-11-20T17:00"],
    ["deadline : aujourd'hui 17h", "2026-11-19T17:00"],
    ["À régler au plus tard le 30 novembre 2026.", "2026-11-30"],
    ["Merci de nous retourner le contrat d'ici lundi 18h30.", "2026-11-23T18:30"],
    ["We need it no later than December 1.", "2026-12-01"],
    ["Réponse sous 48h svp.", "2026-11-21"],
    ["Payment is due on 2026-12-05.", "2026-12-05"],
    ["Date limite de dépôt des dossiers : 15/01/2027 à 12h", "2027-01-15T12:00"],
    ["Bitte antworten Sie bis Freitag.", "2026-11-20"],
    ["Responda antes del 3 de diciembre, por favor.", "2026-12-03"],
    ["Could you send it before 6:30 pm on Friday?", "2026-11-20T18:30"],
    ["Il me faut votre retour avant la fin de la semaine.", "2026-11-20"],
    ["Rendez-vous mardi à 15h.", null],
    ["Je suis absent jusqu'au 24 décembre.", null],
    ["On se voit pour le déjeuner lundi ?", null],
    ["Le 3 janvier 2020 était un vendredi.", null],
  ])("is read from: %s", (text, deadline) => {
    expect(extractDeadline(text, base, "fr")).toBe(deadline);
  });
});

describe("amounts", () => {
  it.each([
    ["un contrat de 15M FCFA", ["15M FCFA"]],
    ["soit 1 250,00 € TTC", ["1 250,00 €"]],
    ["a budget of $3,400 or £2k", ["$3,400", "£2k"]],
    ["15 millions de FCFA et 3 500 XOF", ["15 millions de FCFA", "3 500 XOF"]],
    ["USD 1,200.50 and 300 euros", ["USD 1,200.50", "300 euros"]],
    ["12k€ HT", ["12k€"]],
    ["à 15h, 3 personnes, le 12/12/2026", []],
    ["€ 99 / mois", ["€ 99"]],
  ])("are found in: %s", (text, amounts) => {
    expect(extractAmounts(text)).toEqual(amounts);
  });
});

it("reads hostile numbers quickly", () => {
  const started = performance.now();
  const text = `${"1 ".repeat(30_000)}${"1.1.".repeat(20_000)}${"12/".repeat(20_000)}`;
  extractAmounts(text);
  extractDeadline(text, base);
  readReturnDate(text, base);
  expect(performance.now() - started).toBeLessThan(1_500);
});
