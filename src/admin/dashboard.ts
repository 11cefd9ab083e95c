import { CampaignModel } from "../db/campaigns.ts";
import { InboundMessageModel } from "../db/inbound-messages.ts";
import { listMailboxes } from "../db/mailboxes.ts";
import { countEvents } from "../db/message-events.ts";
import { toId } from "../db/model.ts";
import { OutboundMessageModel } from "../db/outbound-messages.ts";
import { SuppressionModel } from "../db/suppressions.ts";
import { getUser } from "../db/users.ts";
import type { OutboundStatus } from "../domain/outbound-status.ts";
import type { Clock } from "../platform/clock.ts";
import { currentUser } from "./admin-user.ts";
import { adminText, countText } from "./words.ts";

/** Figures beyond this are not told apart: counting reads every row. */
const CAPPED = { limit: 10_000 };

/** One figure of the start page, and the list behind it. */
interface Figure {
  label: string;
  value: string;
  href: string;
  tone: "plain" | "wait" | "bad";
}

export interface Dashboard {
  greeting: string;
  lead: string;
  sections: { title: string; figures: Figure[] }[];
  chat: { label: string; href: string };
}

/** What happened today, and what waits for somebody. */
export async function loadDashboard(now: Clock): Promise<Dashboard> {
  const { workspaceId, id, locale, name, email } = currentUser();
  const t = (key: string, args = {}) => adminText(locale, `dashboard-${key}`, args);
  const userId = toId(id);
  const timeZone = (userId && (await getUser(workspaceId, userId))?.timeZone) || "UTC";
  const since = startOfDay(now(), timeZone);
  const countMail = (status: OutboundStatus) => OutboundMessageModel.countDocuments({ workspaceId, status }, CAPPED);
  const [events, waiting, unknown, queued, activeCampaigns, critical, suppressed, mailboxes] = await Promise.all([
    countEvents(workspaceId, { since }),
    countMail("awaitingApproval"),
    countMail("unknown"),
    countMail("queued"),
    CampaignModel.countDocuments({ workspaceId, status: "active" }, CAPPED),
    InboundMessageModel.countDocuments(
      { workspaceId, receivedAt: { $gte: since }, "classification.priority": { $in: ["critical", "important"] } },
      CAPPED,
    ),
    SuppressionModel.countDocuments({ workspaceId }, CAPPED),
    listMailboxes(workspaceId),
  ]);
  const down = mailboxes.filter(({ health }) =>
    [health.sending, health.receiving].some(({ state }) => state === "unreachable" || state === "refused"),
  ).length;

  const figure = (key: string, value: number, href: string, tone: Figure["tone"] = "plain"): Figure => ({
    label: t(key, { count: value }),
    value: countText(value, CAPPED.limit),
    href: `/admin/resources/${href}`,
    tone: value > 0 ? tone : "plain",
  });
  const today = `filters.at~~from=${encodeURIComponent(since.toISOString())}`;
  const event = (kind: string) => `MessageEvent?filters.kind=${kind}&${today}`;
  return {
    greeting: t("greeting", { name: name || email }),
    lead: t("lead"),
    sections: [
      {
        title: t("waits"),
        figures: [
          figure("approvals", waiting, "OutboundMessage?filters.status=awaitingApproval", "wait"),
          figure("unknown", unknown, "OutboundMessage?filters.status=unknown", "bad"),
          figure("mailboxes-down", down, "MailboxAccount", "bad"),
          figure("queued", queued, "OutboundMessage?filters.status=queued"),
        ],
      },
      {
        title: t("today"),
        figures: [
          figure("sent", events.sent ?? 0, event("sent")),
          figure("replied", events.replied ?? 0, event("replied")),
          figure(
            "important",
            critical,
            `InboundMessage?filters.receivedAt~~from=${encodeURIComponent(since.toISOString())}`,
            "wait",
          ),
          figure("bounced", events.bounced ?? 0, event("bounced"), "bad"),
        ],
      },
      {
        title: t("all"),
        figures: [
          figure("campaigns", activeCampaigns, "Campaign?filters.status=active"),
          figure("mailboxes", mailboxes.length, "MailboxAccount"),
          figure("suppressed", suppressed, "MessageEvent?filters.kind=unsubscribed"),
        ],
      },
    ],
    chat: { label: t("chat"), href: "/chat" },
  };
}

function startOfDay(now: Date, timeZone: string): Date {
  const start = now.toTemporalInstant().toZonedDateTimeISO(timeZone).startOfDay();
  return new Date(start.epochMilliseconds);
}
