import { createSchema, embedded, type Id, ref, type Stored, workspaceField, workspaceModel } from "./model.ts";

export const CONVERSATION_STATUSES = ["new", "open", "resolved", "archived", "spam"] as const;

/** One thread with one contact. */
export interface Conversation {
  workspaceId: Id;
  mailboxId: Id;
  contact: { address: string; name: string };
  recipientId?: Id | undefined;
  subject: string;
  status: (typeof CONVERSATION_STATUSES)[number];
  urgent: boolean;
  unreadCount: number;
  summary: string;
  lastMessageAt: Date;
  /** The Message-IDs of the thread, ours and theirs: how the next mail finds it. */
  messageIds: string[];
}

const schema = createSchema<Conversation>({
  workspaceId: workspaceField,
  mailboxId: { ...ref("MailboxAccount"), required: true },
  contact: embedded({ address: String, name: String }),
  recipientId: ref("Recipient"),
  subject: { type: String, default: "" },
  status: { type: String, enum: CONVERSATION_STATUSES, default: "new" },
  urgent: { type: Boolean, default: false },
  unreadCount: { type: Number, default: 0 },
  summary: { type: String, default: "" },
  lastMessageAt: { type: Date, required: true },
  messageIds: { type: [String], default: [] },
});
schema.index({ workspaceId: 1, messageIds: 1 });
schema.index({ workspaceId: 1, status: 1, lastMessageAt: -1 });
schema.index({ workspaceId: 1, lastMessageAt: -1 });

export const ConversationModel = workspaceModel<Conversation>("Conversation", schema);

/** What a mail adds to its thread. */
export interface ThreadedMail {
  workspaceId: Id;
  mailboxId: Id;
  /** Its own Message-ID first, then those it refers to. At least one. */
  messageIds: [string, ...string[]];
  contact: { address: string; name: string };
  recipientId?: Id | undefined;
  subject: string;
  at: Date;
}

/** Joins a mail to the thread that knows one of its Message-IDs and its contact, or opens one. Safe to repeat. */
export async function joinConversation(mail: ThreadedMail): Promise<Stored<Conversation>> {
  const { workspaceId, mailboxId, messageIds, contact, recipientId, subject, at } = mail;
  const [ownId] = messageIds;
  // A stranger who cites our Message-ID opens a thread of their own.
  const filter = { workspaceId, mailboxId, "contact.address": contact.address, messageIds: { $in: messageIds } };
  // Counted once: a repeated run finds its own Message-ID in the thread.
  await ConversationModel.updateOne(
    { ...filter, $nor: [{ messageIds: ownId }] },
    { $inc: { unreadCount: 1 }, $addToSet: { messageIds: { $each: messageIds } }, $max: { lastMessageAt: at } },
  );
  return ConversationModel.findOneAndUpdate(
    filter,
    { $setOnInsert: newThread() as never },
    { upsert: true, returnDocument: "after" },
  )
    .lean<Stored<Conversation>>()
    .orFail();

  function newThread() {
    const opened = { subject, status: "new", urgent: false, unreadCount: 1, summary: "", lastMessageAt: at };
    return { ...opened, "contact.name": contact.name, ...(recipientId && { recipientId }), messageIds };
  }
}

/** Keeps the newest summary and whether somebody must look now. */
export async function summariseConversation(workspaceId: Id, id: Id, summary: string, urgent: boolean): Promise<void> {
  await ConversationModel.updateOne({ workspaceId, _id: id }, { summary, ...(urgent && { urgent }) });
}

/** Takes note of a mail of ours in the thread; the conversation is then under way. */
export async function noteAnswer(workspaceId: Id, id: Id, messageId: string, at: Date): Promise<void> {
  await ConversationModel.updateOne(
    { workspaceId, _id: id },
    { $addToSet: { messageIds: messageId }, $max: { lastMessageAt: at }, status: "open", unreadCount: 0 },
  );
}
