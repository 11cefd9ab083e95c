import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

/** One mail the sink took, as the server saw it. */
export interface ReceivedMail {
  from: string;
  to: string[];
  raw: Buffer;
  /** It came over TLS. */
  encrypted: boolean;
}

/** What the sink does other than accept. A reply code is given as the server's last word on that command. */
export interface SmtpSinkScript {
  /** The login it wants; none asked for when left out. */
  login?: { user: string; password: string };
  /** Offers STARTTLS with a self-signed certificate. */
  startTls?: boolean;
  /** A reply to RCPT TO other than 250, by address. */
  refuseRecipient?: (address: string) => number | undefined;
  /** A reply after the body other than 250. The mail is not kept. */
  refuseBody?: (mail: ReceivedMail) => number | undefined;
  /** Waits before it answers the body, in milliseconds. */
  bodyDelayMs?: number;
  /** Takes the whole body, keeps the mail, then drops the link without a word. */
  dropAfterBody?: (mail: ReceivedMail) => boolean;
  /** Called with each mail kept. */
  onMail?: (mail: ReceivedMail) => void;
  port?: number;
}

export interface SmtpSink {
  host: string;
  port: number;
  received: ReceivedMail[];
  /** Sessions opened so far. */
  connections: () => number;
  stop(): Promise<void>;
}

/** An SMTP server in this process that keeps what it gets. The script may be changed while it runs. */
export async function startSmtpSink(script: SmtpSinkScript = {}): Promise<SmtpSink> {
  const received: ReceivedMail[] = [];
  let connections = 0;

  const options: SMTPServerOptions = {
    authOptional: script.login === undefined,
    disabledCommands: script.startTls === true ? [] : ["STARTTLS"],
    allowInsecureAuth: true,
    logger: false,
    disableReverseLookup: true,
    closeTimeout: 200,
    onConnect(_session, done) {
      connections += 1;
      done();
    },
    onAuth({ username, password }, _session, done) {
      const { login } = script;
      if (login === undefined || (username === login.user && password === login.password))
        done(null, { user: username });
      else done(smtpError(535, "5.7.8 Authentication credentials invalid"));
    },
    onRcptTo({ address }, _session, done) {
      const code = script.refuseRecipient?.(address);
      if (code === undefined) done();
      else done(smtpError(code, code >= 500 ? "5.1.1 No such mailbox" : "4.2.1 Try again later"));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        const mail = {
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks),
          encrypted: session.secure,
        };
        const code = script.refuseBody?.(mail);
        if (code !== undefined) return done(smtpError(code, "The body is refused"));
        received.push(mail);
        script.onMail?.(mail);
        if (script.dropAfterBody?.(mail) === true) return dropLink(server, session.id);
        if (script.bodyDelayMs === undefined) return done();
        return void setTimeout(done, script.bodyDelayMs);
      });
    },
  };
  const server = new SMTPServer(options);
  server.on("error", () => {}); // a client that went away mid-session is no matter for the test

  await new Promise<void>((resolve, reject) => {
    server.server.once("error", reject);
    server.listen(script.port ?? 0, "127.0.0.1", () => resolve());
  });
  return {
    host: "127.0.0.1",
    port: (server.server.address() as AddressInfo).port,
    received,
    connections: () => connections,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function dropLink(server: SMTPServer, sessionId: string): void {
  for (const connection of server.connections) {
    if (connection.session.id === sessionId) connection._socket.destroy();
  }
}

function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
