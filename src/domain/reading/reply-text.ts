import { bareLetters, visibleText } from "./plain-text.ts";
import { type QuoteStart, quoteStartAt } from "./quote-markers.ts";
import { dropSignature, trimBlank } from "./signature.ts";

const MAX_CHARS = 60_000;
const MAX_LINES = 2_000;
/** Shorter lines (`Bonjour,`) prove nothing by being equal to ours. */
const MIN_MATCH_LETTERS = 14;

/**
 * What the person wrote now: without quotes, signature and disclaimers. Answers between and under quoted lines stay.
 * `ourText` is the mail being answered, where it is known. In doubt text is kept.
 */
export function extractReplyText(text: string, ourText?: string): string {
  const lines = visibleText(text.slice(0, MAX_CHARS))
    .split("\n", MAX_LINES)
    .map((line) => line.trimEnd());
  const ours = ourText === undefined ? "" : bareLetters(ourText.slice(0, MAX_CHARS));
  const own = trimBlank(dropQuotes(lines, ours));
  const signed = dropSignature(own);
  return squeeze(signed.some((line) => line.trim() !== "") ? signed : own);
}

function dropQuotes(lines: readonly string[], ours: string): string[] {
  const kept: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (isQuoted(line)) continue;
    const start = quoteStartAt(lines, at);
    if (start === undefined) {
      kept.push(line);
      continue;
    }
    const rest = lines.slice(start.after);
    const after =
      start.kind === "attribution" ? afterAttribution(rest, ours) : afterHeaderBlock(rest, ours, kept, start);
    return [...kept, "", ...after];
  }
  return ours === "" ? kept : withoutOurRun(kept, ours);
}

/** Gmail, Apple Mail, Thunderbird: marked quotes leave the person's lines between them. */
function afterAttribution(rest: readonly string[], ours: string): string[] {
  const firstFilled = rest.find((line) => line.trim() !== "");
  if (firstFilled !== undefined && isQuoted(firstFilled)) return unquotedLines(rest, ours);
  if (ours !== "" && sharesWithOurs(rest, ours)) return insertedLines(rest, ours);
  return [];
}

/** Non-quoted lines after a marked quote; a wrapped end of a quoted line is not an answer. */
function unquotedLines(rest: readonly string[], ours: string): string[] {
  const kept: string[] = [];
  let wasQuoted = false;
  for (let at = 0; at < rest.length; at++) {
    const line = rest[at] ?? "";
    if (isQuoted(line)) {
      wasQuoted = true;
      continue;
    }
    const start = quoteStartAt(rest, at);
    if (start !== undefined) return [...kept, ...unquotedLines(rest.slice(start.after), ours)];
    const isWrap = wasQuoted && line.trim() !== "" && isWrappedEnd(rest, at);
    if (!isWrap && !isOurs(line, ours)) kept.push(line);
    wasQuoted = false;
  }
  return kept;
}

/** Between two quoted lines, right after a long one, in lower case: the mail program broke the line. */
function isWrappedEnd(lines: readonly string[], at: number): boolean {
  const before = lines[at - 1] ?? "";
  const next = lines[at + 1] ?? "";
  return (
    before.length >= 68 && isQuoted(next) && /^[\p{Ll}\d(<]/u.test(lines[at] ?? "") && (lines[at] ?? "").length < 40
  );
}

/** Outlook and Yahoo: an unmarked rest. With nothing above it, the answer must be within. */
function afterHeaderBlock(
  rest: readonly string[],
  ours: string,
  above: readonly string[],
  start: QuoteStart,
): string[] {
  const isAnsweredAbove = dropSignature(trimBlank(above)).some((line) => /\p{L}/u.test(line));
  if (ours !== "" && sharesWithOurs(rest, ours)) return insertedLines(rest, ours, !isAnsweredAbove);
  if (isAnsweredAbove) return [];
  const unmarked = rest.filter((line) => !isQuoted(line));
  return start.line === 0 && unmarked.length === 0 ? [] : dropQuotes(unmarked, "");
}

/** Lines that are not ours, from the first to the last of ours; with `withTail` also what follows it. */
function insertedLines(rest: readonly string[], ours: string, withTail = true): string[] {
  const mine = rest.map((line) => isOurs(line, ours));
  const last = mine.lastIndexOf(true);
  const kept: string[] = [];
  for (let at = 0; at < rest.length; at++) {
    const line = rest[at] ?? "";
    if (at > last && (!withTail || quoteStartAt(rest, at) !== undefined)) break;
    if (isQuoted(line) || mine[at] || at < mine.indexOf(true)) continue;
    const letters = bareLetters(line);
    const isShortOfOurs = letters.length < MIN_MATCH_LETTERS && ours.includes(letters) && at <= last;
    if (!isShortOfOurs) kept.push(line);
  }
  return dropOurEnding(kept, ours);
}

/** Our signature under our text is short lines only: known by being ours, one and all. */
function dropOurEnding(lines: readonly string[], ours: string): string[] {
  const letters = lines.map(bareLetters).filter((line) => line !== "");
  return letters.every((line) => ours.includes(line)) ? [] : [...lines];
}

/** A quote without any marker: two or more long lines of ours in a row begin it. */
function withoutOurRun(lines: readonly string[], ours: string): string[] {
  const first = lines.findIndex((line, at) => isOurs(line, ours) && isOurs(nextFilled(lines, at), ours));
  if (first <= 0) return [...lines];
  const above = withoutOurEnd(lines.slice(0, first), ours);
  return [...above, ...insertedLines(lines.slice(first), ours)];
}

/** Our greeting stands right above our text, too short to be known by itself. */
function withoutOurEnd(lines: readonly string[], ours: string): string[] {
  let end = lines.length;
  while (end > 1 && isShortOfOurs(bareLetters(lines[end - 1] ?? ""), ours)) end--;
  return lines.slice(0, end);
}

/** `Oui` may be part of any word of ours: only what is longer, or nothing at all, can be told. */
function isShortOfOurs(letters: string, ours: string): boolean {
  return letters === "" || (letters.length >= 6 && ours.includes(letters));
}

function nextFilled(lines: readonly string[], at: number): string {
  return lines.slice(at + 1, at + 4).find((line) => line.trim() !== "") ?? "";
}

function sharesWithOurs(lines: readonly string[], ours: string): boolean {
  return lines.slice(0, 200).some((line) => isOurs(line, ours));
}

function isOurs(line: string, ours: string): boolean {
  if (ours === "") return false;
  const letters = bareLetters(line.slice(0, 2000));
  return letters.length >= MIN_MATCH_LETTERS && ours.includes(letters);
}

function isQuoted(line: string): boolean {
  return /^ {0,3}(>|&gt;|\|\s)/.test(line);
}

function squeeze(lines: readonly string[]): string {
  return trimBlank(lines)
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
