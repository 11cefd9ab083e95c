import { createCardActions } from "../bot/card-actions.ts";
import { createCommands, describeCommands } from "../bot/commands/registry.ts";
import { createDraftDialogue } from "../bot/draft-dialogue.ts";
import { createRouter } from "../bot/router.ts";
import type { Clock } from "../platform/clock.ts";
import type { ChannelName, ChatChannel } from "../ports/chat-channel.ts";
import type { Engine } from "./engine.ts";

export interface Chat {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Joins the channels to the commands, the cards and the dialogues. */
export function createChat(
  deps: Pick<Engine, "decideDraft" | "decideUnknown"> & { now: Clock; channels: ReadonlyMap<ChannelName, ChatChannel> },
): Chat {
  const { channels } = deps;
  const commands = createCommands({ ...deps, channels });
  const dialogue = createDraftDialogue(deps);
  const cardActions = createCardActions({ ...deps, dialogue });
  const router = createRouter({ ...deps, commands, dialogue, cardActions });
  return {
    start: async () =>
      void (await Promise.all(
        [...channels.values()].map((channel) => channel.start(router, describeCommands(commands))),
      )),
    stop: async () => void (await Promise.all([...channels.values()].map((channel) => channel.stop()))),
  };
}
