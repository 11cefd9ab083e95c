import { hostname } from "node:os";
import { Long } from "bson";
import type { Doc } from "../bson/values.ts";
import { refuse } from "../errors.ts";
import { MAX_MESSAGE_BYTES } from "../wire/message.ts";
import type { Command } from "./context.ts";

/** The MongoDB release whose commands and answers this server follows. */
const VERSION = [7, 0, 0, 0];
const MAX_WIRE_VERSION = 21;
const startedAt = Date.now();

function simple(answer: () => Doc, options: string[] = []): Command {
  return { options, run: answer };
}

/** What drivers know a standalone server by: no `setName`, no `logicalSessionTimeoutMinutes`, hence no sessions. */
function describeServer(legacyName: boolean): Doc {
  return {
    helloOk: true,
    [legacyName ? "ismaster" : "isWritablePrimary"]: true,
    maxBsonObjectSize: 16 * 1024 * 1024,
    maxMessageSizeBytes: MAX_MESSAGE_BYTES,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    minWireVersion: 0,
    maxWireVersion: MAX_WIRE_VERSION,
    readOnly: false,
  };
}

const HELLO_OPTIONS = [
  "helloOk",
  "client",
  "compression",
  "saslSupportedMechs",
  "speculativeAuthenticate",
  "topologyVersion",
  "maxAwaitTimeMS",
  "loadBalanced",
  "hostInfo",
  "backpressure",
];

export const hello = simple(() => describeServer(false), HELLO_OPTIONS);
export const isMaster = simple(() => describeServer(true), HELLO_OPTIONS);
export const ping = simple(() => ({}));
export const endSessions = simple(() => ({}));
export const whatsmyuri = simple(() => ({ you: "127.0.0.1:0" }));

export const buildInfo = simple(() => ({
  version: VERSION.slice(0, 3).join("."),
  versionArray: VERSION,
  gitVersion: "embedded",
  modules: [],
  storageEngines: ["sqlite"],
  bits: 64,
  debug: false,
  maxBsonObjectSize: 16 * 1024 * 1024,
}));

export const connectionStatus = simple(
  () => ({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] } }),
  ["showPrivileges"],
);

export const serverStatus: Command = {
  options: [],
  run: (_body, _db, { cursors }) => ({
    host: hostname(),
    version: VERSION.slice(0, 3).join("."),
    process: "embedded-mongo",
    pid: Long.fromNumber(process.pid),
    uptime: (Date.now() - startedAt) / 1000,
    localTime: new Date(),
    metrics: { cursor: { open: { total: cursors.count } } },
  }),
};

const PARAMETERS: Doc = {
  featureCompatibilityVersion: { version: VERSION.slice(0, 2).join(".") },
  requireApiVersion: false,
};

/** Manual: "getParameter". Only the few parameters that clients ask for exist. */
export const getParameter: Command = {
  options: Object.keys(PARAMETERS),
  run(body) {
    if (body["getParameter"] === "*") return PARAMETERS;
    const asked = Object.entries(PARAMETERS).filter(([name]) => Object.hasOwn(body, name));
    return asked.length > 0 ? Object.fromEntries(asked) : refuse(72, "no option found to get");
  },
};
