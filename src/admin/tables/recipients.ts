import type { Stored } from "../../db/model.ts";
import { CONSENT_STATES, type Recipient, RecipientModel } from "../../db/recipients.ts";
import type { Row, Table, View } from "../table.ts";
import { personText, valueText } from "../words.ts";
import { recipientWriting } from "./recipient-writing.ts";

const EDITED = ["email", "firstName", "lastName", "company", "phone", "tags", "groups", "fields", "locale", "timeZone"];

/** Everybody the workspace writes to. */
export const recipientTable: Table<Recipient> = {
  id: "Recipient",
  model: RecipientModel,
  group: "campaigns",
  read: "read",
  title: "who",
  sort: { column: "createdAt", direction: "desc" },
  loads: [
    "email",
    "firstName",
    "lastName",
    "company",
    "phone",
    "tags",
    "groups",
    "fields",
    "locale",
    "timeZone",
    "consent",
    "createdAt",
  ],
  columns: [
    { name: "who", type: "text", path: "lastName", search: ["email", "firstName", "lastName", "company"] },
    { name: "email", type: "text", path: "email" },
    { name: "firstName", type: "text", path: "firstName" },
    { name: "lastName", type: "text", path: "lastName" },
    { name: "company", type: "text", path: "company" },
    { name: "phone", type: "text", path: "phone" },
    { name: "tags", type: "text", path: "tags" },
    { name: "groups", type: "text", path: "groups" },
    { name: "fields", type: "longText" },
    { name: "consent", type: "text", path: "consent.state", values: CONSENT_STATES },
    { name: "consentSource", type: "text" },
    { name: "locale", type: "text", path: "locale" },
    { name: "timeZone", type: "text", path: "timeZone" },
    { name: "createdAt", type: "instant", path: "createdAt", sortPath: "_id" },
  ],
  list: ["who", "email", "company", "phone", "tags", "groups", "consent", "createdAt"],
  show: [
    "email",
    "firstName",
    "lastName",
    "company",
    "phone",
    "tags",
    "groups",
    "fields",
    "consent",
    "consentSource",
    "locale",
    "timeZone",
    "createdAt",
  ],
  filter: ["who", "tags", "groups", "consent", "locale", "createdAt"],
  edit: EDITED,
  present: (docs, view) => docs.map((doc) => presentRecipient(doc, view)),
  writing: recipientWriting,
};

function presentRecipient({ email, tags, groups, fields, consent, ...rest }: Stored<Recipient>, { locale }: View): Row {
  const { firstName, lastName, company, phone, timeZone, createdAt } = rest;
  const name = `${firstName ?? ""} ${lastName ?? ""}`.trim();
  return {
    who: name || company || email || phone || personText("", email),
    ...{ email, firstName, lastName, company, phone, timeZone, createdAt, locale: rest.locale },
    tags: tags?.join(", "),
    groups: groups?.join(", "),
    fields: Object.entries(fields ?? {})
      .map(([field, value]) => `${field}: ${value}`)
      .join("\n"),
    consent: consent?.state ?? "unknown",
    consentSource: consent?.source || valueText(locale, "unknown"),
  };
}
