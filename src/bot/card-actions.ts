import { findByToken } from "../db/alerts.ts";
import { getInbound } from "../db/inbound-messages.ts";
import { getOutbound } from "../db/outbound-messages.ts";
import { CARD_VERBS, type CardVerb } from "../flows/compose-card.ts";
import type { DecideDraft, DraftOutcome } from "../flows/decide-draft.ts";
import { translate } from "../platform/texts.ts";
import type { ChatMessage } from "../ports/chat-channel.ts";
import { lines, say } from "./commands/command.ts";
import type { DraftDialogue } from "./draft-dialogue.ts";
import type { Member } from "./member.ts";
import { describeOutcome, type PressOutcome } from "./press-outcome.ts";

/** Does what a card's button asks for. Undefined for a token that opens nothing in this chat. */
export type CardActions = (member: Member, verb: string, token: string) => Promise<PressOutcome | undefined>;

export interface CardActionDeps {
  decideDraft: DecideDraft;
  dialogue: DraftDialogue;
  decideUnknown(choice: {
    workspaceId: Member["user"]["workspaceId"];
    outboundId: Member["user"]["_id"];
    to: "sent" | "queued" | "failed";
    by: { name: string; actor: string };
  }): Promise<boolean>;
}

const UNKNOWN_VERBS = { arrived: "sent", again: "queued", giveUp: "failed" } as const;
const MAX_SHOWN_CHARS = 12_000;

/** The token names the card: its chat, its alert and the version of the draft it showed. */
export function createCardActions(deps: CardActionDeps): CardActions {
  return async (member, verb, token) => {
    const { user, link, locale } = member;
    const found = await findByToken(token);
    if (!found || !isVerb(verb)) return undefined;
    const { alert, delivery } = found;
    const isOfThisChat = delivery.chatLinkId.equals(link._id) && alert.workspaceId.equals(user.workspaceId);
    if (!isOfThisChat) return undefined;
    if (verb === "show") return { toast: "", messages: [await showMail(alert, member)] };

    const { workspaceId, outboundId } = alert;
    if (!outboundId) return undefined;
    const by = { name: user.name || user.email, actor: `user:${user._id}` };
    const choice = { workspaceId, outboundId, draftVersion: delivery.draftVersion, by };
    switch (verb) {
      case "approve":
        return describe(await deps.decideDraft.approve(choice), "toast-approved");
      case "refuse":
        return describe(await deps.decideDraft.refuse(choice), "toast-refused");
      case "skip":
        return describe(await deps.decideDraft.refuse(choice, "", true), "toast-skipped");
      case "edit":
        return await deps.dialogue.open(member, choice);
      case "arrived":
      case "again":
      case "giveUp": {
        const decided = await deps.decideUnknown({ workspaceId, outboundId, to: UNKNOWN_VERBS[verb], by });
        return { toast: translate(locale, decided ? "toast-noted" : "toast-already"), messages: [] };
      }
    }

    function describe(outcome: DraftOutcome, done: string): PressOutcome {
      return { toast: describeOutcome(outcome, done, member), messages: [] };
    }
  };
}

async function showMail(
  alert: {
    workspaceId: Member["user"]["workspaceId"];
    inboundId?: Member["user"]["_id"] | undefined;
    outboundId?: Member["user"]["_id"] | undefined;
  },
  { locale }: Member,
): Promise<ChatMessage> {
  const inbound = alert.inboundId && (await getInbound(alert.workspaceId, alert.inboundId));
  if (inbound) {
    const sender = inbound.from?.name
      ? `${inbound.from.name} <${inbound.from.address}>`
      : (inbound.from?.address ?? "?");
    return lines(
      inbound.subject,
      sender,
      "",
      inbound.text.trim().slice(0, MAX_SHOWN_CHARS) || translate(locale, "mail-empty"),
    );
  }
  const outbound = alert.outboundId && (await getOutbound(alert.workspaceId, alert.outboundId));
  return outbound ? lines(outbound.subject, outbound.to.address, "", outbound.text) : say(locale, "press-unknown");
}

function isVerb(verb: string): verb is CardVerb {
  return (CARD_VERBS as readonly string[]).includes(verb);
}
