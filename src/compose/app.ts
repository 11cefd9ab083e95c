import { createClassifier } from "../ai/classifier.ts";
import { createOpenAiCompatibleModel } from "../ai/openai-compatible-model.ts";
import { createTelegramChannel } from "../bot/channels/telegram.ts";
import { createWebChatChannel } from "../bot/channels/web-chat.ts";
import { createWebChatRoutes } from "../bot/channels/web-chat-routes.ts";
import { isDatabaseUp } from "../db/connect.ts";
import { loadInstanceKey } from "../db/instance-keys.ts";
import { createWebChatStore } from "../db/web-chat-entries.ts";
import { createComposeOutgoing } from "../flows/compose-outgoing.ts";
import { createHashAddress } from "../flows/hash-address.ts";
import { stopWriting } from "../flows/stop-writing.ts";
import type { Wake } from "../flows/wake.ts";
import { type RunningJobs, runJobs } from "../jobs/run-jobs.ts";
import { parseMail } from "../mail/parse-mail.ts";
import type { Clock } from "../platform/clock.ts";
import type { SecretBox } from "../platform/encryption.ts";
import type { Log } from "../platform/log.ts";
import type { ChannelName, ChatChannel } from "../ports/chat-channel.ts";
import type { LanguageModel } from "../ports/language-model.ts";
import type { Settings } from "../settings.ts";
import { createApi } from "../web/api/plugin.ts";
import { createWebApp } from "../web/app.ts";
import { createSignedInUser } from "../web/session.ts";
import { createUnsubscribeRoutes } from "../web/unsubscribe.ts";
import { createAdminActions } from "./admin-actions.ts";
import { createApiRoutes } from "./api.ts";
import { createChat } from "./chat.ts";
import { createEngine } from "./engine.ts";
import { createMailboxConnections, createSandboxProvider, createSmtpProvider } from "./mailbox-connections.ts";

export interface AppDeps {
  settings: Settings;
  secrets: SecretBox;
  log: Log;
  now: Clock;
}

export interface App {
  /** Where the web server listens, as an address for people. */
  url: string;
  stop(): Promise<void>;
}

/** The whole program over an open database: builds every part once, starts them, and ends them in reverse. */
export async function startApp({ settings, secrets, log, now }: AppDeps): Promise<App> {
  let running: RunningJobs | undefined;
  const wake: Wake = (job) => running?.wake(job);

  const connections = createMailboxConnections({
    smtp: createSmtpProvider(secrets),
    sandbox: createSandboxProvider(now),
  });
  const webChat = createWebChatChannel({ store: createWebChatStore(), now, log });
  const channels = createChannels(settings, log, webChat);
  const linkKey = await loadInstanceKey("linkKey", secrets);
  const hashAddress = createHashAddress(await loadInstanceKey("suppressionKey", secrets));
  const engine = createEngine({
    now,
    log,
    wake,
    ...connections,
    parse: parseMail,
    classifier: createClassifier({ model: createModel(settings) }),
    hashAddress,
    composeOutgoing: createComposeOutgoing({ publicUrl: settings.PUBLIC_URL, linkKey }),
    channels,
    pollSeconds: settings.IMAP_POLL_SECONDS,
  });
  const chat = createChat({ ...engine, now, channels });

  const web = await createWebApp({
    settings: { publicUrl: settings.PUBLIC_URL, locale: settings.LOCALE },
    log,
    now,
    plugins: [
      createWebChatRoutes({ webChat, signedInUser: createSignedInUser(now) }),
      createApi({
        now,
        log,
        routes: createApiRoutes({ now, wake, secrets, connections, decideDraft: engine.decideDraft }),
      }),
      createUnsubscribeRoutes({
        linkKey,
        unsubscribe: ({ workspaceId, to: { address } }) =>
          stopWriting({ workspaceId, address, reason: "unsubscribe" }, { now, hashAddress }),
      }),
    ],
    readiness,
    // AdminJS takes 230 MB: it is imported when somebody first asks for it.
    loadAdmin: async () => {
      const { createAdmin } = await import("../admin/admin.ts");
      return await createAdmin({ actions: createAdminActions({ ...engine, now, wake }), now, log });
    },
  });

  async function readiness() {
    const isUp = await isDatabaseUp();
    const checks = { database: isUp ? "ok" : "down", jobs: running ? "ok" : "starting" };
    return { ready: isUp && running !== undefined, checks };
  }

  const url = await web.listen({ host: settings.HOST, port: settings.PORT });
  running = await runJobs(Object.values(engine.jobs), log);
  await chat.start();

  return {
    url,
    async stop() {
      await web.close();
      await chat.stop();
      await running?.stop();
      await engine.watchesEnded();
      connections.close();
    },
  };
}

function createChannels(settings: Settings, log: Log, webChat: ChatChannel): ReadonlyMap<ChannelName, ChatChannel> {
  const channels: ChatChannel[] = [webChat];
  if (settings.TELEGRAM_BOT_TOKEN) {
    const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: apiRoot } = settings;
    channels.push(createTelegramChannel({ token, apiRoot, log }));
  }
  return new Map(channels.map((channel) => [channel.name, channel]));
}

function createModel(settings: Settings): LanguageModel | undefined {
  const { LLM_BASE_URL: baseUrl, LLM_MODEL: model, LLM_API_KEY: apiKey = "", LLM_TIMEOUT_SECONDS } = settings;
  if (!baseUrl || !model) return undefined;
  return createOpenAiCompatibleModel({ baseUrl, apiKey, model, timeoutMs: LLM_TIMEOUT_SECONDS * 1_000 });
}
