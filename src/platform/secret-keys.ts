import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateSecretKey } from "./encryption.ts";

const FILE_NAME = "secret-keys";

/** The keys of SECRET_KEYS; where it is unset, those kept in the data folder, made at the first start with mode 600. */
export function loadSecretKeys(given: readonly string[] | undefined, dataDir: string): readonly string[] {
  if (given) return given;
  const path = join(dataDir, FILE_NAME);
  try {
    return readFileSync(path, "utf8").trim().split(",");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const key = generateSecretKey();
  writeFileSync(path, `${key}\n`, { mode: 0o600, flag: "wx" });
  return [key];
}
