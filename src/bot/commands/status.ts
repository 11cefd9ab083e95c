import { loadOverview, type Overview, startOfDay } from "../../flows/overview.ts";
import type { Clock } from "../../platform/clock.ts";
import { type Locale, translate } from "../../platform/texts.ts";
import { type Command, lines } from "./command.ts";

/** `/status`: campaigns, what waits, and how the mailboxes are. */
export function createStatusCommand(deps: { now: Clock }): Command {
  return {
    name: "status",
    permission: "read",
    async run({ user, locale }) {
      const overview = await loadOverview(user.workspaceId, startOfDay(deps.now(), user.timeZone));
      const t = (key: string, args = {}) => translate(locale, key, args);
      return [
        lines(
          t("status-title"),
          ...(overview.campaigns.length === 0
            ? [t("status-no-campaign")]
            : overview.campaigns.map((row) => campaignLine(row, locale))),
          todayLine(overview, locale),
          t("status-pending", { count: overview.pendingCount }),
          overview.unknownCount > 0 ? t("status-unknown", { count: overview.unknownCount }) : undefined,
          ...mailboxLines(overview, locale),
        ),
      ];
    },
  };
}

/** `/today`: what happened since midnight, in the user's own zone. */
export function createTodayCommand(deps: { now: Clock }): Command {
  return {
    name: "today",
    permission: "read",
    async run({ user, locale }) {
      const overview = await loadOverview(user.workspaceId, startOfDay(deps.now(), user.timeZone));
      const { pendingCount: count } = overview;
      return [lines(todayLine(overview, locale), translate(locale, "status-pending", { count }))];
    },
  };
}

/** `/campaigns`: every campaign under way and where its recipients stand. */
export function createCampaignsCommand(deps: { now: Clock }): Command {
  return {
    name: "campaigns",
    permission: "read",
    async run({ user, locale }) {
      const { campaigns } = await loadOverview(user.workspaceId, startOfDay(deps.now(), user.timeZone));
      if (campaigns.length === 0) return [lines(translate(locale, "status-no-campaign"))];
      return [lines(...campaigns.map((row) => campaignLine(row, locale)))];
    },
  };
}

function campaignLine({ campaign, states }: Overview["campaigns"][number], locale: Locale): string {
  const total = Object.values(states).reduce((sum, count) => sum + count, 0);
  const counts = Object.entries(states).map(
    ([state, count]) => `${translate(locale, `state-${state.toLowerCase()}`)} ${count}`,
  );
  const status = translate(locale, `campaign-${campaign.status}`);
  return translate(locale, "status-campaign", { name: campaign.name, status, total, counts: counts.join(", ") });
}

function todayLine({ today }: Overview, locale: Locale): string {
  const { sent = 0, replied = 0, bounced = 0, failed = 0 } = today;
  return translate(locale, "status-today", { sent, replied, bounced, failed });
}

function mailboxLines({ mailboxes }: Overview, locale: Locale): string[] {
  return mailboxes.map(({ address, health }) => {
    const fault = [health.receiving, health.sending].find(
      ({ state }) => state === "refused" || state === "unreachable",
    );
    if (fault) return translate(locale, "status-mailbox-down", { address, reason: fault.reason });
    return translate(locale, "status-mailbox-ok", { address });
  });
}
