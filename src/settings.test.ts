import { expect, it } from "vitest";
import { readSettings } from "./settings.ts";

it("needs nothing", () => {
  expect(readSettings({})).toMatchObject({ HOST: "127.0.0.1", PORT: 3000, DATA_DIR: "./data", LOG_LEVEL: "warn" });
});

it("names every wrong key and never its value", () => {
  const read = () => readSettings({ PORT: "abc-secret", PUBLIC_URL: "ftp://secret", SANDBOX: "secret" });
  expect(read).toThrow(/^Wrong setting: PORT: .*PUBLIC_URL: .*SANDBOX: /);
  expect(read).not.toThrow(/secret/);
});

it("takes an empty value for unset, and a trailing slash off addresses", () => {
  expect(readSettings({ PORT: "", PUBLIC_URL: "https://mail.example.org/" })).toMatchObject({
    PORT: 3000,
    PUBLIC_URL: "https://mail.example.org",
  });
});

it("wants a model where a model server is set", () => {
  expect(() => readSettings({ LLM_BASE_URL: "http://127.0.0.1:11434/v1" })).toThrow("LLM_MODEL");
});
