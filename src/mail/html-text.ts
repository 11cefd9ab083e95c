import { compile } from "html-to-text";

const MAX_HTML_CHARS = 400_000;

/** Styles by which senders hide text: preview lines, words for filters, traps for language models. */
const HIDDEN_STYLES = [
  "display:none",
  "display: none",
  "visibility:hidden",
  "visibility: hidden",
  "mso-hide:all",
  "mso-hide: all",
  "font-size:0",
  "font-size: 0",
  "font-size:1px",
  "font-size: 1px",
  "line-height:0",
  "line-height: 0",
  "max-height:0",
  "max-height: 0",
  "opacity:0;",
  "opacity: 0;",
  "text-indent:-9",
  "text-indent: -9",
  "left:-9",
  "left: -9",
];

const skip = (selector: string) => ({ selector, format: "skip" });

const convert = compile({
  wordwrap: false,
  limits: { maxInputLength: MAX_HTML_CHARS, maxDepth: 80, maxChildNodes: 20_000, ellipsis: "" },
  selectors: [
    { selector: "a", options: { ignoreHref: true } },
    ...["img", "style", "script", "head", "title", "template", "noscript", "svg", "object", "iframe"].map(skip),
    ...HIDDEN_STYLES.map((style) => skip(`[style*="${style}" i]`)),
    skip("[hidden]"),
    ...["h1", "h2", "h3", "h4"].map((selector) => ({ selector, options: { uppercase: false } })),
    { selector: "hr", format: "skip" },
    { selector: "ul", options: { itemPrefix: "- " } },
    { selector: "p", options: { leadingLineBreaks: 2, trailingLineBreaks: 2 } },
    { selector: "blockquote", options: { leadingLineBreaks: 2, trailingLineBreaks: 2 } },
  ],
});

/** What a person sees of an HTML mail, as plain text: quotes marked with `> `, links and hidden elements left out. */
export function htmlToText(html: string): string {
  try {
    return convert(html.slice(0, MAX_HTML_CHARS)).replace(/\u00a0/g, " ");
  } catch {
    return stripTags(html.slice(0, MAX_HTML_CHARS));
  }
}

/** A poor man's reading for HTML that no parser takes. One pass, no backtracking. */
function stripTags(html: string): string {
  let text = "";
  let depth = 0;
  for (const char of html) {
    if (char === "<") depth = 1;
    else if (char === ">") depth = 0;
    else if (depth === 0) text += char;
  }
  return text;
}
