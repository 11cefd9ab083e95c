import { createHash } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { completeRecord, dropRecord, openRecord } from "../../db/idempotency-records.ts";
import { type Caller, Problem } from "./route.ts";

interface Answer {
  status: number;
  body: unknown;
}

/**
 * Does the work of a POST once for an Idempotency-Key: a repeated request gets the first one's answer for 48 hours.
 * The same key with another body is refused, and so is a repetition while the first is still at work.
 */
export async function answerOnce(
  { caller, key, request, now }: { caller: Caller; key: string; request: FastifyRequest; now: Date },
  work: () => Promise<Answer>,
): Promise<Answer> {
  if (key.length > 200) throw new Problem(400, "Idempotency-Key: 200 characters at most");
  const { workspaceId } = caller;
  const bodyHash = createHash("sha256")
    .update(JSON.stringify(request.body ?? null))
    .digest("base64url");
  const recordKey = `${caller.actor}:${request.url}:${key}`;
  const opened = await openRecord({ workspaceId, key: recordKey, bodyHash }, now);
  if (!opened.isFirst) {
    const { record } = opened;
    if (record.bodyHash !== bodyHash) throw new Problem(422, "This Idempotency-Key was used with another body");
    if (record.statusCode === 0) throw new Problem(409, "The first request with this Idempotency-Key is still at work");
    return { status: record.statusCode, body: JSON.parse(record.body) };
  }
  let answer: Answer;
  try {
    answer = await work();
  } catch (error) {
    await dropRecord(workspaceId, recordKey); // nothing was done, so the caller may try again
    throw error;
  }
  await completeRecord(workspaceId, recordKey, answer.status, JSON.stringify(answer.body));
  return answer;
}
