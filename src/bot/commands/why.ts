import { describeReason } from "../../flows/describe-reason.ts";
import { type Explanation, explainAddress } from "../../flows/explain-recipient.ts";
import { type Locale, translate } from "../../platform/texts.ts";
import { type Command, lines, say } from "./command.ts";

const MAX_EVENTS = 8;

/** `/why ADDRESS`: what went out to somebody, what did not, and why. */
export function createWhyCommand(): Command {
  return {
    name: "why",
    permission: "read",
    async run({ user, locale, argument }) {
      if (!argument.includes("@")) return [say(locale, "why-usage")];
      const stories = await explainAddress(user.workspaceId, argument);
      if (stories.length === 0) return [say(locale, "why-nobody", { address: argument })];
      return stories.map((story) => lines(...tell(story, locale, user.timeZone)));
    },
  };
}

function tell({ campaignName, row, events }: Explanation, locale: Locale, timeZone: string): string[] {
  const time = (at: Date) => at.toLocaleString(locale, { timeZone, dateStyle: "short", timeStyle: "short" });
  const state = translate(locale, `state-${row.state.toLowerCase()}`);
  const reason = describeReason(row.stateReason, locale);
  return [
    translate(locale, "why-title", { campaign: campaignName, state, reason }),
    ...(row.nextActionAt ? [translate(locale, "why-next", { at: time(row.nextActionAt) })] : []),
    ...events.slice(-MAX_EVENTS).map(({ at, kind, detail }) => {
      const what = translate(locale, `event-${kind.toLowerCase()}`);
      return `${time(at)} · ${what}${detail ? ` (${describeReason(detail, locale)})` : ""}`;
    }),
  ];
}
