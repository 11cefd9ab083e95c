import type { BounceDetails } from "../classification.ts";
import type { DeliveryStatusRecipient, ParsedMail } from "../parsed-mail.ts";
import { headerOf, isDaemonAddress } from "./header-values.ts";
import { isBounceText, isDelayText, readPlainReport } from "./plain-report.ts";
import { fold } from "./plain-text.ts";

export type ReportMatch =
  | { kind: "bounce"; bounce: BounceDetails; evidence: string[]; confidence: number }
  | { kind: "delayed" | "delivered" | "receipt"; evidence: string[]; confidence: number };

const MAX_CHARS = 30_000;

/** Reads a report about a mail of ours: failed, only late, delivered or read; undefined for any other mail. */
export function matchReport(mail: ParsedMail): ReportMatch | undefined {
  const contentType = headerOf(mail, "content-type");
  if (
    /report-type="?disposition-notification/.test(contentType) ||
    mail.partTypes.includes("message/disposition-notification")
  ) {
    return { kind: "receipt", evidence: ["disposition-notification"], confidence: 0.98 };
  }
  return matchStatusBlocks(mail) ?? matchPlainReport(mail);
}

function matchStatusBlocks(mail: ParsedMail): ReportMatch | undefined {
  if (mail.deliveryStatus.length === 0) return undefined;
  const failed = mail.deliveryStatus.find(isFailed);
  const evidence = ["message/delivery-status"];
  if (failed !== undefined) {
    return {
      kind: "bounce",
      bounce: readBlock(failed, mail),
      evidence: [...evidence, `action: ${failed.action ?? "failed"}`],
      confidence: 0.99,
    };
  }
  const actions = mail.deliveryStatus.map(actionOf);
  const kind = actions.some((action) => action === "delayed") ? "delayed" : "delivered";
  return { kind, evidence: [...evidence, `action: ${actions[0] ?? ""}`], confidence: 0.99 };
}

function actionOf({ action }: DeliveryStatusRecipient): string {
  return (
    (action ?? "")
      .trim()
      .toLowerCase()
      .split(/[\s(;]/)[0] ?? ""
  );
}

function isFailed(block: DeliveryStatusRecipient): boolean {
  const action = actionOf(block);
  return action === "failed" || (action === "" && /^[45]\./.test(block.status?.trim() ?? ""));
}

function readBlock(block: DeliveryStatusRecipient, mail: ParsedMail): BounceDetails {
  const plain = readPlainReport(mail, mail.text.slice(0, MAX_CHARS));
  const diagnostic = (block.diagnosticCode ?? "").replace(/^\s*(smtp|x-[\w-]{1,30}|x400|dns|unix)\s*;\s*/i, "").trim();
  const own = /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(block.status ?? "")?.[1];
  const told = /\b([45]\.\d{1,3}\.\d{1,3})\b/.exec(diagnostic)?.[1];
  // A relay's own 5.0.0 says nothing; the far server's code in the diagnostic does.
  const status = own === undefined || (/\.0\.0$/.test(own) && told !== undefined) ? (told ?? own ?? plain.status) : own;
  const reply = /^\D{0,40}\b([45])\d\d\b/.exec(diagnostic)?.[1];
  return {
    recipient: addressIn(block.originalRecipient) ?? addressIn(block.finalRecipient) ?? plain.recipient,
    status,
    reason: (diagnostic || plain.reason || `The server reported ${status ?? "a failure"}`).slice(0, 500),
    permanent: status !== undefined ? status.startsWith("5") : reply !== "4",
  };
}

function addressIn(field: string | undefined): string | undefined {
  return /[^\s<>;:,"()]{1,100}@[^\s<>;:,"()]{1,200}/
    .exec(field ?? "")?.[0]
    ?.toLowerCase()
    .replace(/[.]$/, "");
}

/** Reports of servers that send no status part: Exim, qmail, old Exchange, some providers. */
function matchPlainReport(mail: ParsedMail): ReportMatch | undefined {
  const text = mail.text.slice(0, MAX_CHARS);
  const subject = fold(mail.subject);
  const isReport = /multipart\/report/.test(headerOf(mail, "content-type"));
  const hasFailedHeader = mail.headers["x-failed-recipients"] !== undefined;
  const fromDaemon =
    isDaemonAddress(mail.from?.address) || /^(mail delivery|mailer-daemon|postmaster)/i.test(mail.from?.name ?? "");
  const signs = [
    ...(hasFailedHeader ? ["x-failed-recipients"] : []),
    ...(fromDaemon ? [`from: ${mail.from?.address ?? ""}`] : []),
    ...(headerOf(mail, "return-path") === "<>" ? ["return-path: <>"] : []),
    ...(isReport ? ["multipart/report"] : []),
  ];
  if (signs.length === 0) return undefined;
  if (isDelayText(subject, fold(text)) && !hasFailedHeader)
    return { kind: "delayed", evidence: signs, confidence: 0.95 };
  const phrase = isBounceText(subject, fold(text));
  if (phrase === undefined && !hasFailedHeader) return undefined;
  // A null return path alone also marks vacation notices: then only a clear failure text counts.
  const bounce = readPlainReport(mail, text);
  if (!fromDaemon && !isReport && !hasFailedHeader && bounce.status === undefined && bounce.recipient === undefined)
    return undefined;
  return {
    kind: "bounce",
    bounce,
    evidence: [...signs, ...(phrase === undefined ? [] : [phrase])],
    confidence: fromDaemon ? 0.97 : 0.9,
  };
}
