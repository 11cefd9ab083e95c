import net, { type AddressInfo, type Socket } from "node:net";

/** What to do when a command or the body has come: a reply to give, `drop` to cut the link, undefined for the usual. */
export type RawSmtpStep = (
  event: string,
  session: { socket: Socket; bodyBytes: number },
) => string | "drop" | undefined;

/**
 * An SMTP server of few words, for cutting the link at an exact point.
 *
 * Events: `GREETING`, each command's verb, `BODY-PART` for each piece of body, `BODY-END` once the final dot came.
 */
export async function startRawSmtp(step: RawSmtpStep = () => undefined) {
  const sockets = new Set<Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
    const session = { socket, bodyBytes: 0 };
    let inBody = false;
    let buffered = "";

    const answer = (event: string, usual: string) => {
      const reply = step(event, session) ?? usual;
      if (reply === "drop") socket.destroy();
      else if (reply !== "") socket.write(`${reply}\r\n`);
      return reply;
    };
    socket.on("data", (chunk) => {
      buffered += chunk.toString("latin1");
      for (;;) {
        if (socket.destroyed) return;
        if (inBody) {
          session.bodyBytes += chunk.length;
          const end = buffered.indexOf("\r\n.\r\n");
          if (end === -1) {
            buffered = buffered.slice(-4);
            answer("BODY-PART", "");
            return;
          }
          buffered = buffered.slice(end + 5);
          inBody = false;
          answer("BODY-END", "250 2.0.0 Taken");
          continue;
        }
        const lineEnd = buffered.indexOf("\r\n");
        if (lineEnd === -1) return;
        const verb = (buffered.slice(0, lineEnd).split(" ")[0] ?? "").toUpperCase();
        buffered = buffered.slice(lineEnd + 2);
        const usual: Record<string, string> = { EHLO: "250 raw.test", DATA: "354 Go on" };
        inBody = answer(verb, usual[verb] ?? "250 2.0.0 Ok").startsWith("354");
      }
    });
    answer("GREETING", "220 raw.test ESMTP");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    host: "127.0.0.1",
    port: (server.address() as AddressInfo).port,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
