/** `npm run bench [-- NAME...]`: prints figures of this machine, each as a ratio to a bare loop in the same run. */
const BENCHES: Record<string, () => Promise<{ run(): Promise<Record<string, unknown>> }>> = {
  send: () => import("./send.ts"),
  read: () => import("./read.ts"),
};

const names = process.argv.slice(2);
const unknown = names.find((name) => !(name in BENCHES));
if (unknown) {
  process.stderr.write(`There is no bench ${unknown}: ${Object.keys(BENCHES).join(", ")}\n`);
  process.exit(2);
}
for (const [name, load] of Object.entries(BENCHES)) {
  if (names.length > 0 && !names.includes(name)) continue;
  const figures = await (await load()).run();
  process.stdout.write(`${JSON.stringify({ name, ...figures })}\n`);
}
process.exit(0); // pooled connections and the database's worker would keep it alive
