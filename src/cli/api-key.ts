import { parseArgs } from "node:util";
import { joinDatabase } from "../compose/database.ts";
import { ensureApiKey } from "../db/api-keys.ts";
import { findFirstWorkspace } from "../db/workspaces.ts";
import { ROLES, type Role } from "../domain/roles.ts";
import { hashToken, randomToken } from "../platform/tokens.ts";
import { readSettings } from "../settings.ts";

/** `api-key add NAME [--role ROLE]`: a key for the REST API, printed once and kept as a hash. */
export async function run(args: string[]): Promise<number> {
  const options = { role: { type: "string", default: "manager" } } as const;
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const [action, name] = positionals;
  if (action !== "add" || !name || !(ROLES as readonly string[]).includes(values.role)) {
    process.stderr.write(`Usage: relance api-key add NAME [--role ${ROLES.join("|")}]\n`);
    return 2;
  }
  const database = await joinDatabase(readSettings(process.env));
  try {
    const workspace = await findFirstWorkspace();
    if (!workspace) {
      process.stderr.write("There is no workspace yet: run `npm start` once.\n");
      return 1;
    }
    const token = randomToken() + randomToken();
    await ensureApiKey({ workspaceId: workspace._id, name, role: values.role as Role, tokenHash: hashToken(token) });
    process.stdout.write(`${token}\n`);
    return 0;
  } finally {
    await database.close();
  }
}
