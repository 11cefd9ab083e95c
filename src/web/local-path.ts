const ANYWHERE_OF_OURS = "http://relance.invalid";

/** `next` when it leads to a page of ours, else the start page: `//evil` and `/\evil` lead to another host. */
export function localPath(next: unknown): string {
  if (typeof next !== "string" || !/^\/(?![/\\])[!-~]*$/.test(next)) return "/";
  return URL.canParse(next, ANYWHERE_OF_OURS) && new URL(next, ANYWHERE_OF_OURS).origin === ANYWHERE_OF_OURS
    ? next
    : "/";
}
