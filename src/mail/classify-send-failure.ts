import type { SendResult } from "../ports/mail-sender.ts";

/** What is known of a hand-over that did not end with 2yz. */
export interface SendFailure {
  /** `session`: connecting, TLS or login. `mail`: from MAIL FROM on. */
  phase: "session" | "mail";
  /** The last line of the body was given to the connection: the server may have the whole mail. */
  bodyEnded: boolean;
  /** The SMTP reply code, where the server gave one. */
  replyCode?: number | undefined;
  /** The enhanced status code of that reply (RFC 3463), such as `5.7.1`. */
  enhancedCode?: string | undefined;
  /** The mail cannot be given to any server as it is (a malformed address, too large for this one). */
  refusedByClient?: boolean | undefined;
}

// 530, 534, 535, 538 ask for a better login or for TLS, 503 for the command before: our session's fault, not the mail's.
const SESSION_REPLY_CODES = new Set([503, 530, 534, 535, 538]);

// Congestion (RFC 3463, section 3.5); Gmail gives `550 5.4.5` when the mailbox has used up its day.
const LATER_ENHANCED_CODE = "5.4.5";

/** What became of a hand-over that failed. The reply code decides first; without one, how far the body got. */
export function classifySendFailure(failure: SendFailure): Exclude<SendResult["kind"], "accepted"> {
  const { phase, bodyEnded, replyCode, enhancedCode } = failure;
  if (phase === "session") return "unreachable";
  if (replyCode !== undefined && replyCode >= 400 && replyCode < 500) return "deferred";
  if (replyCode !== undefined && replyCode >= 500 && replyCode < 600) {
    if (SESSION_REPLY_CODES.has(replyCode)) return "unreachable";
    return enhancedCode === LATER_ENHANCED_CODE ? "deferred" : "rejected";
  }
  if (failure.refusedByClient === true) return "rejected";
  return bodyEnded ? "unknown" : "deferred";
}
