import { z } from "zod";
import { retryHeld } from "../../db/campaign-recipients.ts";
import { isDuplicateKey, type Stored } from "../../db/model.ts";
import { readdressOutbound } from "../../db/outbound-messages.ts";
import {
  createRecipients,
  getRecipient,
  type Recipient,
  RecipientModel,
  updateRecipient,
} from "../../db/recipients.ts";
import { listPage } from "./list.ts";
import { type ApiRoute, type Caller, idOf, orNotFound, Problem, route } from "./route.ts";

const MAX_AT_ONCE = 1_000;

const label = z.string().trim().min(1).max(100);
const shape = {
  email: z.email().max(254),
  phone: z.string().max(40),
  firstName: z.string().max(200),
  lastName: z.string().max(200),
  company: z.string().max(300),
  fields: z.record(z.string().regex(/^[\p{L}_][\p{L}\p{N}_]{0,63}$/u), z.coerce.string().max(5_000)),
  tags: z.array(label).max(100),
  groups: z.array(label).max(100),
  timeZone: z.string().max(64),
  locale: z.string().max(16),
  consent: z.strictObject({
    state: z.enum(["unknown", "given", "withdrawn"]),
    source: z.string().max(500).default(""),
  }),
};
/** What is left out stays as it is: a default here would empty it. */
const change = z.strictObject(shape).partial();
const { firstName, lastName, company, fields, tags, groups } = shape;
const recipient = change.extend({
  firstName: firstName.default(""),
  lastName: lastName.default(""),
  company: company.default(""),
  fields: fields.default({}),
  tags: tags.default([]),
  groups: groups.default([]),
});
type NewRecipient = z.infer<typeof recipient>;

export function createRecipientRoutes(deps: { now(): Date; onChange(): void }): ApiRoute[] {
  return [
    route({
      method: "POST",
      path: "/recipients",
      summary: "Adds one recipient, or several at once: of an array, all are added or none.",
      permission: "editRecipients",
      body: z.union([recipient, z.array(recipient).min(1).max(MAX_AT_ONCE)]),
      status: 201,
      async handle({ caller, body }) {
        const now = deps.now();
        if (!Array.isArray(body)) {
          const [added] = await add([body], caller, now);
          return present(orNotFound(added));
        }
        await refuseKnown(body, caller);
        return { items: (await add(body, caller, now)).map(present) };
      },
    }),
    route({
      method: "GET",
      path: "/recipients",
      summary: "Lists recipients; `?email=` finds one by address.",
      permission: "read",
      handle(request) {
        const { email } = request.query;
        return listPage(request, RecipientModel, present, email ? { email: email.trim().toLowerCase() } : {});
      },
    }),
    route({
      method: "GET",
      path: "/recipients/:id",
      summary: "One recipient.",
      permission: "read",
      handle: async (request) => present(orNotFound(await getRecipient(request.caller.workspaceId, idOf(request)))),
    }),
    route({
      method: "PATCH",
      path: "/recipients/:id",
      summary: "Changes a recipient. A mail held back for a missing value is looked at again.",
      permission: "editRecipients",
      body: change,
      async handle(request) {
        const { workspaceId } = request.caller;
        const { consent, ...rest } = given(request.body);
        const set = { ...rest, ...(consent && { consent: { ...consent, at: deps.now() } }) } as Partial<Recipient>;
        const changed = await refusingDuplicates(() => updateRecipient(workspaceId, idOf(request), set));
        const stored = orNotFound(changed);
        if (stored.email) await readdressOutbound(workspaceId, stored._id, stored.email);
        await retryHeld(workspaceId, stored._id, deps.now());
        deps.onChange();
        return present(stored);
      },
    }),
  ];
}

/** Says before anything is written which addresses are known, or stand twice in the list. */
async function refuseKnown(list: readonly NewRecipient[], { workspaceId }: Caller): Promise<void> {
  const emails = list.map(({ email }) => email?.toLowerCase());
  const given = emails.filter((email) => email !== undefined);
  const known = new Set(await RecipientModel.find({ workspaceId, email: { $in: given } }).distinct("email"));
  const errors = emails.flatMap((email, row) => {
    if (email === undefined) return [];
    if (known.has(email)) return [{ field: `${row}.email`, message: `${email} is known already` }];
    const isRepeated = emails.indexOf(email) < row;
    return isRepeated ? [{ field: `${row}.email`, message: `${email} stands twice in this list` }] : [];
  });
  if (errors.length > 0) throw new Problem(409, "No recipient was added", errors);
}

function add(list: readonly NewRecipient[], { workspaceId }: Caller, at: Date): Promise<Stored<Recipient>[]> {
  const unknown = { state: "unknown" as const, source: "" };
  const rows = list.map(({ consent = unknown, ...rest }) => ({
    ...given(rest),
    workspaceId,
    consent: { ...consent, at },
  }));
  return refusingDuplicates(() => createRecipients(workspaceId, rows));
}

async function refusingDuplicates<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (isDuplicateKey(error)) throw new Problem(409, "Another recipient has this address");
    throw error;
  }
}

/** Only what was given: an absent value is not the same as an empty one. */
function given<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}

function present(row: Stored<Recipient>) {
  const { _id, email, phone, firstName, lastName, company, fields, tags, groups, consent, timeZone, locale } = row;
  const contact = { id: String(_id), email: email ?? null, phone: phone ?? null, firstName, lastName, company };
  return { ...contact, fields, tags, groups, consent, timeZone: timeZone ?? null, locale: locale ?? null };
}
