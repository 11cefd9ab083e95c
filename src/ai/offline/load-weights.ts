import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { BUCKETS } from "./features.ts";
import { CLASSES, type OfflineModel } from "./score.ts";

export const WEIGHTS_FILE = new URL("./weights.bin.gz", import.meta.url);

/** 8 bytes of head (scale and temperature, 32-bit floats), then the weights of each class; compressed. */
export function loadWeights(file: URL = WEIGHTS_FILE): OfflineModel {
  const bytes = gunzipSync(readFileSync(file));
  const expected = 8 + CLASSES.length * BUCKETS;
  if (bytes.length !== expected) {
    throw new Error(
      `The weights of the offline model have ${bytes.length} bytes instead of ${expected}: run npm run train`,
    );
  }
  return {
    scale: bytes.readFloatLE(0),
    temperature: bytes.readFloatLE(4),
    weights: new Int8Array(bytes.buffer, bytes.byteOffset + 8, CLASSES.length * BUCKETS),
  };
}
