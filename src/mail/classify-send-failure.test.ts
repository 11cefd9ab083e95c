import { describe, expect, it } from "vitest";
import { classifySendFailure, type SendFailure } from "./classify-send-failure.ts";

const table: [string, SendFailure, ReturnType<typeof classifySendFailure>][] = [
  ["a refused login", { phase: "session", bodyEnded: false, replyCode: 535 }, "unreachable"],
  ["a login put off", { phase: "session", bodyEnded: false, replyCode: 454 }, "unreachable"],
  ["a 421 greeting", { phase: "session", bodyEnded: false, replyCode: 421 }, "unreachable"],
  ["no connection", { phase: "session", bodyEnded: false }, "unreachable"],
  ["a 450 before the body", { phase: "mail", bodyEnded: false, replyCode: 450 }, "deferred"],
  ["a 452 after the body", { phase: "mail", bodyEnded: true, replyCode: 452 }, "deferred"],
  ["a 421 in mid-session", { phase: "mail", bodyEnded: false, replyCode: 421 }, "deferred"],
  ["a 550 for the recipient", { phase: "mail", bodyEnded: false, replyCode: 550, enhancedCode: "5.1.1" }, "rejected"],
  ["a 554 after the body", { phase: "mail", bodyEnded: true, replyCode: 554 }, "rejected"],
  ["a login asked for at MAIL", { phase: "mail", bodyEnded: false, replyCode: 530 }, "unreachable"],
  ["a day's limit used up", { phase: "mail", bodyEnded: false, replyCode: 550, enhancedCode: "5.4.5" }, "deferred"],
  ["a malformed recipient", { phase: "mail", bodyEnded: false, refusedByClient: true }, "rejected"],
  ["a link lost before the body ended", { phase: "mail", bodyEnded: false }, "deferred"],
  ["a link lost after the body ended", { phase: "mail", bodyEnded: true }, "unknown"],
  ["a reply that is no reply, body ended", { phase: "mail", bodyEnded: true, replyCode: 250 }, "unknown"],
];

describe("classifySendFailure", () => {
  it.each(table)("%s", (_name, failure, expected) => {
    expect(classifySendFailure(failure)).toBe(expected);
  });
});
