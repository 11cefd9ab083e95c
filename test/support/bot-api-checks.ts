/** What the Bot API answers instead of a result. */
export class ApiFailure extends Error {
  readonly code: number;
  readonly description: string;
  constructor(code: number, description: string) {
    super(description);
    this.code = code;
    this.description = description;
  }
}

export interface TextButton {
  label: string;
  data: string;
}

export type Parameters = Record<string, unknown>;

export const badRequest = (reason: string) => new ApiFailure(400, `Bad Request: ${reason}`);

/** Form bodies and query strings carry nested values as JSON text. */
export function nested(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    throw badRequest("can't parse JSON-serialized value");
  }
}

export function readText(parameters: Parameters): string {
  const text = String(parameters["text"] ?? "").trim(); // the real one trims too
  if (text === "") throw badRequest("message text is empty");
  if (text.length > 4096) throw badRequest("message is too long");
  return text;
}

export function readButtons(parameters: Parameters): TextButton[][] {
  if (parameters["reply_markup"] === undefined) return [];
  const markup = nested(parameters["reply_markup"]) as { inline_keyboard?: Record<string, unknown>[][] };
  if (markup.inline_keyboard === undefined) return [];
  if (!Array.isArray(markup.inline_keyboard)) throw badRequest('field "inline_keyboard" must be of type Array');
  return markup.inline_keyboard.filter((row) => row.length > 0).map((row) => row.map(readButton));
}

function readButton(button: Record<string, unknown>): TextButton {
  const { text, callback_data: data, url } = button;
  if (typeof text !== "string" || text === "") {
    throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
  }
  if (typeof url === "string") return { label: text, data: url };
  if (typeof data !== "string" || data === "" || Buffer.byteLength(data) > 64) throw badRequest("BUTTON_DATA_INVALID");
  return { label: text, data };
}

export function readCommands(parameters: Parameters): { command: string; description: string }[] {
  const commands = nested(parameters["commands"]) as { command: string; description: string }[];
  if (!Array.isArray(commands) || commands.length > 100) throw badRequest("BOT_COMMANDS_TOO_MUCH");
  for (const { command, description } of commands) {
    if (!/^[a-z0-9_]{1,32}$/.test(command)) throw badRequest("BOT_COMMAND_INVALID");
    if (!description || description.length > 256) throw badRequest("BOT_COMMAND_DESCRIPTION_INVALID");
  }
  return commands;
}
