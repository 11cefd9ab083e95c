import { setChatLocale, unlinkChat } from "../../db/chat-links.ts";
import { LOCALES, type Locale } from "../../platform/texts.ts";
import { type Command, say } from "./command.ts";

/** `/language fr|en`: the language of this chat. */
export function createLanguageCommand(): Command {
  return {
    name: "language",
    permission: "read",
    async run({ link, locale, argument }) {
      const chosen = LOCALES.find((candidate) => argument.toLowerCase().startsWith(candidate)) as Locale | undefined;
      if (!chosen) return [say(locale, "language-usage")];
      await setChatLocale(link.workspaceId, link._id, chosen);
      return [say(chosen, "language-set")];
    },
  };
}

/** `/unlink`: this chat hears nothing more. The web chat belongs to the signed-in user and stays. */
export function createUnlinkCommand(): Command {
  return {
    name: "unlink",
    permission: "read",
    async run({ link, locale }) {
      if (link.channel === "web") return [say(locale, "unlink-web")];
      await unlinkChat(link.workspaceId, link._id);
      return [say(locale, "unlink-done")];
    },
  };
}
