import { CHANNEL_NAMES, type ChannelName } from "../domain/channel-names.ts";
import { createSchema, embedded, type Id, ref, type Stored, workspaceField, workspaceModel } from "./model.ts";

export const ALERT_KINDS = [
  "reply",
  "approval",
  "sendUnknown",
  "sendFailed",
  "mailboxDown",
  "mailboxUp",
  "notice",
] as const;

/** One alert's card in one chat. */
export interface Delivery {
  chatLinkId: Id;
  channel: ChannelName;
  chatId: string;
  /** Behind every button of the card: resolves to this delivery and no other. */
  token: string;
  status: "pending" | "sent" | "gone";
  chatMessageId?: string | undefined;
  /** The draft's version that the card shows: a press is a yes to that text. */
  draftVersion: number;
  /** Moves on when the card must be drawn anew, and the drawing that was last shown. */
  revision: number;
}

/** Something a user should know, and the cards that tell it. */
export interface Alert {
  workspaceId: Id;
  /** What it is about: the same thing is told once. */
  key: string;
  kind: (typeof ALERT_KINDS)[number];
  at: Date;
  inboundId?: Id | undefined;
  outboundId?: Id | undefined;
  mailboxId?: Id | undefined;
  /** Words for a notice; the other kinds are drawn from what they refer to. */
  text: string;
  /** Counts up when what the alert refers to has changed: cards with a lower revision are drawn anew. */
  revision: number;
  deliveries: Delivery[];
  /** True while a card has to be sent or drawn anew. */
  isOpen: boolean;
  /** Not before this instant: a channel asked us to slow down. */
  notBefore?: Date | undefined;
}

const schema = createSchema<Alert>({
  workspaceId: workspaceField,
  key: { type: String, required: true },
  kind: { type: String, enum: ALERT_KINDS, required: true },
  at: { type: Date, required: true },
  inboundId: ref("InboundMessage"),
  outboundId: ref("OutboundMessage"),
  mailboxId: ref("MailboxAccount"),
  text: { type: String, default: "" },
  revision: { type: Number, default: 1 },
  deliveries: [
    embedded<Delivery>({
      chatLinkId: ref("ChatLink"),
      channel: { type: String, enum: CHANNEL_NAMES },
      chatId: String,
      token: String,
      status: { type: String, enum: ["pending", "sent", "gone"] },
      chatMessageId: String,
      draftVersion: { type: Number, default: 0 },
      revision: { type: Number, default: 0 },
    }),
  ],
  isOpen: { type: Boolean, required: true },
  notBefore: Date,
});
schema.index({ workspaceId: 1, key: 1 }, { unique: true });
schema.index({ "deliveries.token": 1 });
schema.index({ workspaceId: 1, outboundId: 1 });
schema.index({ workspaceId: 1, inboundId: 1 });
schema.index({ workspaceId: 1, at: -1 });
schema.index({ isOpen: 1, _id: 1 }, { partialFilterExpression: { isOpen: true } });

export const AlertModel = workspaceModel<Alert>("Alert", schema);

export type NewAlert = Pick<Alert, "workspaceId" | "key" | "kind" | "at" | "deliveries"> &
  Partial<Pick<Alert, "inboundId" | "outboundId" | "mailboxId" | "text">>;

/** Raises an alert; one that was raised before under its key stays as it is. */
export async function raiseAlert(fields: NewAlert): Promise<boolean> {
  const { workspaceId, key, ...rest } = fields;
  const raised = await AlertModel.updateOne(
    { workspaceId, key },
    { $setOnInsert: { text: "", ...rest, revision: 1, isOpen: true } },
    { upsert: true },
  );
  return raised.upsertedCount > 0;
}

/** Has every card of these alerts drawn anew. */
export async function redrawAlerts(
  workspaceId: Id,
  of: { outboundId: Id } | { inboundId: Id } | { _id: Id },
): Promise<void> {
  await AlertModel.updateMany({ workspaceId, ...of }, { $inc: { revision: 1 }, $set: { isOpen: true } });
}

