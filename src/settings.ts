import { z } from "zod";

const flag = z.enum(["true", "false"]).transform((value) => value === "true");
const url = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/$/, ""));

/** All settings, from the environment or `.env`. Every one is optional; every unit is in its name. */
const settingsSchema = z.object({
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  /** Where the outside reaches us. Unset: no links back to us, so no tracking and unsubscribe by mail only. */
  PUBLIC_URL: url.optional(),
  DATA_DIR: z.string().min(1).default("./data"),
  /** Unset: the embedded database in DATA_DIR. */
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//)
    .optional(),
  /** Comma-separated; the first encrypts, all decrypt. Unset: generated into DATA_DIR. */
  SECRET_KEYS: z
    .string()
    .transform((text) => text.split(",").map((key) => key.trim()))
    .optional(),
  ADMIN_EMAIL: z.email().optional(),
  ADMIN_PASSWORD: z.string().min(8).optional(),
  API_KEY: z.string().min(16).optional(),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]+$/)
    .optional(),
  TELEGRAM_API_ROOT: url.default("https://api.telegram.org"),
  LLM_BASE_URL: url.optional(),
  LLM_API_KEY: z.string().optional(),
  LLM_MODEL: z.string().optional(),
  LLM_TIMEOUT_SECONDS: z.coerce.number().int().min(1).max(300).default(30),
  /** Unset: on while no mailbox of the user's own is connected. */
  SANDBOX: flag.optional(),
  /** Upper bound between two looks at a mail server that stays silent. */
  IMAP_POLL_SECONDS: z.coerce.number().int().min(1).max(3600).default(60),
  LOCALE: z.enum(["fr", "en"]).optional(),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("warn"),
});

export type Settings = z.infer<typeof settingsSchema>;

/** A setting that cannot be used. The message names the key and what it takes, never the value. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

/**
 * Reads the settings. An empty value counts as unset.
 *
 * @throws SettingsError in one line that names every wrong key.
 */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = settingsSchema.safeParse(given);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path[0]?.toString()}: ${issue.message}`);
    throw new SettingsError(`Wrong setting: ${wrong.join("; ")}`);
  }
  if (parsed.data.LLM_BASE_URL && !parsed.data.LLM_MODEL) {
    throw new SettingsError("Wrong setting: LLM_MODEL: needed because LLM_BASE_URL is set");
  }
  return parsed.data;
}
