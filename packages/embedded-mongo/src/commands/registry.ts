import { aggregate } from "./aggregate-command.ts";
import {
  collStats,
  create,
  dbStats,
  drop,
  dropDatabase,
  listCollections,
  listDatabases,
  renameCollection,
} from "./collection-commands.ts";
import type { Command } from "./context.ts";
import { findAndModify } from "./find-and-modify.ts";
import { createIndexes, dropIndexes, listIndexes } from "./index-commands.ts";
import { count, distinct, explain, find, getMore, killCursors } from "./read-commands.ts";
import {
  buildInfo,
  connectionStatus,
  endSessions,
  getParameter,
  hello,
  isMaster,
  ping,
  serverStatus,
  whatsmyuri,
} from "./server-commands.ts";
import { deleteCommand, insert, update } from "./write-commands.ts";

/** Every command there is, by each of its names. Add one: a `Command` in this folder and a line here. */
export const COMMANDS: Record<string, Command> = {
  aggregate,
  buildInfo,
  buildinfo: buildInfo,
  collStats,
  connectionStatus,
  count,
  create,
  createIndexes,
  dbStats,
  dbstats: dbStats,
  delete: deleteCommand,
  distinct,
  drop,
  dropDatabase,
  dropIndexes,
  endSessions,
  explain,
  find,
  findAndModify,
  findandmodify: findAndModify,
  getMore,
  getParameter,
  hello,
  insert,
  isMaster,
  ismaster: isMaster,
  killAllSessions: endSessions,
  killCursors,
  listCollections,
  listDatabases,
  listIndexes,
  ping,
  renameCollection,
  serverStatus,
  update,
  whatsmyuri,
};
