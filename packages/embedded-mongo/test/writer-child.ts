import { startEmbeddedMongo } from "../src/index.ts";

/** Owns a data folder until it is killed. Prints the connection string. */
const { uri } = await startEmbeddedMongo({ dataDir: process.argv[2] as string });
process.stdout.write(`${uri}\n`);
