import type { Dovecot } from "./dovecot.ts";
import type { RestClient } from "./rest-client.ts";

export interface Person {
  email: string;
  firstName: string;
  lastName: string;
  company: string;
  locale: "fr" | "en";
}

export interface TemplateText {
  name: string;
  kind: string;
  subject?: string;
  text: string;
  html?: string;
}

/** What a campaign is made of; steps and rules name their template. */
export interface CampaignRequest {
  name: string;
  mailboxId: string;
  people: readonly Person[];
  templates: Record<string, TemplateText>;
  steps: { template: string; seconds: number; requireApproval?: boolean }[];
  rules?: { on: "positive" | "negative" | "neutral"; template: string; requireApproval?: boolean }[];
}

export interface RunningCampaign {
  id: string;
  recipientIds: string[];
}

const NAMES = [
  ["Camille", "Roux", "Atelier Nova", "fr"],
  ["Oliver", "Reed", "Northgate Software", "en"],
  ["Zoé", "Lefèvre", "Bâtisseurs & Fils", "fr"],
  ["Emma", "Clarke", "Bright Harbour", "en"],
  ["François", "Müller", "Étude Saint-Cœur", "fr"],
  ["Siobhán", "O'Neill", "Pinewood Labs", "en"],
  ["Hélène", "Dupont-Aignan", "Groupe Ardent", "fr"],
  ["Harry", "Walsh", "Oakline, Inc.", "en"],
] as const;

/** People with names of both languages, each with an address of their own. */
export function somePeople(count: number): Person[] {
  return Array.from({ length: count }, (_, index) => {
    const [firstName = "", lastName = "", company = "", locale = "fr"] = NAMES[index % NAMES.length] ?? [];
    const local = `${firstName}.${index + 1}`
      .normalize("NFD")
      .replace(/[^\w.]/g, "")
      .toLowerCase();
    return { email: `${local}@people.example`, firstName, lastName, company: `${company} ${index + 1}`, locale };
  });
}

/** Connects a mailbox that sends to the sink and, where one is given, reads from Dovecot. */
export async function connectMailbox(api: RestClient, smtp: { host: string; port: number }, imap?: Dovecot) {
  const address = imap?.user ?? "claire@relance.test";
  return await api.post("/mailboxes", {
    address,
    displayName: "Claire Fontaine",
    smtp: { host: smtp.host, port: smtp.port, secure: false },
    ...(imap && {
      imap: { host: imap.host, port: imap.port, secure: false, user: imap.user, password: imap.password },
    }),
  });
}

/** Adds everything by REST and starts the campaign. */
export async function startCampaign(api: RestClient, request: CampaignRequest): Promise<RunningCampaign> {
  const { people, templates, steps, rules = [], name, mailboxId } = request;
  const ids: Record<string, string> = {};
  for (const [key, template] of Object.entries(templates)) ids[key] = (await api.post("/templates", template)).id;
  const { items } = await api.post("/recipients", people);
  const recipientIds = items.map(({ id }: { id: string }) => id);
  const { id } = await api.post("/campaigns", {
    name,
    mailboxIds: [mailboxId],
    steps: steps.map(({ template, seconds, requireApproval = false }) => ({
      templateId: ids[template],
      delay: { amount: seconds, unit: "seconds" },
      requireApproval,
    })),
    rules: rules.map(({ on, template, requireApproval = true }) => ({
      on,
      templateId: ids[template],
      requireApproval,
    })),
  });
  await api.post(`/campaigns/${id}/enroll`, { recipientIds });
  await api.post(`/campaigns/${id}/activate`);
  return { id, recipientIds };
}
