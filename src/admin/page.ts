/** What the back-office's pages may do. Every script and style carries the page's nonce; nothing comes from elsewhere. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/**
 * AdminJS's page made fit for that policy: without Google's fonts, its scripts and styles marked as ours, its assets
 * named by version so that browsers keep them.
 */
export function tightenPage(html: string, { nonce, version }: { nonce: string; version: string }): string {
  return html
    .replace(/<link rel="stylesheet" href="https:[^>]*>/g, "")
    .replace(/(\/frontend\/assets\/[\w.-]+\.js)"/g, `$1?v=${version}"`)
    .replace(/<(script|style)(?=[\s>])/g, `<$1 nonce="${nonce}"`)
    .replace(
      "</title>",
      `</title>\n      <link rel="icon" href="/assets/icon.svg">\n      <script nonce="${nonce}">${nonceForStyles(nonce)}</script>`,
    );
}

/** The style elements that AdminJS's libraries make in the browser need the nonce too; most have no option for it. */
function nonceForStyles(nonce: string): string {
  return `{
    const createElement = document.createElement.bind(document);
    document.createElement = (name, options) => {
      const element = createElement(name, options);
      if (element instanceof HTMLStyleElement) element.nonce = "${nonce}";
      return element;
    };
  }`;
}
