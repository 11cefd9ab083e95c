import { type Locale, translate } from "../platform/texts.ts";

/**
 * A stored reason in the reader's words. Ours are keys, `missing-fields a, b` being a key with its argument; anything
 * else is a server's own text and stays as it is.
 */
export function describeReason(reason: string, locale: Locale): string {
  const [key = "", ...rest] = reason.split(" ");
  if (!/^[a-zA-Z-]+$/.test(key)) return reason;
  try {
    return translate(locale, `reason-${key.toLowerCase()}`, { detail: rest.join(" ") });
  } catch {
    return reason;
  }
}
