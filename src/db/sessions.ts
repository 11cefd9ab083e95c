import { createSchema, type Id, ref, type Stored, workspaceField, workspaceModel } from "./model.ts";

/** One signed-in browser. */
export interface Session {
  workspaceId: Id;
  userId: Id;
  /** Of the cookie's token: a leaked table signs nobody in. */
  tokenHash: string;
  expiresAt: Date;
}

const schema = createSchema<Session>({
  workspaceId: workspaceField,
  userId: { ...ref("User"), required: true },
  tokenHash: { type: String, required: true },
  expiresAt: { type: Date, required: true },
});
schema.index({ tokenHash: 1 }, { unique: true });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
schema.index({ workspaceId: 1, userId: 1 });

const SessionModel = workspaceModel<Session>("Session", schema);

export async function createSession(fields: Session): Promise<void> {
  await SessionModel.create(fields);
}

export function findSession(tokenHash: string, now: Date): Promise<Stored<Session> | null> {
  return SessionModel.findOne({ tokenHash, expiresAt: { $gt: now } })
    .setOptions({ allWorkspaces: "token look-up: the cookie says which workspace" })
    .lean<Stored<Session>>()
    .exec();
}

export async function deleteSession(tokenHash: string): Promise<void> {
  await SessionModel.deleteOne({ tokenHash }).setOptions({
    allWorkspaces: "sign-out: the cookie says which workspace",
  });
}

/** Ends every session of a user: after a change of password. */
export async function deleteSessionsOf(workspaceId: Id, userId: Id): Promise<void> {
  await SessionModel.deleteMany({ workspaceId, userId });
}
