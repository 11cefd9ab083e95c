import { keyedHash } from "../platform/tokens.ts";

/** Turns an address into what the suppression list keeps of it. */
export type HashAddress = (address: string) => string;

/** Hashes under the instance's `suppressionKey`; the same address in other letters has the same hash. */
export function createHashAddress(suppressionKey: string): HashAddress {
  return (address) => keyedHash(suppressionKey, address.trim().toLowerCase());
}
