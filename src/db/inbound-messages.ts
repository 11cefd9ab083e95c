import type { Classification } from "../domain/classification.ts";
import {
  createSchema,
  embedded,
  type Id,
  insert,
  isDuplicateKey,
  ref,
  type Stored,
  workspaceField,
  workspaceModel,
} from "./model.ts";

export const INBOUND_STAGES = ["stored", "threaded", "classified", "acted"] as const;

/** One message received. */
export interface InboundMessage {
  workspaceId: Id;
  mailboxId: Id;
  folder: string;
  uidValidity: string;
  uid: number;
  receivedAt: Date;
  sizeBytes: number;
  /** The whole mail, in GridFS. */
  rawFileId: Id;
  /** SHA-256 of the raw mail: tells copies from new versions. */
  contentHash: string;
  /** False for a copy. Of the same raw mail in one mailbox only one row is the original, whoever stores it first. */
  isOriginal: boolean;
  /** Another row holds the same mail (a second folder, a new UIDVALIDITY): nothing follows from this one. */
  duplicateOf?: Id | undefined;
  stage: (typeof INBOUND_STAGES)[number];
  /** Why it could not be taken apart; it is kept and shown all the same. */
  parseError?: string | undefined;
  messageId?: string | undefined;
  /** Message-IDs it refers to, newest first. */
  referenceIds: string[];
  from?: { address: string; name: string } | undefined;
  subject: string;
  /** The plain text as it came, cut at `MAX_TEXT_CHARS`. */
  text: string;
  classification?: Classification | undefined;
  conversationId?: Id | undefined;
  /** The mail of ours that it answers or reports on. */
  outboundId?: Id | undefined;
  campaignId?: Id | undefined;
  campaignRecipientId?: Id | undefined;
  recipientId?: Id | undefined;
}

const schema = createSchema<InboundMessage>({
  workspaceId: workspaceField,
  mailboxId: { ...ref("MailboxAccount"), required: true },
  folder: { type: String, required: true },
  uidValidity: { type: String, required: true },
  uid: { type: Number, required: true },
  receivedAt: { type: Date, required: true },
  sizeBytes: { type: Number, required: true },
  rawFileId: { type: ref("RawMail").type, required: true },
  contentHash: { type: String, required: true },
  isOriginal: { type: Boolean, required: true },
  duplicateOf: ref("InboundMessage"),
  stage: { type: String, enum: INBOUND_STAGES, required: true },
  parseError: String,
  messageId: String,
  referenceIds: { type: [String], default: [] },
  from: embedded({ address: String, name: String }),
  subject: { type: String, default: "" },
  text: { type: String, default: "" },
  classification: Object,
  conversationId: ref("Conversation"),
  outboundId: ref("OutboundMessage"),
  campaignId: ref("Campaign"),
  campaignRecipientId: ref("CampaignRecipient"),
  recipientId: ref("Recipient"),
});
// One mail on the server, one row, however often it is fetched.
schema.index({ mailboxId: 1, folder: 1, uidValidity: 1, uid: 1 }, { unique: true });
schema.index(
  { workspaceId: 1, mailboxId: 1, contentHash: 1 },
  { unique: true, partialFilterExpression: { isOriginal: true } },
);
schema.index({ workspaceId: 1, messageId: 1 });
schema.index({ workspaceId: 1, conversationId: 1, receivedAt: 1 });
schema.index({ workspaceId: 1, receivedAt: -1 });
schema.index(
  { stage: 1, _id: 1 },
  { partialFilterExpression: { stage: { $in: ["stored", "threaded", "classified"] } } },
);

export const InboundMessageModel = workspaceModel<InboundMessage>("InboundMessage", schema);

/** Stores one mail once. Undefined when this very mail of the server is stored already. */
export async function storeInbound(
  fields: Omit<InboundMessage, "stage" | "isOriginal" | "duplicateOf">,
): Promise<Stored<InboundMessage> | undefined> {
  const original = await insertOnce({ ...fields, isOriginal: true, stage: "stored" });
  if (original || (await isStored(fields))) return original;
  const { workspaceId, mailboxId, contentHash } = fields;
  const twin = await InboundMessageModel.findOne({ workspaceId, mailboxId, contentHash, isOriginal: true })
    .lean()
    .orFail();
  // A copy is only kept: the stages belong to the original.
  return await insertOnce({ ...fields, isOriginal: false, duplicateOf: twin._id, stage: "acted" });
}

async function insertOnce(fields: InboundMessage): Promise<Stored<InboundMessage> | undefined> {
  try {
    return await insert(InboundMessageModel, fields);
  } catch (error) {
    if (isDuplicateKey(error)) return undefined;
    throw error;
  }
}

/** Whether this mail of the server is stored: asked before its body is written anywhere. */
export async function isStored(
  mail: Pick<InboundMessage, "workspaceId" | "mailboxId" | "folder" | "uidValidity" | "uid">,
): Promise<boolean> {
  const { workspaceId, mailboxId, folder, uidValidity, uid } = mail;
  return (await InboundMessageModel.exists({ workspaceId, mailboxId, folder, uidValidity, uid })) !== null;
}

export function getInbound(workspaceId: Id, id: Id): Promise<Stored<InboundMessage> | null> {
  return InboundMessageModel.findOne({ workspaceId, _id: id }).lean<Stored<InboundMessage>>().exec();
}

/** Moves a mail from one stage to the next with what the stage found out. False when it had moved before. */
export async function advanceStage(
  mail: Pick<Stored<InboundMessage>, "workspaceId" | "_id">,
  from: InboundMessage["stage"],
  to: InboundMessage["stage"],
  found: Partial<InboundMessage>,
): Promise<boolean> {
  const { workspaceId, _id } = mail;
  const moved = await InboundMessageModel.updateOne(
    { workspaceId, _id, stage: from },
    { $set: { ...found, stage: to } },
  );
  return moved.modifiedCount > 0;
}

/** Mails whose stages are not all done, oldest first, without those that have just failed. */
export function listUnfinished(limit: number, failedIds: readonly Id[]): Promise<Stored<InboundMessage>[]> {
  return InboundMessageModel.find({
    stage: { $in: ["stored", "threaded", "classified"] },
    _id: { $nin: [...failedIds] },
  })
    .setOptions({ allWorkspaces: "job: every mail that came in is read" })
    .sort({ _id: 1 })
    .limit(limit)
    .lean<Stored<InboundMessage>[]>()
    .exec();
}
