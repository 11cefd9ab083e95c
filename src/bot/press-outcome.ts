import type { DraftOutcome } from "../flows/decide-draft.ts";
import { translate } from "../platform/texts.ts";
import type { ChatMessage } from "../ports/chat-channel.ts";
import type { Member } from "./member.ts";

/** What a press shows at once, and what follows in the chat. */
export interface PressOutcome {
  toast: string;
  messages: ChatMessage[];
}

/** What came of a decision, in a few words. */
export function describeOutcome(outcome: DraftOutcome, done: string, { locale }: Pick<Member, "locale">): string {
  switch (outcome.kind) {
    case "done":
      return translate(locale, done);
    case "already":
      return translate(locale, "toast-already-as", {
        status: translate(locale, `outbound-${outcome.status.toLowerCase()}`),
      });
    case "changed":
      return translate(locale, "toast-changed");
    case "notFound":
      return translate(locale, "press-unknown");
  }
}
