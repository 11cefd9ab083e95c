import type { FastifyPluginAsync } from "fastify";
import type { Stored } from "../db/model.ts";
import { toId } from "../db/model.ts";
import { getOutbound, type OutboundMessage } from "../db/outbound-messages.ts";
import { translate } from "../platform/texts.ts";
import { readSignedToken } from "../platform/tokens.ts";
import { escapeHtml, renderNotice, renderPage } from "./page.ts";
import { refuse } from "./problem.ts";
import { requestLocale } from "./request-locale.ts";

export interface UnsubscribeDeps {
  linkKey: string;
  /** Ends all mail to the addressee of this mail. */
  unsubscribe(message: Stored<OutboundMessage>): Promise<void>;
}

/**
 * The way out that every campaign mail carries: GET asks, POST does (RFC 8058), since mail scanners follow links.
 * The token is signed and names a mail, so nobody can unsubscribe anybody else.
 */
export function createUnsubscribeRoutes({ linkKey, unsubscribe }: UnsubscribeDeps): FastifyPluginAsync {
  return async (app) => {
    app.get<{ Params: { token: string } }>("/u/:token", async (request, reply) => {
      const message = await findMessage(request.params.token);
      if (!message) return refuse(request, reply, 404);
      const locale = requestLocale(request);
      const title = translate(locale, "unsubscribe-title");
      const body = `      <h1>${escapeHtml(translate(locale, "unsubscribe-question", { address: message.to.address }))}</h1>
      <form method="post"><button class="button" type="submit">${escapeHtml(translate(locale, "unsubscribe-confirm"))}</button></form>`;
      return reply.type("text/html; charset=utf-8").send(renderPage(locale, title, body));
    });
    app.post<{ Params: { token: string } }>("/u/:token", async (request, reply) => {
      const message = await findMessage(request.params.token);
      if (!message) return refuse(request, reply, 404);
      await unsubscribe(message);
      const locale = requestLocale(request);
      return reply.type("text/html; charset=utf-8").send(renderNotice(locale, translate(locale, "unsubscribe-done")));
    });
  };

  async function findMessage(token: string): Promise<Stored<OutboundMessage> | null> {
    const [purpose, workspace = "", outbound = ""] = readSignedToken(linkKey, token)?.split(":") ?? [];
    const [workspaceId, id] = [toId(workspace), toId(outbound)];
    return purpose === "unsubscribe" && workspaceId && id ? await getOutbound(workspaceId, id) : null;
  }
}
