import { createClassifier } from "../ai/classifier.ts";
import { parseMail } from "../mail/parse-mail.ts";
import { toLocale } from "../platform/texts.ts";
import { runInspect } from "./inspect.ts";

/** `inspect`: reads mails and says what they mean. Needs no database and no settings. */
export function run(args: string[]): Promise<number> {
  return runInspect(args, process, {
    parse: parseMail,
    classifier: createClassifier(),
    now: () => new Date(),
    locale: toLocale(process.env["LC_ALL"] || process.env["LANG"]),
  });
}
