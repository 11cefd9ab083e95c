/** Whether the host is this machine: nothing it hears leaves it, so a self-signed certificate or plain text will do. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}
