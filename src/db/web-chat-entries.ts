import {
  createSchema,
  type Id,
  insert,
  newId,
  ref,
  type Stored,
  toId,
  workspaceField,
  workspaceModel,
} from "./model.ts";
import { UserModel } from "./users.ts";

interface Button {
  label: string;
  data: string;
}

/** One bubble of the chat page; see `ports/web-chat-store`. */
interface WebChatEntry {
  workspaceId: Id;
  userId: Id;
  from: "user" | "relance";
  text: string;
  buttons: Button[][];
  at: string;
  edited: boolean;
}

const schema = createSchema<WebChatEntry>({
  workspaceId: workspaceField,
  userId: { ...ref("User"), required: true },
  from: { type: String, enum: ["user", "relance"], required: true },
  text: { type: String, default: "" },
  buttons: { type: [[Object]], default: [] },
  at: { type: String, required: true },
  edited: { type: Boolean, default: false },
});
schema.index({ userId: 1, _id: 1 });
schema.index({ workspaceId: 1, _id: 1 });

const WebChatEntryModel = workspaceModel<WebChatEntry>("WebChatEntry", schema);

const OF_USER = { allWorkspaces: "chat look-up: the user says which workspace" };

/** The chat page's history in the database; a `chatId` is the user's id. */
export function createWebChatStore() {
  return {
    async append(chatId: string, entry: Omit<WebChatEntry, "workspaceId" | "userId">): Promise<string> {
      const user = await UserModel.findOne({ _id: newId(chatId) })
        .setOptions(OF_USER)
        .select({ workspaceId: 1 })
        .lean()
        .orFail();
      const stored = await insert(WebChatEntryModel, { ...entry, workspaceId: user.workspaceId, userId: user._id });
      return stored._id.toString();
    },
    async replace(chatId: string, id: string, change: Pick<WebChatEntry, "text" | "buttons" | "edited">) {
      const entryId = toId(id);
      if (!entryId) return undefined;
      const changed = await WebChatEntryModel.findOneAndUpdate(
        { _id: entryId, userId: newId(chatId), from: "relance" },
        { $set: change },
        { returnDocument: "after" },
      )
        .setOptions(OF_USER)
        .lean<Stored<WebChatEntry>>();
      return changed ? toEntry(changed) : undefined;
    },
    async list(chatId: string, limit: number) {
      const rows = await WebChatEntryModel.find({ userId: newId(chatId) })
        .setOptions(OF_USER)
        .sort({ _id: -1 })
        .limit(limit)
        .lean<Stored<WebChatEntry>[]>();
      return rows.toReversed().map(toEntry);
    },
  };
}

function toEntry({ _id, from, text, buttons, at, edited }: Stored<WebChatEntry>) {
  return { id: _id.toString(), from, text, buttons, at, edited };
}
