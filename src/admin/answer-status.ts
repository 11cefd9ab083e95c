/** What AdminJS answers to an API call. */
interface Answer {
  record?: { id?: unknown; params?: object };
  notice?: { type?: string; message?: string };
  meta?: unknown;
}

const FORBIDDEN = new Set(["forbiddenError", "anyForbiddenError"]);

/** AdminJS answers 200 to everything; programs and logs should be told what happened. */
export function answerStatus(payload: unknown, status: number): number {
  const { notice, record } = Object(payload) as Answer;
  if (status !== 200 || notice?.type !== "error") return status;
  if (FORBIDDEN.has(notice.message ?? "")) return 403;
  const holdsNothing = Object.keys(record?.params ?? {}).length === 0;
  return holdsNothing ? 404 : status; // with a record, the notice is for the person on the page
}
