import { type Locale, translate } from "../platform/texts.ts";
import { escapeHtml, renderPage } from "./page.ts";

export interface LoginPage {
  locale: Locale;
  /** Where the visitor wanted to go. */
  next: string;
  /** Typed before, so that only the password is typed again. */
  email?: string;
  /** What went wrong, in words. */
  error?: string;
}

/** The form that signs in. Works without a script. */
export function renderLoginPage({ locale, next, email = "", error }: LoginPage): string {
  const t = (key: string) => escapeHtml(translate(locale, `web-login-${key}`));
  const focus = (here: boolean) => (here ? " autofocus" : "");
  const alert = error ? `\n      <p id="error" class="error" role="alert">${escapeHtml(error)}</p>` : "";
  const described = error ? ' aria-describedby="error"' : "";
  const body = `      <h1>${t("title")}</h1>
      <p class="lead">${t("lead")}</p>${alert}
      <form method="post" action="/login">
        <input type="hidden" name="next" value="${escapeHtml(next)}">
        <label for="email">${t("email")}</label>
        <input id="email" name="email" type="email" inputmode="email" autocomplete="username" autocapitalize="none"
          spellcheck="false" maxlength="320" required value="${escapeHtml(email)}"${described}${focus(!email)}>
        <label for="password">${t("password")}</label>
        <input id="password" name="password" type="password" autocomplete="current-password" maxlength="1000" required
         ${described}${focus(Boolean(email))}>
        <button type="submit" class="button">${t("submit")}</button>
      </form>
      <p class="hint">${t("hint")}</p>`;
  return renderPage(locale, translate(locale, "web-login-title"), body);
}
