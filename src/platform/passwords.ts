import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const hashWith = promisify(argon2);

// OWASP's password storage advice for argon2id: 19 MiB, 2 passes, 1 lane.
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 };

/** Hashes a password with argon2id; the result names its parameters, so that they can rise later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const tag = await hashWith("argon2id", { message: password, nonce: salt, ...COST });
  return ["argon2id", COST.memory, COST.passes, salt.toString("base64url"), tag.toString("base64url")].join("$");
}

/** True when `password` is the one behind `hash`. A hash of unknown form fits no password. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const [algorithm, memory, passes, salt = "", tag = ""] = hash.split("$");
  if (algorithm !== "argon2id") return false;
  const expected = Buffer.from(tag, "base64url");
  const actual = await hashWith("argon2id", {
    message: password,
    nonce: Buffer.from(salt, "base64url"),
    memory: Number(memory),
    passes: Number(passes),
    parallelism: COST.parallelism,
    tagLength: expected.length,
  });
  return timingSafeEqual(actual, expected);
}
