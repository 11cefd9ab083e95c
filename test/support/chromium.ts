import { existsSync } from "node:fs";

/** Nothing but our own pages: no update, no sync, no look-up goes out by itself. */
export const CHROMIUM_ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Where a Chromium is on this machine. Says so once when there is none, since tests are left out then. */
export function findChromium(): string | undefined {
  const places = [process.env["CHROMIUM_PATH"], "/usr/bin/chromium", "/usr/bin/chromium-browser"];
  const found = places.find((path) => path && existsSync(path));
  if (!found) console.warn("LEFT OUT: tests in a browser need Chromium (Debian: chromium; or set CHROMIUM_PATH)");
  return found;
}
