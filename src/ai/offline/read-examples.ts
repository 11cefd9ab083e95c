import { readdirSync, readFileSync } from "node:fs";
import type { Example } from "./fit.ts";
import { CLASSES } from "./score.ts";

/**
 * Every set of a folder, in the order of its file names, so that training is repeatable. A file's name begins with
 * its language; `[class]` opens a section, a line is an answer with `\n` for its line breaks, `#` a comment.
 */
export function readExamples(folder: "examples" | "heldout"): Example[] {
  const directory = new URL(`./${folder}/`, import.meta.url);
  const files = readdirSync(directory)
    .filter((name) => name.endsWith(".txt"))
    .sort();
  return files.flatMap((file) => readSet(readFileSync(new URL(file, directory), "utf8"), file.slice(0, 2), file));
}

function readSet(source: string, language: string, file: string): Example[] {
  const examples: Example[] = [];
  let replyClass: (typeof CLASSES)[number] | undefined;
  for (const [index, line] of source.split("\n").entries()) {
    const heading = /^\[(\w+)\]$/.exec(line.trim())?.[1];
    if (heading !== undefined) {
      replyClass = CLASSES.find((name) => name === heading);
      if (replyClass === undefined) throw new Error(`${file}, line ${index + 1}: there is no class ${heading}`);
    } else if (line.trim() !== "" && !line.startsWith("#")) {
      if (replyClass === undefined) throw new Error(`${file}, line ${index + 1}: an answer before the first [class]`);
      examples.push({ text: line.replaceAll("\\n", "\n"), language, replyClass });
    }
  }
  return examples;
}
