import { createSchema, embedded, type Id, insert, type Stored, workspaceField, workspaceModel } from "./model.ts";

/** How to reach one server; the password is sealed apart. */
export interface ServerAddress {
  host: string;
  port: number;
  secure: boolean;
  user: string;
}

/** Most mails a mailbox may send. Zero means no limit of ours. */
export interface SendingLimits {
  perDay: number;
  perHour: number;
  minGapSeconds: number;
}

/** How far a folder has been read; see `ports/mail-reader`. */
interface Cursor {
  folder: string;
  uidValidity: string;
  lastUid: number;
}

export const MAILBOX_HEALTH = ["new", "ok", "unreachable", "refused"] as const;

/** `reason` is for people: why it cannot be reached, and since when. */
export interface Health {
  state: (typeof MAILBOX_HEALTH)[number];
  reason: string;
  since: Date;
}

/** An address of the user's, with its way out and its way in. */
export interface MailboxAccount {
  workspaceId: Id;
  address: string;
  displayName: string;
  provider: "smtp" | "sandbox";
  smtp?: ServerAddress | undefined;
  imap?: ServerAddress | undefined;
  /** JSON of the passwords, sealed with `mailbox:<id>` as its context. */
  sealedSecrets?: string | undefined;
  folders: string[];
  limits: SendingLimits;
  /** One for each way: a mailbox may receive while its sending server is down. */
  health: { sending: Health; receiving: Health };
  cursors: Cursor[];
  /** Older mail is left alone at the first look. */
  readSince: Date;
  /** What was reserved of the limits: counters of the running hour and day. */
  usage: { day: string; dayCount: number; hour: string; hourCount: number; nextAt?: Date | undefined };
}

const server = embedded<ServerAddress>({
  host: { type: String, required: true },
  port: { type: Number, required: true },
  secure: { type: Boolean, required: true },
  user: { type: String, default: "" },
});
const health = embedded<Health>({
  state: { type: String, enum: MAILBOX_HEALTH, default: "new" },
  reason: { type: String, default: "" },
  since: { type: Date, required: true },
});
const schema = createSchema<MailboxAccount>({
  workspaceId: workspaceField,
  address: { type: String, required: true, lowercase: true, trim: true },
  displayName: { type: String, default: "" },
  provider: { type: String, enum: ["smtp", "sandbox"], required: true },
  smtp: server,
  imap: server,
  sealedSecrets: String,
  folders: { type: [String], default: ["INBOX"] },
  limits: embedded({
    perDay: { type: Number, default: 0 },
    perHour: { type: Number, default: 0 },
    minGapSeconds: { type: Number, default: 0 },
  }),
  health: embedded({ sending: health, receiving: health }),
  cursors: [embedded<Cursor>({ folder: String, uidValidity: String, lastUid: Number })],
  readSince: { type: Date, required: true },
  usage: embedded({
    day: { type: String, default: "" },
    dayCount: { type: Number, default: 0 },
    hour: { type: String, default: "" },
    hourCount: { type: Number, default: 0 },
    nextAt: Date,
  }),
});
schema.index({ workspaceId: 1, address: 1 }, { unique: true });

export const MailboxModel = workspaceModel<MailboxAccount>("MailboxAccount", schema);

export type NewMailbox = Pick<MailboxAccount, "workspaceId" | "address" | "displayName" | "provider" | "limits"> &
  Partial<Pick<MailboxAccount, "smtp" | "imap" | "sealedSecrets" | "folders">>;

export function createMailbox(fields: NewMailbox & { _id?: Id }, now: Date): Promise<Stored<MailboxAccount>> {
  const untried: Health = { state: "new", reason: "", since: now };
  return insert(MailboxModel, {
    folders: ["INBOX"],
    ...fields,
    health: { sending: untried, receiving: untried },
    cursors: [],
    readSince: now,
    usage: { day: "", dayCount: 0, hour: "", hourCount: 0 },
  });
}

export function getMailbox(workspaceId: Id, id: Id): Promise<Stored<MailboxAccount> | null> {
  return MailboxModel.findOne({ workspaceId, _id: id }).lean<Stored<MailboxAccount>>().exec();
}

export function findMailboxByAddress(workspaceId: Id, address: string): Promise<Stored<MailboxAccount> | null> {
  return MailboxModel.findOne({ workspaceId, address: address.toLowerCase() }).lean<Stored<MailboxAccount>>().exec();
}

export function listMailboxes(workspaceId: Id): Promise<Stored<MailboxAccount>[]> {
  return MailboxModel.find({ workspaceId }).sort({ _id: 1 }).lean<Stored<MailboxAccount>[]>().exec();
}

