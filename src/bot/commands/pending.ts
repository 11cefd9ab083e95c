import { addDelivery, findAlert, noteShownDraft } from "../../db/alerts.ts";
import type { Stored } from "../../db/model.ts";
import type { OutboundMessage } from "../../db/outbound-messages.ts";
import { composeCard } from "../../flows/compose-card.ts";
import { listPendingDrafts } from "../../flows/overview.ts";
import { newDelivery } from "../../flows/raise-alert.ts";
import type { ChatMessage } from "../../ports/chat-channel.ts";
import { type Command, type CommandContext, say } from "./command.ts";

const MAX_SHOWN = 5;

/** `/pending`: the drafts that wait for a yes, as cards that can be pressed. */
export function createPendingCommand(): Command {
  return {
    name: "pending",
    permission: "read",
    async run(context) {
      const { user, locale } = context;
      const drafts = await listPendingDrafts(user.workspaceId, 50);
      if (drafts.length === 0) return [say(locale, "pending-none")];
      const cards = await Promise.all(drafts.slice(0, MAX_SHOWN).map((draft) => cardFor(draft, context)));
      const more = drafts.length > MAX_SHOWN ? [say(locale, "pending-more", { count: drafts.length - MAX_SHOWN })] : [];
      return [say(locale, "pending-title", { count: drafts.length }), ...cards.flat(), ...more];
    },
  };
}

/** The draft's card under this chat's token; a chat that was linked after the alert gets its own card now. */
async function cardFor(draft: Stored<OutboundMessage>, { link, locale }: CommandContext): Promise<ChatMessage[]> {
  const key = draft.answersInboundId ? `reply:${draft.answersInboundId}` : `approval:${draft._id}`;
  const alert = await findAlert(draft.workspaceId, key);
  if (!alert) return [];
  const delivery = alert.deliveries.find(({ chatLinkId }) => chatLinkId.equals(link._id));
  if (delivery) {
    const { message, draftVersion } = await composeCard(alert, delivery, locale);
    await noteShownDraft(alert, delivery.token, draftVersion);
    return [message];
  }
  await addDelivery(draft.workspaceId, alert._id, newDelivery(link));
  return []; // the alert job sends it, and can then edit it
}
