import type { FastifyReply, FastifyRequest } from "fastify";
import { type Id, toId } from "../db/model.ts";
import { createSession, deleteSession, deleteSessionsOf, findSession } from "../db/sessions.ts";
import { getUser, setPassword, type User } from "../db/users.ts";
import type { Role } from "../domain/roles.ts";
import type { Clock } from "../platform/clock.ts";
import { hashPassword } from "../platform/passwords.ts";
import type { Locale } from "../platform/texts.ts";
import { hashToken, randomToken } from "../platform/tokens.ts";

export const SESSION_COOKIE = "relance_session";
const SESSION_DAYS = 30;

/** The person behind a request. */
export interface SignedInUser {
  id: string;
  workspaceId: Id;
  role: Role;
  locale: Locale;
  name: string;
  email: string;
}

export type FindSignedInUser = (request: FastifyRequest) => Promise<SignedInUser | undefined>;

/** Asks the database each time: a sign-out, a new role or a new password counts from the next request on. */
export function createSignedInUser(now: Clock): FindSignedInUser {
  return async (request) => {
    const token = request.cookies[SESSION_COOKIE];
    const session = token ? await findSession(hashToken(token), now()) : undefined;
    const user = session ? await getUser(session.workspaceId, session.userId) : undefined;
    if (!user) return undefined;
    const { _id, workspaceId, role, locale, name, email } = user;
    return { id: _id.toString(), workspaceId, role, locale, name, email };
  };
}

/** Starts a session under a token of our own making; the one that the browser brought along ends. */
export async function beginSession(
  request: FastifyRequest,
  reply: FastifyReply,
  user: Pick<User, "workspaceId"> & { _id: Id },
  { now, secure }: { now: Clock; secure: boolean },
): Promise<void> {
  await endSession(request, reply);
  const token = randomToken();
  const expiresAt = new Date(now().getTime() + SESSION_DAYS * 86_400_000);
  await createSession({ workspaceId: user.workspaceId, userId: user._id, tokenHash: hashToken(token), expiresAt });
  reply.setCookie(SESSION_COOKIE, token, { path: "/", httpOnly: true, sameSite: "lax", secure, expires: expiresAt });
}

export async function endSession(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const token = request.cookies[SESSION_COOKIE];
  if (token) await deleteSession(hashToken(token));
  reply.clearCookie(SESSION_COOKIE, { path: "/" });
}

/** Sets a new password and signs the user out everywhere. False for an id that is none. */
export async function changePassword(workspaceId: Id, userId: string, password: string): Promise<boolean> {
  const id = toId(userId);
  if (!id) return false;
  await setPassword(workspaceId, id, await hashPassword(password));
  await deleteSessionsOf(workspaceId, id);
  return true;
}
