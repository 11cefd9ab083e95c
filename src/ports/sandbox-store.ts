/** A mail that was handed to the sandbox. */
export interface SandboxSent {
  messageId: string;
  /** The addressee, in lower case. */
  to: string;
  raw: Buffer;
  sentAt: Date;
}

/** A mail on its way to the sandbox's mailbox: it arrives at `dueAt`. */
export interface SandboxIncoming {
  messageId: string;
  raw: Buffer;
  dueAt: Date;
}

/** A mail that lies in the sandbox's inbox. */
export interface SandboxArrived {
  uid: number;
  raw: Buffer;
  arrivedAt: Date;
}

/** What one sandbox mailbox keeps, so that a restart forgets nothing. */
export interface SandboxStore {
  /**
   * Keeps a mail and the answers it will get, all at once. The same mail (by Message-ID) handed over again is stored
   * and answered once, but counted: a double send must show.
   */
  keepSent(mail: SandboxSent, answers: readonly SandboxIncoming[]): Promise<void>;
  /** `handOvers`: how often this mail was handed over; more than one is a double send. */
  findSent(messageId: string): Promise<(SandboxSent & { handOvers: number }) | undefined>;
  /** Oldest first. */
  listSent(): Promise<(SandboxSent & { handOvers: number })[]>;
  /** How many of these mails went to this address. */
  countSent(to: string, messageIds: readonly string[]): Promise<number>;
  /** Keeps a mail that answers none of ours. */
  keepIncoming(mail: SandboxIncoming): Promise<void>;
  /**
   * What has arrived by `now` with a higher UID than `afterUid`, lowest first. A mail gets its UID when it arrives, not
   * when it is written: a slow answer never hides behind a quick one that was read before it.
   */
  listArrived(afterUid: number, now: Date, limit: number): Promise<SandboxArrived[]>;
  /** When the next mail arrives; undefined while none is on its way. */
  nextDueAt(): Promise<Date | undefined>;
  /** Tells, in this process, of every mail that is on its way anew; gives the way to end it. */
  onIncoming(listener: () => void): () => void;
}
