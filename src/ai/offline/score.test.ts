import { describe, expect, it } from "vitest";
import { type Example, fitModel } from "./fit.ts";
import { loadWeights } from "./load-weights.ts";
import { readExamples } from "./read-examples.ts";
import { scoreText } from "./score.ts";

const model = loadWeights();

describe("the offline model", () => {
  it.each([
    ["positive", "Votre proposition m'intéresse, pouvons-nous en parler mardi ?"],
    ["positive", "Pourquoi pas, je ne dis pas non."],
    ["positive", "No problem, let's meet on Tuesday."],
    ["positive", "N'hésitez pas à m'appeler, je suis intéressée."],
    ["negative", "Nous ne sommes pas intéressés pour le moment."],
    ["negative", "ca minteresse pas"],
    ["negative", "Cela ne me convient pas du tout."],
    ["negative", "Sans suite."],
    ["negative", "Nous avons retenu un autre candidat."],
    ["negative", "I'd love to but we can't this year."],
    ["negative", "I am out of budget."],
    ["negative", "Remove me from your list."],
    ["neutral", "Je transmets votre demande à ma collègue."],
    ["neutral", "How much does it cost?"],
    ["auto", "I am out of the office until Monday. This is an automatic reply."],
  ])("reads as %s: %s", (replyClass, text) => {
    expect(scoreText(text, model).replyClass).toBe(replyClass);
  });

  it("names words of the text as evidence", () => {
    expect(scoreText("Nous ne sommes pas intéressés.", model).evidence.join(" ")).toContain("pas intéressés");
  });

  it("is unsure of a text that says nothing", () => {
    expect(scoreText("Lorem ipsum dolor sit amet.", model).confidence).toBeLessThan(0.85);
    expect(scoreText("", model).confidence).toBeLessThan(0.95);
  });

  it("is right on at least 80 % of the held-out answers", () => {
    const held = readExamples("heldout");
    const right = held.filter(({ text, replyClass }) => scoreText(text, model).replyClass === replyClass);
    expect(right.length / held.length).toBeGreaterThan(0.8);
  });

  it("keeps training and held-out answers apart", () => {
    const trained = new Set(readExamples("examples").map(({ text }) => text.toLowerCase()));
    expect(readExamples("heldout").filter(({ text }) => trained.has(text.toLowerCase()))).toEqual([]);
  });

  it("learns the same from the same examples", () => {
    const examples: Example[] = readExamples("examples").filter((_, index) => index % 25 === 0);
    expect(fitModel(examples)).toEqual(fitModel(examples));
  });

  it.each([
    ["a long text", "non merci ".repeat(200_000)],
    ["one long word", "a".repeat(1_000_000)],
    ["apostrophes", "'".repeat(300_000)],
    ["half a phrase over and over", "ne souhaite pas vous nous y en ".repeat(20_000)],
  ])("is quick on hostile text: %s", (_name, text) => {
    const started = performance.now();
    scoreText(text, model);
    expect(performance.now() - started).toBeLessThan(300);
  });
});
