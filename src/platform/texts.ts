import { readFileSync } from "node:fs";
import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";

export const LOCALES = ["fr", "en"] as const;
export type Locale = (typeof LOCALES)[number];

export type TextArguments = Record<string, FluentVariable>;
export type Translate = (locale: Locale, key: string, args?: TextArguments) => string;

const bundles: Record<Locale, FluentBundle> = { fr: loadBundle("fr"), en: loadBundle("en") };

/**
 * The text named `key` of `texts/<locale>.ftl`.
 *
 * @throws RangeError for a key that the locale lacks, or an argument it needs and did not get.
 */
export function translate(locale: Locale, key: string, args: TextArguments = {}): string {
  const bundle = bundles[locale];
  const pattern = bundle.getMessage(key)?.value;
  if (!pattern) throw new RangeError(`No text ${key} in ${locale}.ftl`);
  const errors: Error[] = [];
  const text = bundle.formatPattern(pattern, args, errors);
  if (errors[0]) throw new RangeError(`Text ${key} in ${locale}.ftl: ${errors[0].message}`);
  return text;
}

/** The nearest of our locales to a language tag such as `fr-CA`; English for any other. */
export function toLocale(tag: string | undefined): Locale {
  return tag?.toLowerCase().startsWith("fr") ? "fr" : "en";
}

function loadBundle(locale: Locale): FluentBundle {
  // Isolation marks would show up as stray characters in chat clients.
  const bundle = new FluentBundle(locale, { useIsolating: false });
  const source = readFileSync(new URL(`texts/${locale}.ftl`, import.meta.url), "utf8");
  const errors = bundle.addResource(new FluentResource(source));
  if (errors[0]) throw new Error(`${locale}.ftl: ${errors[0].message}`);
  return bundle;
}
