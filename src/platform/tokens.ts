import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** An opaque token nobody can guess: 16 random bytes, 22 characters of base64url. */
export function randomToken(): string {
  return randomBytes(16).toString("base64url");
}

/** A pairing code a person can type: 8 characters without look-alikes, 38 bits. */
export function randomCode(): string {
  const alphabet = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
  return Array.from(randomBytes(8), (byte) => alphabet[byte % alphabet.length]).join("");
}

/** What the database keeps of a bearer token: a leaked table opens nothing. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

/** A keyed hash of an address: tells whether we know it, without keeping it. */
export function keyedHash(key: string, value: string): string {
  return createHmac("sha256", key).update(value).digest("base64url");
}

/** `<payload>.<signature>`: a link that says what it is for and cannot be made by others. */
export function signToken(key: string, payload: string): string {
  return `${Buffer.from(payload).toString("base64url")}.${keyedHash(key, payload)}`;
}

/** The payload of a token we signed; undefined for any other text. */
export function readSignedToken(key: string, token: string): string | undefined {
  const [encoded = "", signature = ""] = token.split(".");
  const payload = Buffer.from(encoded, "base64url").toString("utf8");
  const expected = Buffer.from(keyedHash(key, payload));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected) ? payload : undefined;
}
