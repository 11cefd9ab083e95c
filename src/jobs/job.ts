/** One thing the program does by itself, again and again. Holds no state: a lost run is made good at the next tick. */
export interface Job {
  name: string;
  everySeconds: number;
  run(signal: AbortSignal): Promise<void>;
}

/** The most rows one run takes of one kind, so that no run starves the others. */
export const BATCH_SIZE = 200;
