import type { SentMessage } from "./bot-api-methods.ts";
import type { BotApiServer } from "./bot-api-server.ts";
import type { Program } from "./program.ts";

/** A person at Telegram's end of a chat. */
export interface PairedChat {
  chatId: string;
  /** Every message of the bot to this chat, as it reads now. */
  messages(): SentMessage[];
  /** The first message that `fits`, waiting for it. */
  card(what: string, fits: (message: SentMessage) => boolean, withinMs?: number): Promise<SentMessage>;
  says(text: string): void;
  /** Presses the button with this label, and waits for the toast. */
  press(card: SentMessage, label: string): Promise<string>;
}

/** Sends `/start CODE` as the person would, and waits for the bot's word that the chat is linked. */
export async function pairChat(program: Program, bot: BotApiServer, chatId = "4711"): Promise<PairedChat> {
  const chat = joinChat(bot, chatId);
  const code = await program.pairingCode();
  chat.says(`/start ${code}`);
  await chat.card("the bot says that the chat is linked", ({ text }) => text.startsWith("Linked"));
  return chat;
}

/** A chat that nobody has linked. */
export function joinChat(bot: BotApiServer, chatId: string): PairedChat {
  const messages = () => bot.sent.filter((message) => message.chatId === chatId);
  return {
    chatId,
    messages,
    card: async (what, fits, withinMs = 30_000) =>
      await bot
        .waitFor(() => messages().find(fits), withinMs)
        .catch((error: Error) => {
          throw new Error(`${what}: ${error.message}`);
        }),
    says: (text) => void bot.userSends(chatId, text, { languageCode: "en" }),
    async press(card, label) {
      const button = buttonOf(card, label);
      const query = bot.userPresses(chatId, card.messageId, button);
      const answer = await bot.waitFor(() => bot.answers.find(({ id }) => id === query), 15_000);
      return answer.text;
    },
  };
}

/** What the button with this label sends when it is pressed. */
export function buttonOf(card: SentMessage, label: string): string {
  const button = card.buttons.flat().find((each) => each.label === label);
  if (!button) throw new Error(`No button ${label} on the card:\n${card.text}\n${labelsOf(card).join(", ")}`);
  return button.data;
}

export function labelsOf(card: SentMessage): string[] {
  return card.buttons.flat().map(({ label }) => label);
}
