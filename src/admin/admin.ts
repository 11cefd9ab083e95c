import type { IncomingMessage, ServerResponse } from "node:http";
import { LOCALES, type Locale } from "../platform/texts.ts";
import { type AdminDeps, createAdminServer, type ServeAdmin } from "./admin-server.ts";
import type { AdminUser } from "./admin-user.ts";
import { useReadyMadeBundles } from "./bundles.ts";

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
