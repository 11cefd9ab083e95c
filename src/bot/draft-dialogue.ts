import { type Dialogue, setDialogue } from "../db/chat-links.ts";
import { getOutbound } from "../db/outbound-messages.ts";
import type { DecideDraft, DraftChoice } from "../flows/decide-draft.ts";
import type { Clock } from "../platform/clock.ts";
import { translate } from "../platform/texts.ts";
import { randomToken } from "../platform/tokens.ts";
import type { ChatMessage } from "../ports/chat-channel.ts";
import { lines, say } from "./commands/command.ts";
import type { Member } from "./member.ts";
import { describeOutcome, type PressOutcome } from "./press-outcome.ts";

const DIALOGUE_LIFETIME_MS = 30 * 60_000;
const MAX_DRAFT_CHARS = 20_000;

/** Draws the pressed message anew, where the channel can. */
export type ReplacePressed = (message: ChatMessage) => Promise<void>;

/** Changing a draft wholly in chat: new words, a preview, one last yes. */
export interface DraftDialogue {
  open(member: Member, choice: DraftChoice): Promise<PressOutcome>;
  /** Takes a plain message as the answer to our question; undefined when none is open. */
  answer(member: Member, text: string): Promise<ChatMessage[] | undefined>;
  /** Undefined for verbs that are not a dialogue's. `replacePressed` puts the outcome in place of the buttons. */
  press(member: Member, verb: string, token: string, replacePressed: ReplacePressed): Promise<PressOutcome | undefined>;
}

export function createDraftDialogue(deps: { now: Clock; decideDraft: DecideDraft }): DraftDialogue {
  return { open, answer, press };

  async function open(member: Member, choice: DraftChoice): Promise<PressOutcome> {
    const { workspaceId, outboundId, draftVersion } = choice;
    const draft = await getOutbound(workspaceId, outboundId);
    if (!draft) return { toast: translate(member.locale, "press-unknown"), messages: [] };
    if (draft.status !== "awaitingApproval") {
      const outcome = { kind: "already", status: draft.status } as const;
      return { toast: describeOutcome(outcome, "", member), messages: [] };
    }
    if (draft.draftVersion !== draftVersion) return { toast: translate(member.locale, "toast-changed"), messages: [] };
    const token = randomToken();
    await keep(member, { kind: "editDraft", token, outboundId, draftVersion, expiresAt: expiry() });
    const question = lines(translate(member.locale, "edit-question", { address: draft.to.address }), "", draft.text);
    question.buttons = [[{ label: translate(member.locale, "button-cancel"), data: `cancel:${token}` }]];
    return { toast: "", messages: [question] };
  }

  async function answer(member: Member, text: string): Promise<ChatMessage[] | undefined> {
    const { dialogue } = member.link;
    if (!dialogue || dialogue.expiresAt < deps.now() || text === "") return undefined;
    if (text.length > MAX_DRAFT_CHARS) return [say(member.locale, "edit-too-long", { count: MAX_DRAFT_CHARS })];
    const token = randomToken(); // the buttons of an older preview are void
    await keep(member, { ...dialogue, token, text, expiresAt: expiry() });
    const { locale } = member;
    const preview = lines(translate(locale, "edit-preview"), "", text);
    preview.buttons = [
      [
        { label: translate(locale, "button-confirm"), data: `confirm:${token}` },
        { label: translate(locale, "button-cancel"), data: `cancel:${token}` },
      ],
    ];
    return [preview];
  }

  async function press(
    member: Member,
    verb: string,
    token: string,
    replacePressed: ReplacePressed,
  ): Promise<PressOutcome | undefined> {
    if (verb !== "confirm" && verb !== "cancel") return undefined;
    const { dialogue } = member.link;
    const isOpen = dialogue !== undefined && dialogue.token === token && dialogue.expiresAt >= deps.now();
    if (!isOpen) return { toast: translate(member.locale, "toast-already"), messages: [] };
    await keep(member, undefined);
    const toast = verb === "confirm" ? await sendEdited(member, dialogue) : translate(member.locale, "toast-cancelled");
    await replacePressed(lines(dialogue.text, dialogue.text && "", toast));
    return { toast, messages: [] };
  }

  async function sendEdited(member: Member, dialogue: Dialogue): Promise<string> {
    const { user, link } = member;
    const { outboundId, draftVersion, text = "" } = dialogue;
    const draft = await getOutbound(link.workspaceId, outboundId);
    if (!draft || text === "") return translate(member.locale, "press-unknown");
    const by = { name: user.name || user.email, actor: `user:${user._id}` };
    const choice = { workspaceId: link.workspaceId, outboundId, draftVersion, by };
    const edited = await deps.decideDraft.edit(choice, { subject: draft.subject, text });
    if (edited.kind !== "done") return describeOutcome(edited, "", member);
    const approved = await deps.decideDraft.approve({ ...choice, draftVersion: draftVersion + 1 });
    return describeOutcome(approved, "toast-approved", member);
  }

  function expiry(): Date {
    return new Date(deps.now().getTime() + DIALOGUE_LIFETIME_MS);
  }

  async function keep(member: Member, dialogue: Dialogue | undefined): Promise<void> {
    await setDialogue(member.link.workspaceId, member.link._id, dialogue);
  }
}
