import { joinDatabase } from "../compose/database.ts";
import { createSmtpProvider } from "../compose/mailbox-connections.ts";
import { listAllMailboxes } from "../db/mailboxes.ts";
import { createSecretBox, type SecretBox } from "../platform/encryption.ts";
import { loadSecretKeys } from "../platform/secret-keys.ts";
import type { ConnectionCheck } from "../ports/mail-sender.ts";
import { readSettings, type Settings } from "../settings.ts";

type Report = (mark: "ok" | "--" | "!!", what: string, detail: string) => void;

/** `doctor`: what is set, what is reachable, what is missing. Ends with 1 when something set does not work. */
export async function run(): Promise<number> {
  const settings = readSettings(process.env);
  let faults = 0;
  const report: Report = (mark, what, detail) => {
    if (mark === "!!") faults++;
    process.stdout.write(`${mark}  ${what.padEnd(14)} ${detail}\n`);
  };
  report("ok", "node", process.version);
  const secrets = createSecretBox(loadSecretKeys(settings.SECRET_KEYS, settings.DATA_DIR));
  report("ok", "secret keys", settings.SECRET_KEYS ? "from SECRET_KEYS" : `kept in ${settings.DATA_DIR}: back them up`);
  reportSettings(settings, report);
  await checkTelegram(settings, report);
  await checkModel(settings, report);
  await checkDatabase(settings, secrets, report);
  return faults === 0 ? 0 : 1;
}

function reportSettings(settings: Settings, report: Report): void {
  if (settings.PUBLIC_URL) report("ok", "public url", settings.PUBLIC_URL);
  else report("--", "public url", "PUBLIC_URL is not set: no links back, unsubscribe by mail only");
  if (settings.API_KEY) report("ok", "api key", "API_KEY is set");
  else report("--", "api key", "API_KEY is not set: make keys with `relance api-key add NAME`");
}

async function checkTelegram(settings: Settings, report: Report): Promise<void> {
  const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: apiRoot } = settings;
  if (!token) return report("--", "telegram", "TELEGRAM_BOT_TOKEN is not set");
  const answer = await reach(`${apiRoot}/bot${token}/getMe`);
  if (answer === 200) return report("ok", "telegram", "the token is valid");
  report(
    "!!",
    "telegram",
    answer === 401 || answer === 404 ? "TELEGRAM_BOT_TOKEN is refused" : `${apiRoot}: ${answer}`,
  );
}

async function checkModel(settings: Settings, report: Report): Promise<void> {
  const { LLM_BASE_URL, LLM_API_KEY, LLM_MODEL } = settings;
  if (!LLM_BASE_URL) return report("--", "language model", "LLM_BASE_URL is not set: mail is read offline");
  const answer = await reach(`${LLM_BASE_URL}/models`, LLM_API_KEY);
  if (answer === 200) report("ok", "language model", `${LLM_MODEL} at ${LLM_BASE_URL}`);
  else report("!!", "language model", `${LLM_BASE_URL}: ${answer}`);
}

async function checkDatabase(settings: Settings, secrets: SecretBox, report: Report): Promise<void> {
  try {
    const database = await joinDatabase(settings);
    report("ok", "database", database.description);
    try {
      await checkMailboxes(secrets, report);
    } finally {
      await database.close();
    }
  } catch (error) {
    report("!!", "database", error instanceof Error ? error.message : String(error));
  }
}

async function checkMailboxes(secrets: SecretBox, report: Report): Promise<void> {
  const own = (await listAllMailboxes()).filter(({ provider }) => provider === "smtp");
  if (own.length === 0) report("--", "mailboxes", "none of your own is connected");
  const provider = createSmtpProvider(secrets);
  for (const mailbox of own) {
    const sender = provider.sender(mailbox);
    reportCheck(report, `${mailbox.address} sending`, await sender.verify());
    sender.close();
    if (mailbox.imap) reportCheck(report, `${mailbox.address} reading`, await provider.reader(mailbox).verify());
  }
}

function reportCheck(report: Report, what: string, check: ConnectionCheck): void {
  if (check.kind === "ok") report("ok", "mailbox", what);
  else report("!!", "mailbox", `${what}: ${check.reason}`);
}

/** The status of a GET, or why there was none; never the address, which may hold a token. */
async function reach(url: string, bearer?: string): Promise<number | string> {
  try {
    const headers = bearer ? { authorization: `Bearer ${bearer}` } : {};
    return (await fetch(url, { headers, signal: AbortSignal.timeout(10_000) })).status;
  } catch (error) {
    const cause = error instanceof Error ? (error.cause as { code?: string } | undefined) : undefined;
    return cause?.code ?? (error instanceof Error ? error.name : "no answer");
  }
}
