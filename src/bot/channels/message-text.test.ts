import { describe, expect, it } from "vitest";
import { clipText, splitText } from "./message-text.ts";

describe("splitText", () => {
  it("leaves a text that fits alone", () => {
    expect(splitText("  hello\nworld ", 20)).toEqual(["hello\nworld"]);
    expect(splitText("x".repeat(20), 20)).toHaveLength(1);
  });

  it("cuts at an empty line first, then at a line, then at a word", () => {
    expect(splitText("aaaa bbb\n\ncccc dddd", 12)).toEqual(["aaaa bbb", "cccc dddd"]);
    expect(splitText("aaaa bbb\ncccc dddd", 12)).toEqual(["aaaa bbb", "cccc dddd"]);
    expect(splitText("aaaa bbbb cccc dddd", 12)).toEqual(["aaaa bbbb", "cccc dddd"]);
  });

  it("does not waste a message on a cut near its beginning", () => {
    expect(splitText(`a\n\n${"b".repeat(30)}`, 20)).toEqual([`a\n\n${"b".repeat(17)}`, "b".repeat(13)]);
  });

  it("never cuts a character in two", () => {
    const pieces = splitText("🙂".repeat(25), 11);
    expect(pieces.join("")).toBe("🙂".repeat(25));
    expect(pieces.every((piece) => piece.isWellFormed() && piece.length <= 11)).toBe(true);
  });
});

describe("clipText", () => {
  it("marks what it leaves out", () => {
    expect(clipText("abcdef", 6)).toBe("abcdef");
    expect(clipText("abcdefg", 6)).toBe("abcde…");
    expect(clipText("abcd🙂g", 6)).toBe("abcd…");
  });
});
