import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { type Locale, translate } from "../platform/texts.ts";

const content = readFileSync(new URL("assets/page.css", import.meta.url));
const version = createHash("sha256").update(content).digest("hex").slice(0, 12);

/** The style of the pages without a script: signing in, and notices. */
export const pageStyle = { path: "/assets/page.css", content, version };

const LOGO = `<svg viewBox="0 0 24 24" width="26" height="26" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M4 12a8 8 0 0 1 13.7-5.6L20 8.5"/><path d="M20 4v4.5h-4.5"/><path d="M20 12a8 8 0 0 1-13.7 5.6L4 15.5"/><path d="M4 20v-4.5h4.5"/></svg>`;

/** Text that becomes part of a page: never markup. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A page with one card. `body` is markup: whatever comes from outside is escaped before. */
export function renderPage(locale: Locale, title: string, body: string): string {
  return `<!doctype html>
<html lang="${locale}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex">
    <title>${escapeHtml(title)} · Relance</title>
    <link rel="icon" href="/assets/icon.svg">
    <link rel="stylesheet" href="${pageStyle.path}?v=${version}">
  </head>
  <body>
    <main class="card">
      <p class="brand"><span class="logo">${LOGO}</span>Relance</p>
${body}
    </main>
  </body>
</html>
`;
}

/** One sentence, and the way back. */
export function renderNotice(locale: Locale, text: string): string {
  const body = `      <h1>${escapeHtml(text)}</h1>
      <p><a class="button" href="/">${escapeHtml(translate(locale, "web-error-back"))}</a></p>`;
  return renderPage(locale, text, body);
}
