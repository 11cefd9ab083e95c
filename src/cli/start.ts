import { readFileSync } from "node:fs";
import { type App, type AppDeps, startApp } from "../compose/app.ts";
import { openDatabase } from "../compose/database.ts";
import { dropApiKeys, ensureApiKey } from "../db/api-keys.ts";
import { listMailboxes } from "../db/mailboxes.ts";
import { ensureFirstOwner } from "../flows/first-run.ts";
import { seedDemo } from "../flows/seed-demo.ts";
import { createSecretBox } from "../platform/encryption.ts";
import { createLog } from "../platform/log.ts";
import { loadSecretKeys } from "../platform/secret-keys.ts";
import { type Locale, toLocale, translate } from "../platform/texts.ts";
import { hashToken } from "../platform/tokens.ts";
import { readSettings, type Settings } from "../settings.ts";

/** What transmits may finish; after this the process ends all the same. */
const STOP_WITHIN_MS = 10_000;

/** `start`: runs the assistant until it is told to stop. */
export async function run(): Promise<number> {
  const settings = readSettings(process.env);
  const log = createLog(settings.LOG_LEVEL);
  const now = () => new Date();
  const secrets = createSecretBox(loadSecretKeys(settings.SECRET_KEYS, settings.DATA_DIR));
  const locale = settings.LOCALE ?? toLocale(process.env["LC_ALL"] || process.env["LANG"]);

  const database = await openDatabase(settings, (err) => {
    log.fatal({ err }, "the embedded database ended");
    process.exit(1);
  });
  try {
    const app = await startFor(settings, { secrets, log, now, locale });
    await untilStopped();
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    await app.stop();
  } finally {
    await database.close();
  }
  process.exit(0); // Agenda leaves timers behind for jobs it would have run next
}

/** Makes sure that somebody can sign in, starts everything, and says where to look. */
async function startFor(settings: Settings, deps: Omit<AppDeps, "settings"> & { locale: Locale }): Promise<App> {
  const { now, locale } = deps;
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const t = (key: string, args = {}) => `${translate(locale, key, args)}\n`;
  const { ADMIN_EMAIL: adminEmail, ADMIN_PASSWORD: adminPassword } = settings;
  const { workspace, owner, password } = await ensureFirstOwner({ adminEmail, adminPassword, locale, timeZone });
  const login = password
    ? t("start-login-new", { email: owner.email, password })
    : t("start-login-known", { email: owner.email });
  const { _id: workspaceId } = workspace;
  if (settings.API_KEY) {
    const tokenHash = hashToken(settings.API_KEY);
    await dropApiKeys(workspaceId, "API_KEY", tokenHash); // the one before, which may be known to others
    await ensureApiKey({ workspaceId, name: "API_KEY", tokenHash, role: "owner" });
  }
  const own = (await listMailboxes(workspaceId)).filter(({ provider }) => provider !== "sandbox");
  const isSandbox = settings.SANDBOX ?? own.length === 0;
  if (isSandbox) await seedDemo({ workspaceId, locale: workspace.locale, now: now(), timeZone });

  const app = await startApp({ settings, ...deps }).catch((error: unknown) => {
    // The password was made just now and is shown this once, whatever happens next.
    if (password) process.stdout.write(`  ${login}`);
    throw error;
  });
  const url = settings.PUBLIC_URL ?? app.url;
  const seconds = (performance.now() / 1_000).toFixed(1);
  process.stdout.write(
    [
      t("start-address", { version: packageVersion(), seconds, url }),
      t("start-chat", { url }),
      t("start-admin", { url }),
      login,
      isSandbox ? t("start-sandbox") : t("start-mailboxes", { count: own.length }),
    ].join("  "),
  );
  if (!settings.PUBLIC_URL && !isSandbox) process.stdout.write(t("start-no-public-url"));
  return app;
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
