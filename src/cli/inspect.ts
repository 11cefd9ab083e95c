import { open } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { type InspectDeps, type InspectLine, inspectMail, unreadLine } from "../flows/inspect-mail.ts";

const USAGE = `Usage: relance inspect [--json] FILE...
       relance inspect [--json] -      file names on standard input, one a line
`;

/** Files opened ahead of the one being printed. */
const READ_AHEAD = 8;
/** More of a file is never a mail's text. */
const MAX_FILE_BYTES = 25 * 1024 * 1024;

export interface InspectIo {
  stdin: Readable;
  stdout: Writable;
  stderr: Writable;
}

/**
 * Prints one line a mail, in the order of the files. A file that cannot be read gets a line that says so; only wrong
 * usage gives an exit code other than 0.
 */
export async function runInspect(args: readonly string[], io: InspectIo, deps: InspectDeps): Promise<number> {
  const usage = readArguments(args);
  if (usage === undefined) {
    io.stderr.write(USAGE);
    return 2;
  }
  const print = usage.json ? (line: InspectLine) => `${JSON.stringify(line)}\n` : readableBlock;
  const waiting: Promise<InspectLine>[] = [];
  for await (const file of fileNames(usage.files, io.stdin)) {
    waiting.push(inspectFile(file, deps));
    if (waiting.length >= READ_AHEAD)
      await writeLine(io.stdout, print(await (waiting.shift() as Promise<InspectLine>)));
  }
  for (const line of waiting) await writeLine(io.stdout, print(await line));
  return 0;
}

function readArguments(args: readonly string[]): { json: boolean; files: string[] } | undefined {
  const end = args.indexOf("--");
  const before = end === -1 ? args : args.slice(0, end);
  const options = before.filter((argument) => argument.startsWith("-") && argument !== "-");
  const files = [
    ...before.filter((argument) => !options.includes(argument)),
    ...(end === -1 ? [] : args.slice(end + 1)),
  ];
  if (options.some((option) => option !== "--json") || files.length === 0) return undefined;
  return { json: options.includes("--json"), files };
}

async function* fileNames(files: readonly string[], stdin: Readable): AsyncGenerator<string> {
  for (const file of files) {
    if (file !== "-") {
      yield file;
      continue;
    }
    for await (const line of createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (line.trim() !== "") yield line;
    }
  }
}

async function inspectFile(file: string, deps: InspectDeps): Promise<InspectLine> {
  try {
    return await inspectMail(file, await readStart(file), deps);
  } catch (error) {
    return unreadLine(file, whyUnread(error));
  }
}

/** A file of any size, up to the limit: a wrong name in the list must not fill the memory. */
async function readStart(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const buffer = Buffer.alloc(Math.min(size, MAX_FILE_BYTES));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function whyUnread(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case "ENOENT":
      return "There is no such file";
    case "EACCES":
    case "EPERM":
      return "The file may not be read: its permissions forbid it";
    case "EISDIR":
      return "This is a folder, not a file";
    default:
      return `The file could not be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function readableBlock(line: InspectLine): string {
  if (line.error !== null) return `${line.file}\n  not read: ${line.error}\n\n`;
  const rows = [
    `${line.kind}, ${line.replyClass}, ${line.priority} (${Math.round(line.confidence * 100)} %, ${line.source})`,
    `summary: ${line.summary}`,
    `next: ${line.suggestedAction}`,
    `because: ${line.evidence.join("; ")}`,
    ...(line.bounce === null
      ? []
      : [`bounce: ${line.bounce.recipient ?? "?"} ${line.bounce.status ?? ""} ${line.bounce.reason}`]),
    ...(line.autoReply?.returnsAt ? [`back on: ${line.autoReply.returnsAt}`] : []),
  ];
  return `${line.file}\n${rows.map((row) => `  ${row}\n`).join("")}\n`;
}

/** Waits when the reader of our output is slower than we are. */
async function writeLine(stdout: Writable, text: string): Promise<void> {
  if (!stdout.write(text)) await new Promise<void>((resolve) => stdout.once("drain", resolve));
}
