import type { Doc } from "../bson/values.ts";
import { CommandError, ProtocolError, refuse } from "../errors.ts";
import type { Handler } from "../wire/server.ts";
import { checkOptions, flagArgument } from "./arguments.ts";
import type { Context } from "./context.ts";
import { COMMANDS } from "./registry.ts";

/** Runs requests against one database file; an answer leaves when all that it tells of is on disk. */
export function createHandler(context: Context): Handler {
  return ({ body }, send) => {
    const reply = execute(body, context);
    context.store.whenDurable((failure) => send(failure ? toReply(failure) : reply));
  };
}

function execute(body: Doc, context: Context): Doc {
  try {
    const name = Object.keys(body)[0] ?? "";
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (!command) refuse(59, `no such command: '${name}'`);
    checkOptions(name, body, command.options);
    const db = body["$db"];
    if (typeof db !== "string" || db === "") refuse(73, "The request names no database");
    if (body["maxTimeMS"] !== undefined) flagArgument(body, "maxTimeMS");
    return { ...command.run(body, db, context, name), ok: 1 };
  } catch (error) {
    if (error instanceof ProtocolError) throw error;
    return toReply(error);
  }
}

function toReply(error: unknown): Doc {
  if (error instanceof CommandError) {
    const { code, codeName, message, extra } = error;
    return { ok: 0, errmsg: message, code, codeName, ...extra };
  }
  return { ok: 0, errmsg: `Internal error: ${(error as Error).message}`, code: 1, codeName: "InternalError" };
}
