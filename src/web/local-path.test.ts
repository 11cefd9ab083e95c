import { expect, it } from "vitest";
import { localPath } from "./local-path.ts";

it("keeps a path of ours", () => {
  for (const path of ["/", "/chat", "/admin/resources/Campaign?page=2#top"]) expect(localPath(path)).toBe(path);
});

it("leads nowhere else", () => {
  const elsewhere = [
    "//evil.test",
    "/\\evil.test",
    "/\t/evil.test",
    "https://evil.test",
    "evil",
    "",
    undefined,
    ["/a"],
  ];
  for (const next of elsewhere) expect(localPath(next), String(next)).toBe("/");
});
