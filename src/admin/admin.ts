import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import { LOCALES, type Locale } from "../platform/texts.ts";
import type { AdminActions } from "./admin-actions.ts";
import { createAdminServer, type ServeAdmin } from "./admin-server.ts";
import type { AdminUser } from "./admin-user.ts";
import { useReadyMadeBundles } from "./bundles.ts";

export interface AdminDeps {
  actions: AdminActions;
  now: Clock;
  log: Log;
}

/**
 * The back-office, one for each language. It trusts its caller to know who is signed in, and answers nobody else.
 * Importing this file imports AdminJS: 2 s and 230 MB.
 */
export async function createAdmin(
  deps: AdminDeps,
): Promise<(request: IncomingMessage, response: ServerResponse, user: AdminUser) => void> {
  useReadyMadeBundles();
  const servers = new Map<Locale, ServeAdmin>();
  for (const locale of LOCALES) servers.set(locale, await createAdminServer(locale, deps));
  return (request, response, user) => {
    const serve = servers.get(user.locale);
    if (!serve) throw new Error(`no back-office in ${user.locale}`);
    serve(request, response, user);
  };
}
