import { expect, it } from "vitest";
import { findTemplateFault, listMergeFields, renderTemplate } from "./render-template.ts";

const source = {
  subject: "Candidature {{poste}}",
  text: "Bonjour {{firstName}},\n{{#if company}}chez {{company}}{{else}}chez vous{{/if}} & {{societe.ville}}",
};

it("puts values in, as they are in text and escaped in HTML", () => {
  const html = "<p>{{firstName}}</p>";
  const values = { poste: "dev", firstName: "Zoë <b>", societe: { ville: "Lyon" } };
  expect(renderTemplate({ ...source, html }, values)).toEqual({
    kind: "rendered",
    subject: "Candidature dev",
    text: "Bonjour Zoë <b>,\nchez vous & Lyon",
    html: "<p>Zoë &lt;b&gt;</p>",
  });
});

it("blocks and names every printed field without a value, but not those the author guarded", () => {
  expect(renderTemplate(source, { poste: " ", firstName: null })).toEqual({
    kind: "missingFields",
    fields: ["poste", "firstName", "societe.ville"],
  });
});

it("keeps a line break in a value out of the subject", () => {
  const result = renderTemplate({ subject: "{{a}}", text: "x" }, { a: "one\r\nBcc: all@example.org" });
  expect(result).toMatchObject({ subject: "one Bcc: all@example.org" });
});

it.each([
  ["an unclosed block", "{{#if a}}", "text: Parse error"],
  ["an unclosed field", "{{a", "text: Parse error"],
  ["a helper", "{{lookup a b}}", 'text: "lookup" is not a helper'],
  ["another block", "{{#with a}}{{b}}{{/with}}", 'text: "with" is not a block'],
  ["a partial", "{{> header}}", 'text: "header": partials'],
])("finds the fault of %s before anything is sent", (_name, text, fault) => {
  expect(findTemplateFault({ subject: "ok", text })).toContain(fault);
});

it("reaches nothing but the values", () => {
  expect(renderTemplate({ subject: "s", text: "{{constructor}}" }, {})).toMatchObject({ kind: "missingFields" });
  expect(renderTemplate({ subject: "s", text: "{{a.__proto__}}" }, { a: {} })).toMatchObject({ kind: "missingFields" });
});

it("lists the fields a template prints", () => {
  expect(listMergeFields(source)).toEqual(["poste", "firstName", "societe.ville"]);
  expect(findTemplateFault(source)).toBeUndefined();
});
