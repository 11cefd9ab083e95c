import SMTPConnection, { type SMTPConnectionOptions } from "nodemailer/lib/smtp-connection";
import { isLoopback } from "./is-loopback.ts";

/** How to reach one mailbox's submission server. */
export interface SmtpSettings {
  host: string;
  port: number;
  /** TLS from the first byte (port 465). Otherwise STARTTLS: used when offered, required before a password leaves us. */
  secure: boolean;
  user?: string | undefined;
  password?: string | undefined;
  /** 5 unless said. */
  maxConnections?: number | undefined;
  /** The longest silence of the server, in every phase. Two minutes unless said. */
  timeoutMs?: number | undefined;
}

/** Why no session stands: what the server or the network said, and whether it was the login that was refused. */
export interface SessionFailure {
  kind: "failed";
  loginRefused: boolean;
  reply: string;
}

/** A session that has passed greeting, TLS and login. */
export interface SmtpSession {
  kind: "open";
  connection: SMTPConnection;
  /** It sat idle before: the server may have closed it in the meantime. */
  reused: boolean;
  mailsSent: number;
}

/** At most `maxConnections` sessions, kept between mails. */
export interface SmtpConnections {
  /** Undefined once closed: nothing was begun. */
  take(): Promise<SmtpSession | SessionFailure | undefined>;
  /** Hands a session back; `usable` says that the server waits for the next MAIL. */
  giveBack(session: SmtpSession, usable: boolean): void;
  close(): void;
}

interface IdleSession {
  session: SmtpSession;
  /** Ends it when no mail has come for a while. */
  timer: NodeJS.Timeout;
}

const DEFAULT_TIMEOUT_MS = 120_000;
const MAX_MAILS_PER_SESSION = 100;
const IDLE_MS = 60_000;

export function createSmtpConnections(settings: SmtpSettings): SmtpConnections {
  const maxConnections = settings.maxConnections ?? 5;
  const idle: IdleSession[] = [];
  const waiting: ((place: boolean) => void)[] = [];
  let taken = 0;
  let closed = false;

  const freePlace = () => {
    const next = waiting.shift();
    if (next === undefined) taken -= 1;
    else next(true);
  };

  return {
    async take() {
      if (closed) return undefined;
      if (taken < maxConnections) taken += 1;
      else if (!(await new Promise<boolean>((resolve) => waiting.push(resolve)))) return undefined;

      for (let kept = idle.pop(); kept !== undefined; kept = idle.pop()) {
        clearTimeout(kept.timer);
        if (!kept.session.connection.destroyed) return { ...kept.session, reused: true };
      }
      const opened = await openSession(settings);
      if (opened.kind === "failed") freePlace();
      return opened;
    },

    giveBack(session, usable) {
      const mailsSent = session.mailsSent + 1;
      if (closed || !usable || mailsSent >= MAX_MAILS_PER_SESSION) endSession(session, usable);
      else keepIdle({ ...session, mailsSent }, idle);
      freePlace();
    },

    close() {
      closed = true;
      for (const { session, timer } of idle.splice(0)) {
        clearTimeout(timer);
        endSession(session, true);
      }
      for (const resolve of waiting.splice(0)) resolve(false);
    },
  };
}

/** Connects, secures and logs in. Every way this can fail is the session's, never a mail's. */
export async function openSession(settings: SmtpSettings): Promise<SmtpSession | SessionFailure> {
  const connection = new SMTPConnection(connectionOptions(settings));
  const { user, password } = settings;
  return await new Promise((resolve) => {
    let settled = false;
    let loggingIn = false;
    const fail = (error: { message: string; response?: string | undefined; responseCode?: number | undefined }) => {
      if (settled) return;
      settled = true;
      const code = error.responseCode;
      resolve({
        kind: "failed",
        loginRefused: loggingIn && code !== undefined && code >= 500,
        reply: withoutSecret(error.response ?? error.message, password),
      });
      connection.close();
    };
    // Stays for the session's whole life: an 'error' without a listener would end the process.
    connection.on("error", fail);
    connection.once("end", () => fail({ message: "The server closed the connection" }));
    connection.connect((error) => {
      if (error) return fail(error);
      const open = () => {
        settled = true;
        resolve({ kind: "open", connection, reused: false, mailsSent: 0 });
      };
      if (user === undefined || !connection.allowsAuth) return open();
      loggingIn = true;
      const login = { user, credentials: { user, pass: password ?? "" } };
      return connection.login(login, (loginError) => (loginError ? fail(loginError) : open()));
    });
  });
}

/** Forgets the refused mail on the server's side; false where the session did not survive it. */
export async function resetSession(connection: SMTPConnection): Promise<boolean> {
  if (connection.destroyed) return false;
  return await new Promise((resolve) => {
    const lost = () => resolve(false);
    connection.once("end", lost);
    connection.reset((error) => {
      connection.off("end", lost);
      resolve(error === null);
    });
  });
}

export function endSession({ connection }: SmtpSession, usable: boolean): void {
  if (usable && !connection.destroyed) connection.quit();
  else connection.close();
}

function keepIdle(session: SmtpSession, idle: IdleSession[]): void {
  const timer = setTimeout(() => {
    const index = idle.findIndex((each) => each.timer === timer);
    idle.splice(index, 1);
    endSession(session, true);
  }, IDLE_MS);
  timer.unref();
  idle.push({ session, timer });
}

function connectionOptions({ host, port, secure, user, timeoutMs = DEFAULT_TIMEOUT_MS }: SmtpSettings) {
  const local = isLoopback(host);
  return {
    host,
    port,
    secure,
    // Without TLS the connection fails before AUTH rather than showing the password.
    requireTLS: !secure && !local && user !== undefined,
    tls: { rejectUnauthorized: !local },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    logger: false,
  } satisfies SMTPConnectionOptions;
}

function withoutSecret(text: string, secret: string | undefined): string {
  return secret === undefined || secret === "" ? text : text.replaceAll(secret, "***");
}
