import { expect, it } from "vitest";
import { hashPassword, verifyPassword } from "./passwords.ts";

it("knows its own password and no other", async () => {
  const hash = await hashPassword("correct horse");
  expect(await verifyPassword("correct horse", hash)).toBe(true);
  expect(await verifyPassword("correct horsf", hash)).toBe(false);
  expect(await verifyPassword("", "not a hash")).toBe(false);
});
