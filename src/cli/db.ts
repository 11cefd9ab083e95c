import { parseArgs } from "node:util";
import { startEmbeddedMongo } from "embedded-mongo";

/** `db --data DIR --port N`: the embedded database alone, for the official tools and drivers. */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { data: { type: "string" }, port: { type: "string", default: "0" } } });
  const port = Number(values.port);
  if (!values.data || !Number.isInteger(port) || port < 0 || port > 65_535) {
    process.stderr.write("Usage: relance db --data DIR --port N\n");
    return 2;
  }
  const database = await startEmbeddedMongo({ dataDir: values.data, port });
  process.stdout.write(`${database.uri}\n`);
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  await database.close();
  return 0;
}
