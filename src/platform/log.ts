import { type DestinationStream, type Logger, pino } from "pino";

export type Log = Logger;

/** Paths that never reach a log line, wherever an object with these keys is logged. */
const REDACTED = ["password", "token", "secret", "authorization", "cookie", "secrets", "apiKey"];

/** One JSON line a fact on standard error: standard output belongs to the commands' results. */
export function createLog(level: string, destination: DestinationStream = pino.destination(2)): Log {
  const paths = REDACTED.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);
  return pino({ level, base: null, redact: { paths, censor: "[redacted]" } }, destination);
}
