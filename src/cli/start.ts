import { readFileSync } from "node:fs";
import { startApp } from "../compose/app.ts";
import { openDatabase } from "../compose/database.ts";
import { ensureApiKey } from "../db/api-keys.ts";
import { listMailboxes } from "../db/mailboxes.ts";
import { ensureFirstOwner } from "../flows/first-run.ts";
import { seedDemo } from "../flows/seed-demo.ts";
import { createSecretBox } from "../platform/encryption.ts";
import { createLog } from "../platform/log.ts";
import { loadSecretKeys } from "../platform/secret-keys.ts";
import { toLocale, translate } from "../platform/texts.ts";
import { hashToken } from "../platform/tokens.ts";
import { readSettings } from "../settings.ts";

/** What transmits may finish; after this the process ends all the same. */
const STOP_WITHIN_MS = 10_000;

/** `start`: runs the assistant until it is told to stop. */
export async function run(): Promise<number> {
  const settings = readSettings(process.env);
  const log = createLog(settings.LOG_LEVEL);
  const now = () => new Date();
  const secrets = createSecretBox(loadSecretKeys(settings.SECRET_KEYS, settings.DATA_DIR));
  const locale = settings.LOCALE ?? toLocale(process.env["LC_ALL"] || process.env["LANG"]);
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

  const stopped = untilStopped();
  const database = await openDatabase(settings, (err) => {
    log.fatal({ err }, "the embedded database ended");
    process.exit(1);
  });
  const { ADMIN_EMAIL: adminEmail, ADMIN_PASSWORD: adminPassword } = settings;
  const { workspace, owner, password } = await ensureFirstOwner({ adminEmail, adminPassword, locale, timeZone });
  const { _id: workspaceId } = workspace;
  if (settings.API_KEY) {
    await ensureApiKey({ workspaceId, name: "API_KEY", tokenHash: hashToken(settings.API_KEY), role: "owner" });
  }
  const own = (await listMailboxes(workspaceId)).filter(({ provider }) => provider !== "sandbox");
  const isSandbox = settings.SANDBOX ?? own.length === 0;
  if (isSandbox) await seedDemo({ workspaceId, locale: workspace.locale, now: now(), timeZone });

  const app = await startApp({ settings, secrets, log, now });
  const t = (key: string, args = {}) => `${translate(locale, key, args)}\n`;
  const url = settings.PUBLIC_URL ?? app.url;
  const seconds = (performance.now() / 1_000).toFixed(1);
  process.stdout.write(
    [
      t("start-address", { version: packageVersion(), seconds, url }),
      t("start-chat", { url }),
      t("start-admin", { url }),
      password
        ? t("start-login-new", { email: owner.email, password })
        : t("start-login-known", { email: owner.email }),
      isSandbox ? t("start-sandbox") : t("start-mailboxes", { count: own.length }),
    ].join("  "),
  );
  if (!settings.PUBLIC_URL && !isSandbox) process.stdout.write(t("start-no-public-url"));

  await stopped;
  setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
  await app.stop();
  await database.close();
  process.exit(0); // Agenda leaves timers behind for jobs it would have run next
}

/** Resolves at Ctrl+C or when a service manager says so. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}

function packageVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
