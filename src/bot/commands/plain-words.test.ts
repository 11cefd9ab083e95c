import { expect, it } from "vitest";
import { matchPlainWords } from "./plain-words.ts";

it.each([
  ["Où en est-on ?", "status", ""],
  ["bonjour", "help", ""],
  ["Qu'est-ce qui est en attente ?", "pending", ""],
  ["what happened today", "today", ""],
  ["Pourquoi rien pour marie@firme.example ?", "why", "marie@firme.example"],
  ["why did nothing go to bob@firm.example", "why", "bob@firm.example"],
])("hears %j", (text, name, argument) => {
  expect(matchPlainWords(text)).toEqual({ name, argument });
});

it("does not guess", () => {
  expect(matchPlainWords("Merci beaucoup")).toBeUndefined();
});
