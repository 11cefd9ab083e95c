import { SMTPServer } from "smtp-server";

/** An SMTP server in a process of its own that takes every mail and keeps none; it sends its port to the parent. */
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["AUTH", "STARTTLS"],
  disableReverseLookup: true,
  logger: false,
  onData(stream, _session, done) {
    stream.on("end", () => done()).resume();
  },
});
server.listen(0, "127.0.0.1", () => {
  const address = server.server.address();
  process.send?.(typeof address === "object" ? address?.port : undefined);
});
process.once("disconnect", () => process.exit(0));
