import { existsSync } from "node:fs";
import { loadEnvFile } from "node:process";

/** The commands, each in a module of its own that is loaded only when asked for: `inspect` needs no database. */
const COMMANDS: Record<string, () => Promise<{ run(args: string[]): Promise<number> }>> = {
  start: () => import("./cli/start.ts"),
  db: () => import("./cli/db.ts"),
  inspect: () => import("./cli/run-inspect.ts"),
  doctor: () => import("./cli/doctor.ts"),
  user: () => import("./cli/user.ts"),
  "api-key": () => import("./cli/api-key.ts"),
};

const USAGE = `Usage: relance <command>

  start                                  runs the assistant
  db --data DIR --port N                 runs the embedded database alone
  inspect [--json] FILE...               reads mails and says what they mean
  doctor                                 says what is set, what is reachable, what is missing
  user list | add | password | pair      people who sign in, and their chats
  api-key add NAME [--role ROLE]         a key for the REST API
`;

const [name = "start", ...args] = process.argv.slice(2);
const load = COMMANDS[name];
if (!load) {
  process.stderr.write(USAGE);
  process.exitCode = name === "help" || name === "--help" ? 0 : 2;
} else {
  if (existsSync(".env")) loadEnvFile(".env");
  const { SettingsError } = await import("./settings.ts");
  try {
    process.exitCode = await (await load()).run(args);
  } catch (error) {
    // A wrong setting or a folder in use is the user's to mend: one line, no stack.
    const isTheirs = error instanceof SettingsError || (error instanceof Error && error.name === "DatabaseInUseError");
    process.stderr.write(`${isTheirs ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  }
}
