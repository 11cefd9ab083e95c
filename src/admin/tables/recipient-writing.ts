import { z } from "zod";
import { CampaignRecipientModel } from "../../db/campaign-recipients.ts";
import { isDuplicateKey } from "../../db/model.ts";
import { createRecipient, type NewRecipient, RecipientModel } from "../../db/recipients.ts";
import { InvalidInput, type Row, type Writing } from "../table.ts";

const line = z
  .string()
  .nullish()
  .transform((text) => text?.trim() ?? "");
const list = line.transform((text) => [...new Set(text.split(/[,;\n]/).map((item) => item.trim()))].filter(Boolean));
const emailAddress = z.email().max(320);

/** One merge field a line, as `name: value`. */
const fieldLines = line.transform((text, context) => {
  const lines = text.split("\n").filter((entry) => entry.trim());
  const fields = lines.map((entry) => /^\s*([\p{L}_][\p{L}\p{N}_]*)\s*[:=]\s*(.*?)\s*$/u.exec(entry));
  if (fields.includes(null)) context.addIssue({ code: "custom", message: "admin-invalid-fields" });
  return Object.fromEntries(fields.map((field) => [field?.[1] ?? "", field?.[2] ?? ""]));
});

const recipientForm = z.object({
  email: line
    .transform((text) => text.toLowerCase())
    .refine((text) => text === "" || emailAddress.safeParse(text).success, "admin-invalid-email"),
  firstName: line,
  lastName: line,
  company: line,
  phone: line.refine((text) => text === "" || /^\+?[\d\s().-]{4,24}$/.test(text), "admin-invalid-phone"),
  tags: list,
  groups: list,
  fields: fieldLines,
  locale: line.refine((text) => text === "" || /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(text), "admin-invalid-locale"),
  timeZone: line.refine((text) => text === "" || isTimeZone(text), "admin-invalid-time-zone"),
});

/** Recipients are the one thing that people edit by hand here. */
export const recipientWriting: Writing = {
  async create(workspaceId, input) {
    const { filled } = readForm(input);
    const created = await orTaken(() => createRecipient({ workspaceId, ...filled } as NewRecipient));
    return created._id;
  },
  async update(workspaceId, _id, input) {
    const { filled, empty } = readForm(input);
    // Emptied rather than "": the index lets one recipient have each address, and many have none.
    const $unset = Object.fromEntries(empty.map((field) => [field, 1]));
    await orTaken(() =>
      RecipientModel.updateOne({ workspaceId, _id }, { $set: filled, ...(empty.length > 0 && { $unset }) }),
    );
  },
  async remove(workspaceId, _id) {
    const isEnrolled = await CampaignRecipientModel.exists({ workspaceId, recipientId: _id });
    if (isEnrolled) throw new InvalidInput({ email: "admin-invalid-enrolled" });
    await RecipientModel.deleteOne({ workspaceId, _id });
  },
};

function readForm(input: Row) {
  const parsed = recipientForm.safeParse(input);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => [String(issue.path[0]), issue.message]);
    throw new InvalidInput(Object.fromEntries(problems));
  }
  const { email, phone } = parsed.data;
  if (!email && !phone) throw new InvalidInput({ email: "admin-invalid-no-address" });
  const optional = ["email", "phone", "locale", "timeZone"] as const;
  const empty = optional.filter((field) => !parsed.data[field]);
  const filled = Object.fromEntries(Object.entries(parsed.data).filter(([field]) => !empty.includes(field as never)));
  return { filled, empty };
}

async function orTaken<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (isDuplicateKey(error)) throw new InvalidInput({ email: "admin-invalid-email-taken" });
    throw error;
  }
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}
