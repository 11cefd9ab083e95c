import type { ChatLink } from "../../db/chat-links.ts";
import type { Stored } from "../../db/model.ts";
import type { User } from "../../db/users.ts";
import type { Permission } from "../../domain/roles.ts";
import { type Locale, type TextArguments, translate } from "../../platform/texts.ts";
import type { ChatMessage } from "../../ports/chat-channel.ts";

/** Who asks, and what stands after the command's name. The router has checked the user. */
export interface CommandContext {
  user: Stored<User>;
  link: Stored<ChatLink>;
  locale: Locale;
  argument: string;
}

/** One thing a user can ask for. It knows no channel. */
export interface Command {
  name: string;
  permission: Permission;
  run(context: CommandContext): Promise<ChatMessage[]>;
}

/** A message without buttons. */
export function say(locale: Locale, key: string, args?: TextArguments): ChatMessage {
  return { text: translate(locale, key, args), buttons: [] };
}

/** A message of several lines; empty ones are left out. */
export function lines(...text: (string | undefined)[]): ChatMessage {
  return { text: text.filter((line) => line !== undefined).join("\n"), buttons: [] };
}
