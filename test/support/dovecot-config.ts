import { execFileSync } from "node:child_process";
import { chownSync, mkdirSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";

export interface DovecotOptions {
  /** Logins with their passwords; one account when left out. Mail of each lies apart. */
  users?: Record<string, string>;
  /** Whether the server offers IDLE. */
  idle?: boolean;
  /** The folder marked `\Sent`, or none. */
  sentFolder?: string | undefined;
}

function runAs(user: string): string {
  const group = execFileSync("id", ["-gn"], { encoding: "utf8" }).trim();
  return `default_internal_user = ${user}\ndefault_internal_group = ${group}\ndefault_login_user = ${user}`;
}

const WITHOUT_IDLE = "IMAP4rev1 SASL-IR ID ENABLE LITERAL+ UIDPLUS SPECIAL-USE NAMESPACE ESEARCH CONDSTORE";

// imap refuses to serve root's mail: as root, the mail belongs to `nobody`.
const NOBODY_UID = 65534;

/** Writes everything one private Dovecot needs into `dir`, and gives its configuration file. */
export function writeDovecotConfig(
  dir: string,
  port: number,
  users: Record<string, string>,
  options: DovecotOptions,
): string {
  const { uid, gid, username } = userInfo();
  const isRoot = uid === 0;
  const mailUid = isRoot ? NOBODY_UID : uid;
  const mailGid = isRoot ? NOBODY_UID : gid;
  for (const name of ["run", "state", "mail"]) mkdirSync(join(dir, name), { recursive: true });
  if (isRoot) chownSync(join(dir, "mail"), mailUid, mailGid);

  const lines = Object.entries(users).map(([user, password]) => `${user}:{PLAIN}${password}`);
  writeFileSync(join(dir, "users"), `${lines.join("\n")}\n`);
  const sent = options.sentFolder;
  const config = `
base_dir = ${dir}/run
state_dir = ${dir}/state
log_path = ${dir}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0
mail_fsync = never
mail_location = maildir:${dir}/mail/%u/Maildir
mail_max_userip_connections = 200
first_valid_uid = ${mailUid}
${isRoot ? "" : runAs(username)}
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${dir}/users
}
userdb {
  driver = static
  args = uid=${mailUid} gid=${mailGid} home=${dir}/mail/%u
}
namespace inbox {
  inbox = yes
  ${sent === undefined ? "" : `mailbox "${sent}" {\n    auto = create\n    special_use = \\Sent\n  }`}
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
protocol imap {
  ${options.idle === false ? `imap_capability = ${WITHOUT_IDLE}` : ""}
}
`;
  const path = join(dir, "dovecot.conf");
  writeFileSync(path, config);
  return path;
}
