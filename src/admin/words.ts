import { type Locale, type TextArguments, translate } from "../platform/texts.ts";

/** `lastSentAt` as the texts name it: `last-sent-at`. */
export function textName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace(/^-/, "");
}

/** A text of the back-office. */
export function adminText(locale: Locale, key: string, args: TextArguments = {}): string {
  return translate(locale, `admin-${key}`, args);
}

/** The word for one of the values a column may have. */
export function valueText(locale: Locale, value: string): string {
  return adminText(locale, `value-${textName(value)}`);
}

/** `Jeanne Martin <jeanne@example.org>`, or whichever half is known. */
export function personText(name: string, address: string | undefined): string {
  const trimmed = name.trim();
  if (!address) return trimmed;
  return trimmed && trimmed !== address ? `${trimmed} <${address}>` : address;
}

/** A count that stopped at `most`. */
export function countText(count: number, most: number): string {
  return count < most ? `${count}` : `${most}+`;
}

export function percentText(locale: Locale, share: number): string {
  return new Intl.NumberFormat(locale, { style: "percent" }).format(share);
}
