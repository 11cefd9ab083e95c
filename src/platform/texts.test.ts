import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { LOCALES, toLocale, translate } from "./texts.ts";

const keysOf = (locale: string) =>
  [...readFileSync(new URL(`texts/${locale}.ftl`, import.meta.url), "utf8").matchAll(/^([a-z][\w-]*) =/gm)].map(
    (m) => m[1],
  );

it("has every text in every language", () => {
  const [first, ...others] = LOCALES.map((locale) => keysOf(locale).sort());
  for (const keys of others) expect(keys).toEqual(first);
});

it("has no text twice", () => {
  for (const locale of LOCALES) expect(keysOf(locale)).toHaveLength(new Set(keysOf(locale)).size);
});

it("fills in arguments and refuses an unknown key", () => {
  expect(translate("fr", "start-mailboxes", { count: 3 })).toContain("3");
  expect(() => translate("en", "no-such-text")).toThrow("No text no-such-text in en.ftl");
});

it("takes French for French speakers everywhere and English for all others", () => {
  expect(["fr", "fr-CA", "FR_fr", "de", "", undefined].map(toLocale)).toEqual(["fr", "fr", "fr", "en", "en", "en"]);
});