export function listOpenAlerts(now: Date, limit: number): Promise<Stored<Alert>[]> {
  return AlertModel.find({ isOpen: true, $or: [{ notBefore: { $exists: false } }, { notBefore: { $lte: now } }] })
    .setOptions({ allWorkspaces: "job: every user's alerts are delivered" })
    .sort({ _id: 1 })
    .limit(limit)
    .lean<Stored<Alert>[]>()
    .exec();
}

/** A process that stays silent this long while it delivers has died: another takes over. */
const CLAIM_MS = 30_000;

/** Takes one open alert for this process, as it is now. Null when another has it, or has shown it. */
export function claimAlert(
  { workspaceId, _id }: Pick<Stored<Alert>, "workspaceId" | "_id">,
  now: Date,
): Promise<Stored<Alert> | null> {
  return AlertModel.findOneAndUpdate(
    { workspaceId, _id, isOpen: true, $or: [{ notBefore: { $exists: false } }, { notBefore: { $lte: now } }] },
    { notBefore: new Date(now.getTime() + CLAIM_MS) },
    { returnDocument: "after" },
  )
    .lean<Stored<Alert>>()
    .exec();
}

/** At the start of the only process: what its predecessor was delivering is nobody's. */
export async function voidAlertClaims(): Promise<void> {
  await AlertModel.updateMany({ isOpen: true }, { $unset: { notBefore: 1 } }).setOptions({
    allWorkspaces: "start: claims of the process before",
  });
}

/** Notes what became of one card. */
export async function recordDelivery(
  alert: Pick<Stored<Alert>, "workspaceId" | "_id">,
  token: string,
  shown: Pick<Delivery, "status" | "draftVersion" | "revision"> & { chatMessageId?: string | undefined },
): Promise<void> {
  const set = Object.fromEntries(
    Object.entries(shown)
      .filter(([, value]) => value !== undefined)
      .map(([field, value]) => [`deliveries.$.${field}`, value]),
  );
  await AlertModel.updateOne(
    { workspaceId: alert.workspaceId, _id: alert._id, "deliveries.token": token },
    { $set: set },
  );
}

/** Notes that a card was shown on request, with this version of its draft: a press is a yes to that text. */
export async function noteShownDraft(
  { workspaceId, _id }: Pick<Stored<Alert>, "workspaceId" | "_id">,
  token: string,
  draftVersion: number,
): Promise<void> {
  await AlertModel.updateOne(
    { workspaceId, _id, "deliveries.token": token },
    { $set: { "deliveries.$.draftVersion": draftVersion } },
  );
}

/** Closes an alert whose cards all show `revision`; one that changed meanwhile stays open. Ends the claim. */
export async function closeAlert(alert: Pick<Stored<Alert>, "workspaceId" | "_id" | "revision">): Promise<void> {
  const { workspaceId, _id, revision } = alert;
  await AlertModel.updateOne({ workspaceId, _id, revision }, { $set: { isOpen: false } });
  await AlertModel.updateOne({ workspaceId, _id }, { $unset: { notBefore: 1 } });
}

/** Puts an alert off: a channel asked for patience. */
export async function postponeAlert(alert: Pick<Stored<Alert>, "workspaceId" | "_id">, until: Date): Promise<void> {
  await AlertModel.updateOne({ workspaceId: alert.workspaceId, _id: alert._id }, { notBefore: until });
}

/** The alert and the card behind a button's token. */
export async function findByToken(token: string): Promise<{ alert: Stored<Alert>; delivery: Delivery } | undefined> {
  const alert = await AlertModel.findOne({ "deliveries.token": token })
    .setOptions({ allWorkspaces: "token look-up: the token says which workspace" })
    .lean<Stored<Alert>>();
  const delivery = alert?.deliveries.find((candidate) => candidate.token === token);
  return alert && delivery ? { alert, delivery } : undefined;
}

/** Adds a card for a chat that was linked after the alert was raised. */
export async function addDelivery(workspaceId: Id, id: Id, delivery: Delivery): Promise<void> {
  await AlertModel.updateOne(
    { workspaceId, _id: id, "deliveries.chatLinkId": { $ne: delivery.chatLinkId } },
    { $push: { deliveries: delivery }, $set: { isOpen: true } },
  );
}

export function findAlert(workspaceId: Id, key: string): Promise<Stored<Alert> | null> {
  return AlertModel.findOne({ workspaceId, key }).lean<Stored<Alert>>().exec();
}
