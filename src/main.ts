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
  try {
    process.exitCode = await (await load()).run(args);
  } catch (error) {
    process.stderr.write(`${describeFailure(error)}\n`);
    process.exit(1); // whatever was begun by then must not keep the process alive
  }
}

/** One line for what the user can mend: a wrong setting, a folder or a port in use. A stack for what only we can. */
function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "SettingsError" || error.name === "DatabaseInUseError") return error.message;
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === "EADDRINUSE") return `Port ${port} is in use: set PORT to another one`;
  if (code === "EACCES" && port) return `Port ${port} may not be opened by this user: set PORT to another one`;
  return error.stack ?? error.message;
}
