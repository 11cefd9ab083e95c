import { BSONRegExp } from "bson";
import { compareStrings } from "../bson/compare.ts";
import { bsonType, type Doc, isNumber, TYPE, toWhole, typeName } from "../bson/values.ts";
import { refuse } from "../errors.ts";
import { toRegExp } from "../query/regex.ts";
import { eager, isNullish, named, type OperatorCompiler, strict } from "./evaluate.ts";
import { toText } from "./type-operators.ts";

function needString(value: unknown, name: string): string {
  return typeof value === "string"
    ? value
    : refuse(name === "$concat" ? 16702 : 34471, `${name} requires a string argument, found: ${typeName(value)}`);
}

/** Null counts as the empty string; dates and numbers as their text. */
function looseText(value: unknown, name: string): string {
  if (isNullish(value)) return "";
  if (typeof value === "string" || value instanceof Date || isNumber(value)) return toText(value) as string;
  return refuse(16007, `can't convert from BSON type ${typeName(value)} to String in ${name}`);
}

function substring([text, start, length]: unknown[], name: string): string {
  const points = Array.from(looseText(text, name));
  const [from, count] = [toWhole(start), toWhole(length)];
  if (from === undefined || count === undefined)
    refuse(34450, `${name}: starting index and length must be whole numbers`);
  if (from < 0) refuse(34455, `${name}: the starting index must be nonnegative integer.`);
  if (count < 0 && name === "$substrCP") refuse(34454, `${name}: length must be a nonnegative integer.`);
  return points.slice(from, count < 0 ? undefined : from + count).join("");
}

function substringBytes([text, start, length]: unknown[], name: string): string {
  const bytes = Buffer.from(looseText(text, name));
  const [from, count] = [toWhole(start), toWhole(length)];
  if (from === undefined || count === undefined)
    refuse(16034, `${name}: starting index and length must be whole numbers`);
  if (from < 0) refuse(50752, `${name}: starting index must be non-negative`);
  const part = bytes.subarray(from, count < 0 ? undefined : from + count).toString("utf8");
  return part.includes("\ufffd") ? refuse(28656, `${name}: Invalid range, the slice cuts a UTF-8 character`) : part;
}

function trim(ends: "both" | "left" | "right"): OperatorCompiler {
  return named(["input", "chars"], ["input"], ({ input, chars }, name) => {
    if (isNullish(input) || chars === null) return null;
    const text = Array.from(
      typeof input === "string"
        ? input
        : refuse(50699, `${name} requires its input to be a string, got ${typeName(input)}`),
    );
    const cut = new Set(
      chars === undefined
        ? Array.from("\0 \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a")
        : Array.from(needString(chars, name)),
    );
    let [from, to] = [0, text.length];
    while (ends !== "right" && from < to && cut.has(text[from] as string)) from++;
    while (ends !== "left" && to > from && cut.has(text[to - 1] as string)) to--;
    return text.slice(from, to).join("");
  });
}

function indexOf([text, part, start, end]: unknown[], name: string): unknown {
  if (isNullish(text)) return null;
  const points = Array.from(needString(text, name));
  const wanted = Array.from(needString(part, name));
  const [from, to] = [
    toWhole(start ?? 0) ?? 0,
    Math.min(toWhole(end ?? points.length) ?? points.length, points.length),
  ];
  for (let at = from; at + wanted.length <= to; at++)
    if (wanted.every((point, i) => points[at + i] === point)) return at;
  return -1;
}

function regexOf({ regex, options }: Doc, name: string): RegExp {
  if (regex instanceof BSONRegExp) return toRegExp(regex.pattern, String(options ?? regex.options));
  return toRegExp(needString(regex, name), String(options ?? ""));
}

/** What `$regexFind` tells of a match; positions count code points. */
function describeMatch(match: RegExpExecArray, text: string): Doc {
  const idx = Array.from(text.slice(0, match.index)).length;
  return { match: match[0], idx, captures: match.slice(1).map((capture) => capture ?? null) };
}

function onMatches(run: (regex: RegExp, text: string) => unknown, ofNull: unknown): OperatorCompiler {
  return named(["input", "regex", "options"], ["input", "regex"], (args, name) => {
    if (isNullish(args["input"]) || isNullish(args["regex"])) return ofNull;
    return run(regexOf(args, name), needString(args["input"], name));
  });
}

function replace(all: boolean): OperatorCompiler {
  return named(
    ["input", "find", "replacement"],
    ["input", "find", "replacement"],
    ({ input, find, replacement }, name) => {
      if (isNullish(input) || isNullish(find) || isNullish(replacement)) return null;
      const [text, from, to] = [needString(input, name), needString(find, name), needString(replacement, name)];
      return all ? text.replaceAll(from, () => to) : text.replace(from, () => to);
    },
  );
}

/** Manual: "String Expression Operators". */
export const stringOperators: Record<string, OperatorCompiler> = {
  $concat: strict(0, Number.POSITIVE_INFINITY, (values, name) =>
    values.map((value) => needString(value, name)).join(""),
  ),
  // Only ASCII letters change, as in MongoDB.
  $toLower: eager(1, 1, ([value], name) => looseText(value, name).replace(/[A-Z]/g, (letter) => letter.toLowerCase())),
  $toUpper: eager(1, 1, ([value], name) => looseText(value, name).replace(/[a-z]/g, (letter) => letter.toUpperCase())),
  $strcasecmp: eager(2, 2, ([a, b], name) => {
    const [left, right] = [a, b].map((value) =>
      looseText(value, name).replace(/[a-z]/g, (letter) => letter.toUpperCase()),
    );
    return compareStrings(left as string, right as string);
  }),
  $substrCP: eager(3, 3, substring),
  $substrBytes: eager(3, 3, substringBytes),
  $substr: eager(3, 3, substringBytes),
  $strLenCP: eager(1, 1, ([value], name) => Array.from(needString(value, name)).length),
  $strLenBytes: eager(1, 1, ([value], name) => Buffer.byteLength(needString(value, name))),
  $indexOfCP: eager(2, 4, indexOf),
  $split: strict(2, 2, ([text, separator], name) => {
    if (separator === "") refuse(40087, "$split requires a non-empty separator");
    return needString(text, name).split(needString(separator, name));
  }),
  $trim: trim("both"),
  $ltrim: trim("left"),
  $rtrim: trim("right"),
  $replaceOne: replace(false),
  $replaceAll: replace(true),
  $regexMatch: onMatches((regex, text) => regex.test(text), false),
  $regexFind: onMatches((regex, text) => {
    const match = regex.exec(text);
    return match ? describeMatch(match, text) : null;
  }, null),
  $regexFindAll: onMatches((regex, text) => {
    const global = new RegExp(regex.source, `${regex.flags}g`);
    return Array.from(text.matchAll(global), (match) => describeMatch(match, text));
  }, []),
  $toString: eager(1, 1, ([value]) => (bsonType(value) === TYPE.missing ? null : toText(value))),
};
