import { parseArgs } from "node:util";
import { joinDatabase } from "../compose/database.ts";
import { isDuplicateKey } from "../db/model.ts";
import { deleteSessionsOf } from "../db/sessions.ts";
import { findUserForLogin, listUsers, setPassword } from "../db/users.ts";
import { findFirstWorkspace } from "../db/workspaces.ts";
import { ROLES, type Role } from "../domain/roles.ts";
import { addUser } from "../flows/first-run.ts";
import { issuePairingCode } from "../flows/pair-chat.ts";
import { hashPassword } from "../platform/passwords.ts";
import { randomToken } from "../platform/tokens.ts";
import { readSettings } from "../settings.ts";

const USAGE = `Usage: relance user list
       relance user add EMAIL [--role ${ROLES.join("|")}] [--name NAME]   prints a password
       relance user password EMAIL                                     prints a new password, ends all sessions
       relance user pair EMAIL                                         prints a code that links a chat, for 10 minutes
`;

/** `user`: people who sign in. Works beside the running program. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { role: { type: "string", default: "agent" }, name: { type: "string", default: "" } },
  });
  const [action = "", email = ""] = positionals;
  if (!["list", "add", "password", "pair"].includes(action) || (action !== "list" && !email.includes("@"))) {
    process.stderr.write(USAGE);
    return 2;
  }
  const database = await joinDatabase(readSettings(process.env));
  try {
    return await perform(action, email, values);
  } finally {
    await database.close();
  }
}

async function perform(action: string, email: string, values: { role: string; name: string }): Promise<number> {
  const workspace = await findFirstWorkspace();
  if (!workspace) return fail("There is no workspace yet: run `npm start` once.");
  if (action === "list") {
    for (const user of await listUsers(workspace._id)) print(`${user.email}\t${user.role}`);
    return 0;
  }
  if (action === "add") return await add(workspace, email, values);
  const user = await findUserForLogin(email);
  if (!user) return fail(`Nobody signs in as ${email}.`);
  const { workspaceId, _id } = user;
  if (action === "pair") {
    print(await issuePairingCode({ workspaceId, userId: _id }, { now: () => new Date() }));
    return 0;
  }
  const password = randomToken().slice(0, 12);
  await setPassword(workspaceId, _id, await hashPassword(password));
  await deleteSessionsOf(workspaceId, _id);
  print(password);
  return 0;
}

async function add(
  workspace: NonNullable<Awaited<ReturnType<typeof findFirstWorkspace>>>,
  email: string,
  { role, name }: { role: string; name: string },
): Promise<number> {
  if (!(ROLES as readonly string[]).includes(role)) return fail(`--role: one of ${ROLES.join(", ")}`);
  const password = randomToken().slice(0, 12);
  try {
    await addUser(workspace, { email, name, role: role as Role, password });
  } catch (error) {
    if (isDuplicateKey(error)) return fail(`${email} signs in already.`);
    throw error;
  }
  print(password);
  return 0;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(line: string): number {
  process.stderr.write(`${line}\n`);
  return 1;
}
