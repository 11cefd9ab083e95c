import type { Translate } from "../../../platform/texts.ts";

/** Commands offered as chips; their labels are the texts `web-chat-chip-<name>`. */
const CHIPS = ["status", "pending", "today", "help"];
/** The texts the script shows. */
const SCRIPT_TEXTS = [
  "online",
  "connecting",
  "reconnecting",
  "typing",
  "sending",
  "not-sent",
  "retry",
  "press-failed",
  "edited",
  "today",
  "yesterday",
  "you",
];

const LOGO = `<svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M4 12a8 8 0 0 1 13.7-5.6L20 8.5"/><path d="M20 4v4.5h-4.5"/><path d="M20 12a8 8 0 0 1-13.7 5.6L4 15.5"/><path d="M4 20v-4.5h4.5"/></svg>`;
const SEND = `<svg viewBox="0 0 24 24" width="22" height="22" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M12 19V5"/><path d="m5.5 11.5 6.5-6.5 6.5 6.5"/></svg>`;
const DOWN = `<svg viewBox="0 0 24 24" width="16" height="16" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M12 5v14"/><path d="m5.5 12.5 6.5 6.5 6.5-6.5"/></svg>`;
const ICON = encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="9" fill="#0d7a6b"/><g fill="none" stroke="#fff" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"><path d="M8 16a8 8 0 0 1 13.7-5.6L24 12.5"/><path d="M24 8v4.5h-4.5"/><path d="M24 16a8 8 0 0 1-13.7 5.6L8 19.5"/><path d="M8 24v-4.5h4.5"/></g></svg>`,
);

/** The chat page: a frame only. The script fills it, and puts what comes from outside in as text, never as markup. */
export function renderChatPage(user: { name: string; locale: "fr" | "en" }, translate: Translate): string {
  const t = (key: string, args?: Record<string, string>) => escapeHtml(translate(user.locale, `web-chat-${key}`, args));
  const scriptTexts = Object.fromEntries(SCRIPT_TEXTS.map((key) => [key, translate(user.locale, `web-chat-${key}`)]));
  const chips = CHIPS.map(
    (name) =>
      `<button type="button" class="chip" data-command="/${name}" title="/${name}">${t(`chip-${name}`)}</button>`,
  ).join("\n          ");

  return `<!doctype html>
<html lang="${user.locale}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
    <meta name="color-scheme" content="light dark">
    <meta name="theme-color" content="#ffffff" media="(prefers-color-scheme: light)">
    <meta name="theme-color" content="#15201f" media="(prefers-color-scheme: dark)">
    <title>${t("title")}</title>
    <link rel="icon" href="data:image/svg+xml,${ICON}">
    <link rel="stylesheet" href="/chat/style.css">
    <link rel="stylesheet" href="/chat/entries.css">
    <link rel="modulepreload" href="/chat/entries.js">
    <script type="module" src="/chat/app.js"></script>
  </head>
  <body data-texts="${escapeHtml(JSON.stringify(scriptTexts))}">
    <div class="app">
      <header class="bar">
        <span class="logo">${LOGO}</span>
        <div class="bar-text">
          <h1>Relance</h1>
          <p id="connection" class="connection" data-state="connecting" role="status">${t("connecting")}</p>
        </div>
        <a class="bar-link" href="/admin">${t("back-office")}</a>
      </header>
      <main id="scroll" class="scroll" tabindex="0" aria-label="${t("conversation")}">
        <div id="welcome" class="welcome" hidden>
          <span class="logo logo-large">${LOGO}</span>
          <h2>${t("welcome", { name: user.name })}</h2>
          <p>${t("welcome-hint")}</p>
        </div>
        <div id="log" class="log" role="log" aria-live="off" aria-label="${t("conversation")}"></div>
        <div id="typing" class="row relance" hidden>
          <span class="bubble typing"><i></i><i></i><i></i><span class="sr">${t("typing")}</span></span>
        </div>
      </main>
      <footer class="dock">
        <button type="button" id="jump" class="jump" hidden>${DOWN}<span>${t("jump")}</span></button>
        <div id="toast" class="toast" role="status" aria-live="polite"></div>
        <div class="chips" role="group" aria-label="${t("chips")}">
          ${chips}
        </div>
        <form id="composer" class="composer">
          <label class="sr" for="text">${t("label")}</label>
          <textarea id="text" name="text" rows="1" maxlength="4000" placeholder="${t("placeholder")}" enterkeyhint="send" autocomplete="off"></textarea>
          <button type="submit" id="send" class="send" aria-label="${t("send")}" title="${t("send")}" disabled>${SEND}</button>
        </form>
      </footer>
    </div>
    <noscript><p class="noscript">${t("noscript")}</p></noscript>
  </body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
