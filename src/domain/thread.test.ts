import { expect, it } from "vitest";
import { bareSubject, createMessageId, followThread, replySubject } from "./thread.ts";

it("appends the answered mail to the references", () => {
  expect(followThread("<b@x>", ["<a@x>"])).toEqual({ inReplyTo: "<b@x>", references: ["<a@x>", "<b@x>"] });
  expect(followThread("<a@x>", [])).toEqual({ inReplyTo: "<a@x>", references: ["<a@x>"] });
});

it("keeps the first and the newest of a very long thread", () => {
  const ids = Array.from({ length: 40 }, (_, n) => `<${n}@x>`);
  const { references } = followThread("<last@x>", ids);
  expect(references).toHaveLength(20);
  expect([references[0], references.at(-2), references.at(-1)]).toEqual(["<0@x>", "<39@x>", "<last@x>"]);
});

it.each([
  ["Re: Candidature", "Candidature"],
  ["RE : TR: Devis 12", "Devis 12"],
  ["Re[2]: AW: Hallo", "Hallo"],
  ["Fwd: Re:Re: x", "x"],
  ["Regarding you", "Regarding you"],
  ["Rendez-vous : lundi", "Rendez-vous : lundi"],
])("takes the prefixes off %s", (subject, bare) => {
  expect(bareSubject(subject)).toBe(bare);
  expect(replySubject(subject)).toBe(`Re: ${bare}`);
});

it("makes a Message-ID in the sender's domain", () => {
  expect(createMessageId("abc", "me@firm.example")).toBe("<abc@firm.example>");
});
