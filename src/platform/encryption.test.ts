import { expect, it } from "vitest";
import { createSecretBox, generateSecretKey, SecretError } from "./encryption.ts";

const oldKey = generateSecretKey();
const newKey = generateSecretKey();

it("opens what it sealed, also after a newer key was put first", () => {
  const sealed = createSecretBox([oldKey]).seal("hunter2 é", "mailbox:1");
  expect(sealed).not.toContain("hunter2");
  expect(createSecretBox([newKey, oldKey]).open(sealed, "mailbox:1")).toBe("hunter2 é");
});

it("never seals the same text to the same value", () => {
  const box = createSecretBox([newKey]);
  expect(box.seal("a", "x")).not.toBe(box.seal("a", "x"));
});

it("refuses a secret moved to another record, a changed one, and one whose key is gone", () => {
  const box = createSecretBox([oldKey]);
  const sealed = box.seal("hunter2", "mailbox:1");
  expect(() => box.open(sealed, "mailbox:2")).toThrow(SecretError);
  expect(() => box.open(`${sealed.slice(0, -2)}AA`, "mailbox:1")).toThrow(SecretError);
  expect(() => createSecretBox([newKey]).open(sealed, "mailbox:1")).toThrow("No key of SECRET_KEYS");
});

it("names the place of a key that is too short, never the key", () => {
  expect(() => createSecretBox([oldKey, "c2hvcnQ="])).toThrow("SECRET_KEYS: key 2 is not 32 bytes in base64");
});
