import { issuePairingCode } from "../../flows/pair-chat.ts";
import type { Clock } from "../../platform/clock.ts";
import { translate } from "../../platform/texts.ts";
import type { ChannelName, ChatChannel } from "../../ports/chat-channel.ts";
import { type Command, lines, say } from "./command.ts";

/** `/pair`: a code that links one more chat to this user. */
export function createPairCommand(deps: { now: Clock; channels: ReadonlyMap<ChannelName, ChatChannel> }): Command {
  return {
    name: "pair",
    permission: "read",
    async run({ user, locale }) {
      const others = [...deps.channels.values()].filter(({ name }) => name !== "web");
      if (others.length === 0) return [say(locale, "pair-no-channel")];
      const code = await issuePairingCode({ workspaceId: user.workspaceId, userId: user._id }, deps);
      const links = others.map((channel) => channel.pairingLink(code)).filter((link) => link !== undefined);
      return [lines(translate(locale, "pair-code", { code }), ...links)];
    },
  };
}
