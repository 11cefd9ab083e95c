import { CHANNEL_NAMES, type ChannelName } from "../domain/channel-names.ts";
import type { Locale } from "../platform/texts.ts";
import { createSchema, embedded, type Id, ref, type Stored, workspaceField, workspaceModel } from "./model.ts";

/** A question we asked in a chat, whose answer is the person's next message. */
export interface Dialogue {
  kind: "editDraft";
  /** Behind the buttons of the question: an older question's buttons do nothing. */
  token: string;
  outboundId: Id;
  draftVersion: number;
  /** The new words, once given: they wait for a last yes. */
  text?: string | undefined;
  expiresAt: Date;
}

/** One user's chat on one channel. */
export interface ChatLink {
  workspaceId: Id;
  userId: Id;
  channel: ChannelName;
  chatId: string;
  locale: Locale;
  dialogue?: Dialogue | undefined;
}

const schema = createSchema<ChatLink>({
  workspaceId: workspaceField,
  userId: { ...ref("User"), required: true },
  channel: { type: String, enum: CHANNEL_NAMES, required: true },
  chatId: { type: String, required: true },
  locale: { type: String, enum: ["fr", "en"], required: true },
  dialogue: embedded<Dialogue>({
    kind: { type: String, enum: ["editDraft"] },
    token: String,
    outboundId: ref("OutboundMessage"),
    draftVersion: Number,
    text: String,
    expiresAt: Date,
  }),
});
// A chat speaks for one user.
schema.index({ channel: 1, chatId: 1 }, { unique: true });
schema.index({ workspaceId: 1, userId: 1 });

export const ChatLinkModel = workspaceModel<ChatLink>("ChatLink", schema);

/** Links a chat to a user; a chat linked before now speaks for this one. */
export function linkChat(fields: Omit<ChatLink, "dialogue">): Promise<Stored<ChatLink>> {
  const { channel, chatId, ...rest } = fields;
  return ChatLinkModel.findOneAndUpdate(
    { channel, chatId },
    { $set: rest, $unset: { dialogue: 1 } },
    { upsert: true, returnDocument: "after" },
  )
    .setOptions({ allWorkspaces: "pairing: a chat belongs to whoever holds it" })
    .lean<Stored<ChatLink>>()
    .orFail();
}

export function findChatLink(channel: ChannelName, chatId: string): Promise<Stored<ChatLink> | null> {
  return ChatLinkModel.findOne({ channel, chatId })
    .setOptions({ allWorkspaces: "chat look-up: the chat says which workspace" })
    .lean<Stored<ChatLink>>()
    .exec();
}

export function listChatLinks(workspaceId: Id): Promise<Stored<ChatLink>[]> {
  return ChatLinkModel.find({ workspaceId }).sort({ _id: 1 }).lean<Stored<ChatLink>[]>().exec();
}

export async function unlinkChat(workspaceId: Id, id: Id): Promise<void> {
  await ChatLinkModel.deleteOne({ workspaceId, _id: id });
}

export async function setChatLocale(workspaceId: Id, id: Id, locale: Locale): Promise<void> {
  await ChatLinkModel.updateOne({ workspaceId, _id: id }, { locale });
}

/** Opens, moves on or (undefined) ends the question that the chat's next message answers. */
export async function setDialogue(workspaceId: Id, id: Id, dialogue: Dialogue | undefined): Promise<void> {
  await ChatLinkModel.updateOne(
    { workspaceId, _id: id },
    dialogue ? { $set: { dialogue } } : { $unset: { dialogue: 1 } },
  );
}
