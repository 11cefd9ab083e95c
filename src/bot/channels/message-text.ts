import type { ChatMessage } from "../../ports/chat-channel.ts";

const MAX_BUTTON_DATA_BYTES = 64;

/**
 * @throws RangeError for what no channel can show: such a message is a bug of its author. The limit of button data
 * is Telegram's; all channels hold it, so that a card made for one fits all.
 */
export function assertSendable(message: ChatMessage): void {
  if (message.text.trim() === "") throw new RangeError("A chat message needs text");
  for (const button of message.buttons.flat()) {
    const bytes = Buffer.byteLength(button.data);
    if (bytes === 0 || bytes > MAX_BUTTON_DATA_BYTES) {
      throw new RangeError(`Button data has ${bytes} bytes; 1 to ${MAX_BUTTON_DATA_BYTES} are allowed`);
    }
    if (button.label.trim() === "") throw new RangeError("A button needs a label");
  }
}

/** Pieces of at most `maxChars` UTF-16 units, cut at an empty line, else a line, else a word, else anywhere. */
export function splitText(text: string, maxChars: number): string[] {
  const pieces: string[] = [];
  let rest = text.trim();
  while (rest.length > maxChars) {
    const cut = findCut(rest, maxChars);
    pieces.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return rest === "" ? pieces : [...pieces, rest];
}

/** The beginning of a text that must not be split, with an ellipsis where something is missing. */
export function clipText(text: string, maxChars: number): string {
  const trimmed = text.trim();
  if (trimmed.length <= maxChars) return trimmed;
  return `${trimmed.slice(0, wholeCharacter(trimmed, maxChars - 1)).trimEnd()}…`;
}

function findCut(text: string, maxChars: number): number {
  // A cut before the middle would waste most of a message.
  for (const boundary of ["\n\n", "\n", " "]) {
    const cut = text.lastIndexOf(boundary, maxChars);
    if (cut >= maxChars / 2) return cut;
  }
  return wholeCharacter(text, maxChars);
}

/** `cut`, or one less where it would fall inside a surrogate pair. */
function wholeCharacter(text: string, cut: number): number {
  const unit = text.charCodeAt(cut - 1);
  return unit >= 0xd800 && unit <= 0xdbff ? cut - 1 : cut;
}
