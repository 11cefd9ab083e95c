/** Words that stand for a command when no command was typed, in both languages. First match wins. */
const WORDS: [name: string, words: RegExp][] = [
  ["help", /^(aide|help|\?+|bonjour|hello|salut|hi)\b/i],
  ["pending", /\b(valider|approuver|en attente|à approuver|pending|approve|approval|waiting)\b/i],
  ["today", /\b(aujourd['’]hui|today)\b/i],
  ["campaigns", /\b(campagnes?|campaigns?)\b/i],
  ["status", /\b([ée]tat|statut|status|o[uù] en|how is it going)\b/i],
];

/** The command a plain sentence of the user asks for, if it is one we can tell by its words. */
export function matchPlainWords(text: string): { name: string; argument: string } | undefined {
  const why = /^(?:pourquoi|why)\b.{0,200}?(\S+@\S+?)[\s?.!]*$/i.exec(text.slice(0, 500));
  if (why?.[1]) return { name: "why", argument: why[1] };
  const found = WORDS.find(([, words]) => words.test(text.slice(0, 500)));
  return found && { name: found[0], argument: "" };
}
