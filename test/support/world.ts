import { vi } from "vitest";
import { createClassifier } from "../../src/ai/classifier.ts";
import { createEngine, type Engine } from "../../src/compose/engine.ts";
import type { MailboxAccount } from "../../src/db/mailboxes.ts";
import type { Stored } from "../../src/db/model.ts";
import { createComposeOutgoing } from "../../src/flows/compose-outgoing.ts";
import { createHashAddress, type HashAddress } from "../../src/flows/hash-address.ts";
import type { WakeableJob } from "../../src/flows/wake.ts";
import { parseMail } from "../../src/mail/parse-mail.ts";
import type { Clock } from "../../src/platform/clock.ts";
import { createLog } from "../../src/platform/log.ts";
import type { ChannelName, ChatChannel } from "../../src/ports/chat-channel.ts";
import type { MailReader } from "../../src/ports/mail-reader.ts";
import type { MailSender, OutgoingMail, SendResult } from "../../src/ports/mail-sender.ts";
import { createRecordedChat, type RecordedChat } from "./recorded-chat.ts";

/** A Tuesday noon in Paris, days before the clocks there go forward; later than any real clock that runs this. */
export const START = new Date("2030-03-26T11:00:00Z");
export const SECOND = 1_000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

export interface HandOver {
  from: string;
  mail: OutgoingMail;
}

export interface World {
  now: Clock;
  hashAddress: HashAddress;
  chat: RecordedChat;
  /** Everything that was handed to a server, whatever it said. */
  handOvers: HandOver[];
  /** What was logged as an error: a test that expects none says so. */
  faults: Record<string, unknown>[];
  woken: WakeableJob[];
  channels: ReadonlyMap<ChannelName, ChatChannel>;
  /** What the next server says; a throw stands for a fault of ours in the hand-over. */
  onSend(mail: OutgoingMail, from: string): SendResult | Promise<SendResult>;
  /** What lies in the folder of sent mail. */
  onFindSent(messageId: string): "found" | "absent" | "cannotTell";
  onWatch: MailReader["watch"];
  advance(ms: number): void;
  setTime(instant: string): void;
  engine: Engine;
  /** One more process over the same database: nothing is shared but the world. */
  worker(): Engine;
  /** One tick of what plans and sends. */
  send(engine?: Engine): Promise<void>;
  /** One tick of everything that ticks. */
  tick(engine?: Engine): Promise<void>;
  end(): void;
}

/**
 * The engine as the program builds it, with a world of ours around it: the clock, the servers that take mail, and a
 * chat. Only the clock's time is ours, timers run as ever.
 */
export function createWorld(start = START): World {
  vi.useFakeTimers({ toFake: ["Date"], now: start });
  const chat = createRecordedChat();
  const now = () => new Date();
  const world: World = {
    ...{ now, chat, worker, handOvers: [], faults: [], woken: [] },
    hashAddress: createHashAddress("a key of the tests"),
    channels: new Map([["telegram", chat.channel]]),
    onSend: () => ({ kind: "accepted", reply: "250 OK" }),
    onFindSent: () => "absent",
    onWatch: async () => undefined,
    advance: (ms) => void vi.setSystemTime(Date.now() + ms),
    setTime: (instant) => void vi.setSystemTime(new Date(instant)),
    engine: undefined as unknown as Engine,
    send: ({ jobs } = world.engine) => runAll([jobs.plan, jobs.send]),
    tick: ({ jobs } = world.engine) => runAll([jobs.repair, jobs.plan, jobs.send, jobs.read, jobs.alert]),
    end: () => void vi.useRealTimers(),
  };
  world.engine = worker();
  return world;

  function worker(): Engine {
    return createEngine({
      now,
      log: createLog("error", { write: (line: string) => void world.faults.push(JSON.parse(line)) }),
      wake: (job) => void world.woken.push(job),
      senderFor,
      readerFor,
      parse: parseMail,
      classifier: createClassifier(),
      hashAddress: world.hashAddress,
      composeOutgoing: createComposeOutgoing({ publicUrl: undefined, linkKey: "key" }),
      channels: world.channels,
      pollSeconds: 60,
    });
  }

  function senderFor(mailbox: Stored<MailboxAccount>): MailSender {
    return {
      async send(mail) {
        world.handOvers.push({ from: mailbox.address, mail });
        return await world.onSend(mail, mailbox.address);
      },
      verify: async () => ({ kind: "ok" }),
      close() {},
    };
  }

  function readerFor(): MailReader {
    return {
      watch: async (options) => await world.onWatch(options),
      findSent: async (messageId) => world.onFindSent(messageId),
      verify: async () => ({ kind: "ok" }),
    };
  }
}

async function runAll(jobs: readonly { run(signal: AbortSignal): Promise<void> }[]): Promise<void> {
  for (const job of jobs) await job.run(new AbortController().signal);
}
