const MAX_CHARS = 50_000;
const MAX_AMOUNTS = 20;

const NUMBER = String.raw`\d{1,3}(?:[ \u00a0\u202f.,'’]\d{3}){1,4}(?:[.,]\d{1,2})?|\d{1,12}(?:[.,]\d{1,3})?`;
const SCALE = `(?: ?(?:k|m|md|mds|mio|mrd|bn|b|millions?|milliards?|millones|mil millones|mille|mil|thousand|billion|millionen|milliarden|milhoes|milioni)(?: d[e'’]| of)?)?`;
const CURRENCY = String.raw`(?:€|euros?|eur|\$|us\$|usd|dollars?|dolares|£|gbp|pounds?|livres sterling|f ?cfa|fr(?:ancs)? ?cfa|cfa|xof|xaf|chf|francs? suisses?|mad|dirhams?|dhs?|tnd|dzd|¥|yen|jpy|cad|r\$|brl|reais|mxn|pesos|naira|ngn|₦|₹|inr)`;

const AFTER = new RegExp(String.raw`(?<![\d.,\p{L}])(?:${NUMBER})${SCALE} ?${CURRENCY}(?![\p{L}\d])`, "giu");
const BEFORE = new RegExp(
  String.raw`(?<![\p{L}\d])(?:€|us\$|r\$|\$|£|¥|₦|₹|eur |usd |gbp |chf |xof |xaf |fcfa ) ?(?:${NUMBER})(?: ?(?:k|m|bn|million|billion)(?![\p{L}\d]))?`,
  "giu",
);

/** Sums of money as written, in order, each once. */
export function extractAmounts(text: string): string[] {
  const sample = text.slice(0, MAX_CHARS);
  const found = [...sample.matchAll(BEFORE), ...sample.matchAll(AFTER)].slice(0, MAX_AMOUNTS * 3);
  found.sort((one, other) => one.index - other.index);
  const amounts: string[] = [];
  let end = -1;
  for (const match of found) {
    if (match.index < end) continue;
    end = match.index + match[0].length;
    const amount = match[0].replace(/[\u00a0\u202f]/g, " ").trim();
    if (!amounts.includes(amount)) amounts.push(amount);
  }
  return amounts.slice(0, MAX_AMOUNTS);
}
