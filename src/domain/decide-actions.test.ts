import { expect, it } from "vitest";
import type { Classification } from "./classification.ts";
import { asksToUnsubscribe, decideActions } from "./decide-actions.ts";

const reading = (fields: Partial<Classification>): Classification => ({
  kind: "reply",
  replyClass: "neutral",
  priority: "important",
  source: "offline",
  confidence: 0.9,
  evidence: [],
  language: "fr",
  replyText: "",
  bounce: null,
  autoReply: null,
  summary: "",
  suggestedAction: "read",
  deadline: null,
  amounts: [],
  ...fields,
});
const plan = { rules: [{ on: "positive" as const, templateId: "thanks", requireApproval: true }] };
const bounce = (permanent: boolean) => ({
  recipient: "a@b.example",
  status: "5.1.1",
  reason: "unknown user",
  permanent,
});

it.each([
  ["an answer stops the sequence", reading({}), ["markReplied"]],
  ["a yes stops it and drafts the acceptance", reading({ replyClass: "positive" }), ["markReplied", "draftAnswer"]],
  [
    "an absence is noted and never counts as an answer",
    reading({ kind: "autoReply", replyClass: "auto" }),
    ["noteAutoReply"],
  ],
  [
    "a hard bounce stops and suppresses",
    reading({ kind: "bounce", bounce: bounce(true) }),
    ["markBounced", "suppress"],
  ],
  ["a soft bounce changes nothing", reading({ kind: "bounce", bounce: bounce(false) }), []],
  ["a complaint is an opt-out", reading({ kind: "complaint" }), ["optOut", "suppress"]],
  ["a newsletter changes nothing", reading({ kind: "bulk" }), []],
])("%s", (_name, mail, kinds) => {
  expect(decideActions(mail, plan, false).map(({ kind }) => kind)).toEqual(kinds);
});

it("takes a wish to be left alone before any rule", () => {
  expect(decideActions(reading({ replyClass: "positive" }), plan, true).map(({ kind }) => kind)).toEqual([
    "optOut",
    "suppress",
  ]);
});

it.each([
  ["unsubscribe", "", true],
  ["Re: offre", "Merci de me désinscrire de votre liste.", true],
  ["Re: offer", "Please remove me.", true],
  ["Re: offer", "STOP", true],
  ["Re: offer", "I'll stop by your office on Monday.", false],
  [
    "Re: offer",
    `Here is what our members wrote: "please remove me". ${"What would you do about it? ".repeat(8)}`,
    false,
  ],
  ["Re: offer", "Yes, gladly.", false],
  ["Re: offre", "Merci de me retirer de votre liste.", true],
  ["Re: offre", "Bonjour,\n\nNe me contactez plus.\n\nPaul Durand\nDirecteur", true],
  ["Re: offre", "Je ne souhaite plus recevoir vos mails", true],
  ["Re: offre", "Ne m'écrivez plus, merci.", true],
  ["Re: offre", "Merci de ne plus me contacter à cette adresse.", true],
  ["Re: offer", "Please do not contact me again.", true],
  ["Re: offer", "Stop emailing me!", true],
  ["Re: offer", "Stop please", true],
  ["Re: offer", "I don't want to receive these any more.", true],
  ["Re: offre", "Je ne souhaite plus attendre : quand peut-on se voir ?", false],
  ["Re: offre", "N'hésitez pas à me contacter la semaine prochaine.", false],
  ["Re: offer", "Don't write to me on Monday, I am away; Tuesday is fine.", false],
])("reads the wish to unsubscribe in %j / %j", (subject, text, expected) => {
  expect(asksToUnsubscribe("reply", subject, text)).toBe(expected);
});

it.each([
  ["autoReply", "unsubscribe", true],
  ["other", " Unsubscribe ", true],
  ["bulk", "Unsubscribe confirmation", false],
  ["autoReply", "Automatic reply: unsubscribe", false],
  ["bounce", "unsubscribe", false],
] as const)("takes from a %s only the subject our own header asks for: %j", (kind, subject, expected) => {
  expect(asksToUnsubscribe(kind, subject, "Please remove me.")).toBe(expected);
});
