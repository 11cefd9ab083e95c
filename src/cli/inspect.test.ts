import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createClassifier } from "../ai/classifier.ts";
import { parseMail } from "../mail/parse-mail.ts";
import { runInspect } from "./inspect.ts";

const deps = {
  parse: parseMail,
  classifier: createClassifier(),
  now: () => new Date("2026-11-19T09:00:00Z"),
  locale: "fr" as const,
};
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "inspect-"));
  for (let index = 0; index < 60; index++) {
    await writeFile(
      join(folder, `${index}.eml`),
      `From: a@b.fr\nSubject: Re: ${index}\nIn-Reply-To: <x@y>\n\nOui, d'accord pour ${index}.\n`,
    );
  }
  await writeFile(join(folder, "empty.eml"), "");
});
afterAll(async () => await rm(folder, { recursive: true }));

async function run(args: string[], stdin = "") {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  let out = "";
  let errors = "";
  stdout.on("data", (chunk: Buffer) => {
    out += chunk;
  });
  stderr.on("data", (chunk: Buffer) => {
    errors += chunk;
  });
  const code = await runInspect(args, { stdin: Readable.from([stdin]), stdout, stderr }, deps);
  await new Promise((resolve) => setImmediate(resolve));
  const lines = out.split("\n").filter((line) => line !== "");
  return { code, lines, errors };
}

it("prints one line of JSON a mail, with every field in its place", async () => {
  const { code, lines } = await run(["--json", join(folder, "1.eml")]);
  expect(code).toBe(0);
  expect(Object.keys(JSON.parse(lines[0] ?? "{}"))).toEqual([
    "file",
    "kind",
    "replyClass",
    "priority",
    "confidence",
    "source",
    "evidence",
    "language",
    "replyText",
    "bounce",
    "autoReply",
    "summary",
    "suggestedAction",
    "error",
  ]);
  expect(JSON.parse(lines[0] ?? "{}")).toMatchObject({
    kind: "reply",
    replyClass: "positive",
    language: "fr",
    error: null,
  });
});

it("takes file names from standard input and keeps their order", async () => {
  const files = Array.from({ length: 60 }, (_, index) => join(folder, `${59 - index}.eml`));
  const { lines } = await run(["--json", "-"], `${files.join("\n")}\n\n`);
  expect(lines.map((line) => (JSON.parse(line) as { file: string }).file)).toEqual(files);
});

it("goes on after a file it cannot read", async () => {
  const { code, lines } = await run([
    "--json",
    join(folder, "absent.eml"),
    folder,
    join(folder, "empty.eml"),
    join(folder, "2.eml"),
  ]);
  expect(code).toBe(0);
  expect(lines.map((line) => (JSON.parse(line) as { error: string | null }).error)).toEqual([
    "There is no such file",
    "This is a folder, not a file",
    "The file is empty",
    null,
  ]);
});

it("prints a readable block without --json", async () => {
  const { lines } = await run([join(folder, "3.eml")]);
  expect(lines.join("\n")).toContain("reply, positive");
});

it.each([[[]], [["--json"]], [["--xml", "a.eml"]]])("explains its usage after %j", async (args) => {
  const { code, errors } = await run(args);
  expect(code).toBe(2);
  expect(errors).toContain("Usage");
});
