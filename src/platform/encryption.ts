import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";

const KEY_BYTES = 32;
const IV_BYTES = 12; // the length AES-GCM is specified for (NIST SP 800-38D, 5.2.1.1)

/** Seals and opens secrets. `context` ties a sealed value to its record: moved elsewhere, it does not open. */
export interface SecretBox {
  seal(plain: string, context: string): string;
  /** @throws SecretError when no key fits, or the value or its context was changed. */
  open(sealed: string, context: string): string;
}

/** A secret that cannot be opened. Its message names the record, never the value. */
export class SecretError extends Error {}

/** A fresh key in the form SECRET_KEYS takes: 32 bytes in base64url. */
export function generateSecretKey(): string {
  return randomBytes(KEY_BYTES).toString("base64url");
}

/**
 * AES-256-GCM under the first key; any of them opens. A sealed value is `v1.<key id>.<iv>.<tag>.<ciphertext>`.
 *
 * @throws RangeError when a key is not 32 bytes in base64 or base64url.
 */
export function createSecretBox(keys: readonly string[]): SecretBox {
  const ring = new Map(keys.map((text, index) => [keyId(text), decodeKey(text, index)]));
  const [first] = ring;
  if (!first) throw new RangeError("SECRET_KEYS holds no key");
  const [sealingId, sealingKey] = first;

  return {
    seal(plain, context) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", sealingKey, iv);
      cipher.setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      return ["v1", sealingId, ...[iv, cipher.getAuthTag(), body].map((part) => part.toString("base64url"))].join(".");
    },
    open(sealed, context) {
      const [version, id = "", iv = "", tag = "", body = ""] = sealed.split(".");
      const key = ring.get(id);
      if (version !== "v1" || !key) throw new SecretError(`No key of SECRET_KEYS opens the secret of ${context}`);
      try {
        const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(iv, "base64url"));
        decipher.setAAD(Buffer.from(context));
        decipher.setAuthTag(Buffer.from(tag, "base64url"));
        return decipher.update(body, "base64url", "utf8") + decipher.final("utf8");
      } catch {
        throw new SecretError(`The secret of ${context} was changed or belongs to another record`);
      }
    },
  };
}

function keyId(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

function decodeKey(text: string, index: number): Buffer {
  const key = Buffer.from(text, "base64"); // also reads base64url
  if (key.length !== KEY_BYTES) throw new RangeError(`SECRET_KEYS: key ${index + 1} is not 32 bytes in base64`);
  return key;
}
