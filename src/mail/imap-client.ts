import { ImapFlow } from "imapflow";
import { isLoopback } from "./is-loopback.ts";

/** How to reach one mailbox's IMAP server. */
export interface ImapSettings {
  host: string;
  port: number;
  /** TLS from the first byte (port 993). Otherwise STARTTLS, required except towards this machine. */
  secure: boolean;
  user: string;
  password: string;
  /** The longest silence of the server while it owes an answer. One minute unless said. */
  timeoutMs?: number | undefined;
}

/** Why the server could not be read; `detail` is for a person and holds no secret. */
export interface ImapFailure {
  kind: "failed";
  reason: "unreachable" | "refused";
  detail: string;
}

/** A logged-in client, and what ended it once it has ended. */
export interface ImapSession {
  kind: "open";
  client: ImapFlow;
  lastError: () => unknown;
}

// RFC 5530: the login may well be right, the server cannot serve it now.
const PASSING_LOGIN_CODES = new Set(["UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG"]);

const DEFAULT_TIMEOUT_MS = 60_000;

/** Connects and logs in. An abort ends it at once, as a failure. */
export async function openImap(settings: ImapSettings, signal?: AbortSignal): Promise<ImapSession | ImapFailure> {
  const { host, port, secure, user, password, timeoutMs = DEFAULT_TIMEOUT_MS } = settings;
  const local = isLoopback(host);
  const client = new ImapFlow({
    host,
    port,
    secure,
    ...(secure || local ? {} : { doSTARTTLS: true }),
    tls: { rejectUnauthorized: !local },
    auth: { user, pass: password },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableAutoIdle: true,
    logger: false,
  });
  let lastError: unknown;
  // An 'error' without a listener would end the process; the 'close' that follows is what the users wait for.
  client.on("error", (error) => {
    lastError = error;
  });
  const abort = () => client.close();
  signal?.addEventListener("abort", abort, { once: true });
  try {
    if (signal?.aborted === true) abort();
    await client.connect();
    return { kind: "open", client, lastError: () => lastError };
  } catch (error) {
    client.close();
    return describeImapError(error, settings);
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}

/** What imapflow threw, as a failure to show. */
export function describeImapError(error: unknown, settings: ImapSettings): ImapFailure {
  const { message, code, responseText, response, serverResponseCode, responseStatus, authenticationFailed } =
    error as ImapFlowError;
  const said = typeof responseText === "string" && responseText !== "" ? responseText : undefined;
  const loginReply = authenticationFailed === true && typeof response === "string" ? response : undefined;
  // imapflow marks every failure during login as a refusal, a lost link as well; that one carries a code.
  const loginRefused =
    authenticationFailed === true && code === undefined && !PASSING_LOGIN_CODES.has(serverResponseCode ?? "");
  const commandRefused = authenticationFailed !== true && (responseStatus === "NO" || responseStatus === "BAD");
  const detail = said ?? loginReply ?? (code === undefined ? message : `${message} (${code})`);
  return {
    kind: "failed",
    reason: loginRefused || commandRefused ? "refused" : "unreachable",
    detail: settings.password === "" ? detail : detail.replaceAll(settings.password, "***"),
  };
}

/** The fields imapflow and Node put on their errors. */
interface ImapFlowError {
  message: string;
  code?: string;
  responseText?: unknown;
  response?: unknown;
  serverResponseCode?: string;
  responseStatus?: string;
  authenticationFailed?: boolean;
}
