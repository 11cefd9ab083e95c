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

/** Why something is as it is: a text `reason-...` where there is one, else the words as they were noted. */
export function reasonText(locale: Locale, reason: string): string {
  return /^[a-zA-Z][\w-]*$/.test(reason) ? (knownText(locale, `reason-${reason}`) ?? reason) : reason;
}

function knownText(locale: Locale, key: string): string | undefined {
  try {
    return translate(locale, key);
  } catch {
    return undefined; // no such text, or one that needs arguments
  }
}

/** `Jeanne Martin <jeanne@example.org>`, or whichever half is known. */
export function personText(name: string, address: string | undefined): string {
  const trimmed = name.trim();
  if (!address) return trimmed;
  return trimmed && trimmed !== address ? `${trimmed} <${address}>` : address;
}

export function percentText(locale: Locale, share: number): string {
  return new Intl.NumberFormat(locale, { style: "percent" }).format(share);
}
