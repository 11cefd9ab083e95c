import type { Clock } from "../../platform/clock.ts";
import { type LOCALES, translate } from "../../platform/texts.ts";
import type { ChannelName, ChatChannel, CommandSummary } from "../../ports/chat-channel.ts";
import { createLanguageCommand, createUnlinkCommand } from "./account.ts";
import { type Command, lines } from "./command.ts";
import { createPairCommand } from "./pair.ts";
import { createPendingCommand } from "./pending.ts";
import { createCampaignsCommand, createStatusCommand, createTodayCommand } from "./status.ts";
import { createWhyCommand } from "./why.ts";

export interface CommandDeps {
  now: Clock;
  channels: ReadonlyMap<ChannelName, ChatChannel>;
}

/** Every command, in the order in which `/help` lists them. Add one here, and its texts `command-<name>`. */
export function createCommands(deps: CommandDeps): Command[] {
  const commands = [
    createStatusCommand(deps),
    createTodayCommand(deps),
    createPendingCommand(),
    createCampaignsCommand(deps),
    createWhyCommand(),
    createLanguageCommand(),
    createPairCommand(deps),
    createUnlinkCommand(),
  ];
  const help: Command = {
    name: "help",
    permission: "read",
    async run({ locale }) {
      const list = [...commands, help].map(({ name }) => `/${name} · ${translate(locale, `command-${name}`)}`);
      return [lines(translate(locale, "help-title"), ...list, "", translate(locale, "help-more"))];
    },
  };
  return [...commands, help];
}

/** The commands as channels list them to their users. */
export function describeCommands(commands: readonly Command[]): Record<(typeof LOCALES)[number], CommandSummary[]> {
  const describe = (locale: (typeof LOCALES)[number]) =>
    commands.map(({ name }) => ({ name, description: translate(locale, `command-${name}`) }));
  return { fr: describe("fr"), en: describe("en") };
}
