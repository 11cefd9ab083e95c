import { type Doc, isDoc, toDouble } from "../bson/values.ts";
import { refuse, toReply } from "../errors.ts";
import type { Handler } from "../wire/server.ts";
import { checkOptions } from "./arguments.ts";
import type { Context } from "./context.ts";
import { COMMANDS } from "./registry.ts";

/** Runs requests against one database file; an answer leaves when all that it tells of is on disk. */
export function createHandler(context: Context): Handler {
  return ({ body }, send) => {
    const { store } = context;
    const lossBefore = store.lastLoss;
    const answered = execute(body, context);
    // When the transaction broke off under this very command, its earlier statements are lost as well.
    const reply = store.lastLoss === lossBefore ? answered : toReply(store.lastLoss);
    store.whenDurable((failure) => send(failure ? toReply(failure) : reply));
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
    checkConcerns(body);
    return { ...command.run(body, db, context, name), ok: 1 };
  } catch (error) {
    return toReply(error);
  }
}

/** There is one copy of the data, and it is on disk before any answer. */
function checkConcerns(body: Doc): void {
  const level = isDoc(body["readConcern"]) ? body["readConcern"]["level"] : undefined;
  if (level === "snapshot" || level === "linearizable") refuse(123, `readConcern level ${level} needs a replica set`);
  const concern = body["writeConcern"];
  const w = isDoc(concern) ? (toDouble(concern["w"]) ?? concern["w"]) : undefined;
  if (w === undefined || w === "majority" || w === 0 || w === 1) return;
  refuse(2, "cannot use 'w' > 1 when a host is not replicated");
}
