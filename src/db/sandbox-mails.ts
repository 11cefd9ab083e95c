import { EventEmitter } from "node:events";
import { createSchema, type Id, isDuplicateKey, type Stored, workspaceField, workspaceModel } from "./model.ts";

/** One mail of a sandbox mailbox, on its way out or in. */
interface SandboxMail {
  workspaceId: Id;
  mailboxId: Id;
  direction: "sent" | "incoming";
  messageId: string;
  raw: Buffer;
  /** When it was sent, or when it arrives. */
  at: Date;
  /** Of what was sent: the addressee, and how often it was handed over. */
  to?: string | undefined;
  handOvers?: number | undefined;
  /** Of what came in; given when it arrives. */
  uid?: number | undefined;
}

const schema = createSchema<SandboxMail>({
  workspaceId: workspaceField,
  mailboxId: { type: "ObjectId", ref: "MailboxAccount", required: true },
  direction: { type: String, enum: ["sent", "incoming"], required: true },
  messageId: { type: String, required: true },
  raw: { type: Buffer, required: true },
  at: { type: Date, required: true },
  to: String,
  handOvers: Number,
  uid: Number,
});
// Stored once and answered once, however often it is handed over.
schema.index({ workspaceId: 1, mailboxId: 1, direction: 1, messageId: 1 }, { unique: true });
schema.index(
  { workspaceId: 1, mailboxId: 1, direction: 1, uid: 1 },
  { unique: true, partialFilterExpression: { uid: { $exists: true } } },
);
schema.index({ workspaceId: 1, mailboxId: 1, direction: 1, at: 1 });

const SandboxMailModel = workspaceModel<SandboxMail>("SandboxMail", schema);

/** One name a mailbox. Sender and reader may hold a store each: they meet here. */
const news = new EventEmitter().setMaxListeners(0);

type Row = Stored<SandboxMail>;

interface NewMail {
  messageId: string;
  raw: Buffer;
}

/** The mails of one sandbox mailbox; see `ports/sandbox-store`. */
export function createSandboxStore(workspaceId: Id, mailboxId: Id) {
  const incoming = { workspaceId, mailboxId, direction: "incoming" as const };
  const sent = { workspaceId, mailboxId, direction: "sent" as const };
  const name = mailboxId.toString();

  const upsertIncoming = ({ messageId, raw, dueAt }: NewMail & { dueAt: Date }) => ({
    updateOne: { filter: { ...incoming, messageId }, update: { $setOnInsert: { raw, at: dueAt } }, upsert: true },
  });

  return {
    async keepSent(
      { messageId, raw, to, sentAt }: NewMail & { to: string; sentAt: Date },
      answers: readonly (NewMail & { dueAt: Date })[],
    ): Promise<void> {
      const update = { $setOnInsert: { raw, to, at: sentAt }, $inc: { handOvers: 1 } };
      const handOver = { updateOne: { filter: { ...sent, messageId }, update, upsert: true } };
      // Answers first: a crash in between leaves a mail that is answered, and by that known to have arrived.
      await SandboxMailModel.bulkWrite([...answers.map(upsertIncoming), handOver]);
      if (answers.length > 0) news.emit(name);
    },

    async findSent(messageId: string) {
      const row = await SandboxMailModel.findOne({ ...sent, messageId }).lean<Row>();
      return row ? toSent(row) : undefined;
    },

    async listSent() {
      const rows = await SandboxMailModel.find(sent).sort({ at: 1, _id: 1 }).lean<Row[]>();
      return rows.map(toSent);
    },

    countSent: (to: string, messageIds: readonly string[]): Promise<number> =>
      SandboxMailModel.countDocuments({ ...sent, messageId: { $in: [...messageIds] }, to }).exec(),

    async keepIncoming(mail: NewMail & { dueAt: Date }): Promise<void> {
      await SandboxMailModel.bulkWrite([upsertIncoming(mail)]);
      news.emit(name);
    },

    async listArrived(afterUid: number, now: Date, limit: number) {
      await numberArrivals(workspaceId, mailboxId, now);
      const rows = await SandboxMailModel.find({ ...incoming, uid: { $gt: afterUid } })
        .sort({ uid: 1 })
        .limit(limit)
        .lean<Row[]>();
      return rows.map(({ uid, raw, at }) => ({ uid: uid ?? 0, raw: toBuffer(raw), arrivedAt: at }));
    },

    async nextDueAt(): Promise<Date | undefined> {
      const row = await SandboxMailModel.findOne({ ...incoming, uid: { $exists: false } })
        .sort({ at: 1 })
        .select({ at: 1 })
        .lean<Row>();
      return row?.at;
    },

    onIncoming(listener: () => void): () => void {
      news.on(name, listener);
      return () => news.off(name, listener);
    },
  };
}

/** Gives what is due its UID, in the order of arrival. Two readers at once cannot give the same. */
async function numberArrivals(workspaceId: Id, mailboxId: Id, now: Date): Promise<void> {
  const incoming = { workspaceId, mailboxId, direction: "incoming" as const };
  for (;;) {
    const due = await SandboxMailModel.findOne({ ...incoming, uid: { $exists: false }, at: { $lte: now } })
      .sort({ at: 1, _id: 1 })
      .select({ _id: 1 })
      .lean<Row>();
    if (!due) return;
    const last = await SandboxMailModel.findOne({ ...incoming, uid: { $exists: true } })
      .sort({ uid: -1 })
      .select({ uid: 1 })
      .lean<Row>();
    const uid = (last?.uid ?? 0) + 1;
    try {
      await SandboxMailModel.updateOne({ ...incoming, _id: due._id, uid: { $exists: false } }, { $set: { uid } });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error; // another reader was quicker: look again
    }
  }
}

function toSent({ messageId, to, raw, at, handOvers }: Row) {
  return { messageId, to: to ?? "", raw: toBuffer(raw), sentAt: at, handOvers: handOvers ?? 0 };
}

/** A plain read gives the driver's Binary, not a Buffer. */
function toBuffer(raw: Buffer | { buffer: Uint8Array }): Buffer {
  return Buffer.isBuffer(raw) ? raw : Buffer.from(raw.buffer);
}
