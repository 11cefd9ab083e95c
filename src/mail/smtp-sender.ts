import { Readable } from "node:stream";
import { domainToASCII } from "node:url";
import type { SMTPConnectionSendInfo } from "nodemailer/lib/smtp-connection";
import type { MailSender, OutgoingMail, SendResult } from "../ports/mail-sender.ts";
import { classifySendFailure } from "./classify-send-failure.ts";
import { composeMail } from "./compose-mail.ts";
import {
  createSmtpConnections,
  endSession,
  openSession,
  resetSession,
  type SmtpSession,
  type SmtpSettings,
} from "./smtp-connections.ts";

export type { SmtpSettings } from "./smtp-connections.ts";

const CHUNK_BYTES = 64 * 1024;
const CLOSED: SendResult = { kind: "deferred", reply: "The sender was closed before this mail's turn" };

/** Sends through one SMTP server over a few kept connections. */
export function createSmtpSender(settings: SmtpSettings): MailSender {
  const connections = createSmtpConnections(settings);

  return {
    async send(mail) {
      const raw = await composeMail(mail);
      for (;;) {
        const session = await connections.take();
        if (session === undefined) return CLOSED;
        if (session.kind === "failed") return { kind: "unreachable", reply: session.reply };

        const handOver = await handOverMail(session, mail, raw);
        connections.giveBack(session, handOver.sessionUsable);
        // A kept connection that the server had closed meanwhile: not a byte of the mail has left, so take another.
        if (session.reused && handOver.untouched) continue;
        return handOver.result;
      }
    },

    async verify() {
      const session = await openSession(settings);
      if (session.kind === "failed") {
        return { kind: session.loginRefused ? "refused" : "unreachable", reason: session.reply };
      }
      endSession(session, true);
      return { kind: "ok" };
    },

    close: () => connections.close(),
  };
}

interface HandOver {
  result: SendResult;
  sessionUsable: boolean;
  /** The link was lost before the server had said anything and before the body began. */
  untouched: boolean;
}

async function handOverMail({ connection }: SmtpSession, mail: OutgoingMail, raw: Buffer): Promise<HandOver> {
  const body = Readable.from(chunksOf(raw));
  let bodyEnded = false;
  // Before `pipe` adds its own listener: the flag stands before the final dot is written.
  body.once("end", () => {
    bodyEnded = true;
  });
  const envelope = { from: envelopeAddress(mail.from.address), to: envelopeAddress(mail.to.address), size: raw.length };

  const answer = await new Promise<SMTPConnectionSendInfo | SendError>((resolve) => {
    // nodemailer may end a connection without calling back, where the socket broke a moment before a command. When it
    // does call, it is within the same turn, so that it is heard first.
    const lost = () => queueMicrotask(() => resolve({ message: "The server closed the connection" }));
    connection.once("end", lost);
    connection.send(envelope, body, (error, info) => {
      connection.off("end", lost);
      resolve(error ?? info);
    });
    if (connection.destroyed) lost();
  });

  if ("accepted" in answer) {
    const { response: reply, serverMessageId } = answer;
    const providerMessageId = serverMessageId === undefined ? {} : { providerMessageId: serverMessageId };
    return { result: { kind: "accepted", reply, ...providerMessageId }, sessionUsable: true, untouched: false };
  }
  const bodyBegun = body.readableDidRead;
  body.destroy();
  const { responseCode: replyCode } = answer;
  const reply = answer.response ?? answer.message;
  const refusedByClient = answer.response === undefined && (answer.code === "EENVELOPE" || answer.code === "EMESSAGE");
  const enhancedCode = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(reply)?.[1];
  const kind = classifySendFailure({ phase: "mail", bodyEnded, replyCode, enhancedCode, refusedByClient });
  // After a refusal the session goes on; a body given in part has left it in disorder.
  const sessionUsable = replyCode !== undefined && (bodyEnded || !bodyBegun) && (await resetSession(connection));
  const untouched = !bodyBegun && !refusedByClient && (replyCode === undefined || replyCode === 421);
  return { result: { kind, reply }, sessionUsable, untouched };
}

interface SendError {
  message: string;
  code?: string | undefined;
  response?: string | undefined;
  responseCode?: number | undefined;
}

function* chunksOf(raw: Buffer): Generator<Buffer> {
  for (let start = 0; start < raw.length; start += CHUNK_BYTES) yield raw.subarray(start, start + CHUNK_BYTES);
}

/** The address with its domain in ASCII (RFC 5891); what is left malformed the client refuses. */
function envelopeAddress(address: string): string {
  const at = address.lastIndexOf("@");
  const domain = domainToASCII(address.slice(at + 1));
  return domain === "" ? address : `${address.slice(0, at)}@${domain}`;
}
