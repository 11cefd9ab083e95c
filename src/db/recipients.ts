import {
  createSchema,
  embedded,
  type Id,
  insert,
  newId,
  type Stored,
  workspaceField,
  workspaceModel,
} from "./model.ts";

export const CONSENT_STATES = ["unknown", "given", "withdrawn"] as const;

/** A person or firm the user writes to. */
export interface Recipient {
  workspaceId: Id;
  /** Normalised: trimmed, lower case. */
  email?: string | undefined;
  firstName: string;
  lastName: string;
  phone?: string | undefined;
  company: string;
  /** Free merge fields by name. */
  fields: Record<string, string>;
  tags: string[];
  groups: string[];
  consent: { state: (typeof CONSENT_STATES)[number]; source: string; at?: Date | undefined };
  timeZone?: string | undefined;
  locale?: string | undefined;
}

const schema = createSchema<Recipient>({
  workspaceId: workspaceField,
  email: { type: String, lowercase: true, trim: true },
  firstName: { type: String, default: "" },
  lastName: { type: String, default: "" },
  phone: String,
  company: { type: String, default: "" },
  fields: { type: Object, default: {} },
  tags: { type: [String], default: [] },
  groups: { type: [String], default: [] },
  consent: {
    type: embedded({
      state: { type: String, enum: CONSENT_STATES, default: "unknown" },
      source: { type: String, default: "" },
      at: Date,
    }),
    default: { state: "unknown", source: "" },
  },
  timeZone: String,
  locale: String,
});
schema.index({ workspaceId: 1, email: 1 }, { unique: true, partialFilterExpression: { email: { $exists: true } } });
schema.index({ workspaceId: 1, tags: 1 });
schema.index({ workspaceId: 1, groups: 1 });

export const RecipientModel = workspaceModel<Recipient>("Recipient", schema);

export type NewRecipient = Pick<Recipient, "workspaceId"> & Partial<Recipient>;

/** @throws a duplicate key error (see `isDuplicateKey`) when the address is known already. */
export function createRecipient(fields: NewRecipient): Promise<Stored<Recipient>> {
  return insert(RecipientModel, fields as Recipient);
}

/**
 * Creates all of them or none.
 *
 * @throws a duplicate key error when one of the addresses is known already.
 */
export async function createRecipients(
  workspaceId: Id,
  rows: readonly Omit<NewRecipient, "workspaceId">[],
): Promise<Stored<Recipient>[]> {
  const documents = rows.map((row) => ({ ...row, workspaceId, _id: newId() }));
  try {
    const inserted = await RecipientModel.insertMany(documents);
    return inserted.map((document) => document.toObject() as unknown as Stored<Recipient>);
  } catch (error) {
    await RecipientModel.deleteMany({ workspaceId, _id: { $in: documents.map(({ _id }) => _id) } });
    throw error;
  }
}

export function getRecipient(workspaceId: Id, id: Id): Promise<Stored<Recipient> | null> {
  return RecipientModel.findOne({ workspaceId, _id: id }).lean<Stored<Recipient>>().exec();
}

export function getRecipients(workspaceId: Id, ids: readonly Id[]): Promise<Stored<Recipient>[]> {
  return RecipientModel.find({ workspaceId, _id: { $in: ids } })
    .lean<Stored<Recipient>[]>()
    .exec();
}

export function findRecipientByEmail(workspaceId: Id, email: string): Promise<Stored<Recipient> | null> {
  return RecipientModel.findOne({ workspaceId, email: email.trim().toLowerCase() }).lean<Stored<Recipient>>().exec();
}

/** @throws a duplicate key error when another recipient has the new address. */
export function updateRecipient(
  workspaceId: Id,
  id: Id,
  fields: Partial<Recipient>,
): Promise<Stored<Recipient> | null> {
  return RecipientModel.findOneAndUpdate({ workspaceId, _id: id }, { $set: fields }, { returnDocument: "after" })
    .lean<Stored<Recipient>>()
    .exec();
}

/** What the recipient said about being written to. */
export async function recordConsent(workspaceId: Id, id: Id, consent: Recipient["consent"]): Promise<void> {
  await RecipientModel.updateOne({ workspaceId, _id: id }, { consent });
}
