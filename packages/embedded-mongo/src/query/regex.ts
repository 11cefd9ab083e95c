import { BSONRegExp } from "bson";
import { refuse } from "../errors.ts";

const cache = new Map<string, RegExp>();

/**
 * A PCRE pattern as a JavaScript one (manual: "$regex"). What the two languages read differently is rewritten
 * (`$ . \s \A \z ^` with `m`), what JavaScript lacks is refused.
 *
 * @throws CommandError 51091 for a pattern that is wrong or cannot be expressed, 51108 for an unknown option
 */
export function toRegExp(pattern: string, options: string): RegExp {
  const cacheKey = `${options}/${pattern}`;
  const cached = cache.get(cacheKey);
  if (cached) return cached;
  const odd = [...options].find((option) => !"imsxu".includes(option));
  if (odd) refuse(51108, `invalid flag in regex options: ${odd}`);
  const inline = /^\(\?([imsx]+)\)/.exec(pattern);
  const flags = new Set([...options, ...(inline?.[1] ?? "")]);
  flags.delete("u");
  const body = inline ? pattern.slice(inline[0].length) : pattern;
  const source = translate(body, flags);
  const js = [...flags].filter((flag) => flag === "i" || flag === "s").join("");
  const compiled = tryRegExp(source, `${js}u`) ?? tryRegExp(source, js);
  if (!compiled) refuse(51091, `Regular expression is invalid: ${pattern}`);
  if (cache.size > 1000) cache.clear();
  cache.set(cacheKey, compiled);
  return compiled;
}

export function fromBson(value: BSONRegExp): RegExp {
  return toRegExp(value.pattern, value.options);
}

function tryRegExp(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}

function translate(pattern: string, flags: Set<string>): string {
  const multiline = flags.has("m");
  let result = "";
  let inClass = false;
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i] as string;
    if (char === "\\") result += translateEscape(pattern[++i] ?? "", inClass);
    else if (inClass) {
      if (char === "[" && pattern[i + 1] === ":") cannot(pattern, "[:class:]");
      if (char === "]") inClass = false;
      result += char === "[" ? "\\[" : char;
    } else if (char === "[") {
      inClass = true;
      result += char;
      if (pattern[i + 1] === "^") result += pattern[++i];
      // PCRE takes a bracket right at the beginning of a class as itself.
      if (pattern[i + 1] === "]") {
        result += "\\]";
        i++;
      }
    } else if (char === "(" && pattern[i + 1] === "?" && !/^\(\?(:|=|!|<=|<!|<[A-Za-z_])/.test(pattern.slice(i))) {
      cannot(pattern, pattern.slice(i, i + 4));
    } else if (char === "(" && pattern[i + 1] === "*") cannot(pattern, "(*");
    else if (char === "$") result += multiline ? "(?![^\\n])" : "(?=\\n?(?![\\s\\S]))";
    else if (char === "^" && multiline) result += "(?<![^\\n])";
    else if (char === "." && !flags.has("s")) result += "[^\\n]";
    else if (flags.has("x") && /\s/.test(char)) continue;
    else if (flags.has("x") && char === "#") {
      while (i < pattern.length && pattern[i] !== "\n") i++;
    } else result += char;
  }
  return result;
}

function translateEscape(char: string, inClass: boolean): string {
  if (char === "s") return inClass ? "\\t-\\r " : "[\\t-\\r ]"; // without Unicode's further spaces
  if (char === "S" && !inClass) return "[^\\t-\\r ]";
  if (char === "A" && !inClass) return "(?<![\\s\\S])";
  if (char === "z" && !inClass) return "(?![\\s\\S])";
  if (char === "Z" && !inClass) return "(?=\\n?(?![\\s\\S]))";
  if (char === "e") return "\\x1b";
  if (char === "a") return "\\x07";
  if (/[A-Za-z]/.test(char) && !/[dDwWbBnrtfvxcSpPuk]/.test(char)) cannot(char, `\\${char}`);
  // Characters that need no escape: JavaScript's strict mode knows only some as escaped.
  return /[A-Za-z0-9^$\\.*+?()[\]{}|/-]/.test(char) && !(char === "-" && !inClass) ? `\\${char}` : char;
}

function cannot(pattern: string, what: string): never {
  refuse(51091, `Regular expression is not supported: ${what} in ${pattern}`);
}

/** The text that every match begins with, when the pattern is a plain `^text...`; else undefined. */
export function literalPrefix(pattern: string, options: string): string | undefined {
  if (options !== "" || pattern.includes("|")) return undefined;
  const match = /^(?:\^|\\A)((?:[^\\^$.*+?()[\]{}|]|\\[^A-Za-z0-9])+)/.exec(pattern);
  if (!match) return undefined;
  let text = (match[1] as string).replace(/\\(.)/gs, "$1");
  // A quantifier belongs to the last character, which may then be absent.
  if (/^[*?{+]/.test(pattern.slice(match[0].length))) text = Array.from(text).slice(0, -1).join("");
  return text === "" ? undefined : text;
}

export function isRegex(value: unknown): value is BSONRegExp {
  return value instanceof BSONRegExp;
}