export function listAllMailboxes(): Promise<Stored<MailboxAccount>[]> {
  return MailboxModel.find()
    .setOptions({ allWorkspaces: "job: every mailbox is watched and sent from" })
    .sort({ _id: 1 })
    .lean<Stored<MailboxAccount>[]>()
    .exec();
}

/** Notes how one way of a mailbox is; `since` moves only when the state does. Returns true when it moved. */
export async function markHealth(
  mailbox: Pick<Stored<MailboxAccount>, "workspaceId" | "_id">,
  way: "sending" | "receiving",
  state: Health["state"],
  reason: string,
  now: Date,
): Promise<boolean> {
  const { workspaceId, _id } = mailbox;
  const changed = await MailboxModel.updateOne(
    { workspaceId, _id, [`health.${way}.state`]: { $ne: state } },
    { $set: { [`health.${way}`]: { state, reason, since: now } } },
  );
  if (changed.modifiedCount > 0) return true;
  await MailboxModel.updateOne({ workspaceId, _id }, { $set: { [`health.${way}.reason`]: reason } });
  return false;
}

/** Keeps how far a folder was read. */
export async function saveCursor(workspaceId: Id, id: Id, cursor: Cursor): Promise<void> {
  const known = await MailboxModel.updateOne(
    { workspaceId, _id: id, "cursors.folder": cursor.folder },
    { $set: { "cursors.$": cursor } },
  );
  if (known.matchedCount === 0) await MailboxModel.updateOne({ workspaceId, _id: id }, { $push: { cursors: cursor } });
}

/**
 * Reserves up to `wanted` sends of the mailbox's limits, atomically among all workers.
 * Returns how many were granted and, when fewer, the instant from which more may be.
 */
export async function reserveSends(
  mailbox: Stored<MailboxAccount>,
  wanted: number,
  now: Date,
): Promise<{ granted: number; retryAt: Date | undefined }> {
  const { perDay, perHour, minGapSeconds } = mailbox.limits;
  if (!perDay && !perHour && !minGapSeconds) return { granted: wanted, retryAt: undefined };
  const { workspaceId, _id } = mailbox;

  for (;;) {
    const usage = (await getMailbox(workspaceId, _id))?.usage;
    if (!usage) return { granted: 0, retryAt: undefined };
    const { day, hour } = periodOf(now);
    const dayCount = usage.day === day ? usage.dayCount : 0;
    const hourCount = usage.hour === hour ? usage.hourCount : 0;
    if (usage.nextAt && usage.nextAt > now) return { granted: 0, retryAt: usage.nextAt };
    const leftToday = perDay ? perDay - dayCount : wanted;
    const leftThisHour = perHour ? perHour - hourCount : wanted;
    if (leftToday <= 0) return { granted: 0, retryAt: startOfNext(now, 86_400_000) };
    if (leftThisHour <= 0) return { granted: 0, retryAt: startOfNext(now, 3_600_000) };

    const granted = Math.min(wanted, leftToday, leftThisHour, minGapSeconds ? 1 : wanted);
    const nextAt = minGapSeconds ? new Date(now.getTime() + minGapSeconds * 1_000) : undefined;
    const next = { day, dayCount: dayCount + granted, hour, hourCount: hourCount + granted, ...(nextAt && { nextAt }) };
    // Another worker may have reserved since the read: then look again.
    const taken = await MailboxModel.updateOne({ workspaceId, _id, usage }, { usage: next });
    if (taken.modifiedCount > 0) return { granted, retryAt: granted < wanted ? nextAt : undefined };
  }
}

/** Gives back what was reserved at `reservedAt` for mails that did not go out after all. */
export async function returnSends(mailbox: Stored<MailboxAccount>, count: number, reservedAt: Date): Promise<void> {
  const { workspaceId, _id, limits } = mailbox;
  const { perDay, perHour, minGapSeconds } = limits;
  if (count <= 0 || (!perDay && !perHour && !minGapSeconds)) return;
  const { day, hour } = periodOf(reservedAt);
  const filter = { workspaceId, _id };
  // Counters that have begun anew meanwhile never held these.
  await MailboxModel.updateOne({ ...filter, "usage.day": day }, { $inc: { "usage.dayCount": -count } });
  await MailboxModel.updateOne({ ...filter, "usage.hour": hour }, { $inc: { "usage.hourCount": -count } });
  const nextAt = new Date(reservedAt.getTime() + minGapSeconds * 1_000);
  if (minGapSeconds)
    await MailboxModel.updateOne({ ...filter, "usage.nextAt": nextAt }, { $unset: { "usage.nextAt": 1 } });
}

function periodOf(instant: Date): { day: string; hour: string } {
  return { day: instant.toISOString().slice(0, 10), hour: instant.toISOString().slice(0, 13) };
}

function startOfNext(now: Date, lengthMs: number): Date {
  return new Date((Math.floor(now.getTime() / lengthMs) + 1) * lengthMs);
}
