import { expect, it } from "vitest";
import { randomCode, randomToken, readSignedToken, signToken } from "./tokens.ts";

it("reads back what it signed and nothing else", () => {
  const token = signToken("key", "unsubscribe:42");
  expect(readSignedToken("key", token)).toBe("unsubscribe:42");
  expect(readSignedToken("other key", token)).toBeUndefined();
  expect(readSignedToken("key", `${token}x`)).toBeUndefined();
  expect(readSignedToken("key", signToken("other key", "unsubscribe:43"))).toBeUndefined();
  expect(readSignedToken("key", "")).toBeUndefined();
});

it("fits two tokens and a verb into Telegram's 64 bytes", () => {
  expect(`approve:${randomToken()}`.length).toBeLessThan(64);
  expect(randomCode()).toMatch(/^[A-HJKMNP-Z2-9]{8}$/);
});
