import { describe, expect, it } from "vitest";
import { plain } from "./output.ts";

describe("what others wrote, on a terminal", () => {
  it.each([
    ["colors", "\u001b[31mred\u001b[0m", "red"],
    ["a cursor move by one C1 character", "a\u009b2Jb", "ab"],
    ["a window title, with its text", "a\u001b]0;pwned\u0007b", "ab"],
    ["a link", "\u001b]8;;http://evil.example\u001b\\click\u001b]8;;\u001b\\", "click"],
    ["a device control string", "a\u001bPq#0\u001b\\b", "ab"],
    ["an escape that is cut short", "a\u001b", "a"],
    ["bell, backspace and delete", "a\u0007\b\u007fb", "ab"],
    ["a line of its own", "a\n-----> b has been removed", "a -----> b has been removed"],
    ["a carriage return", "owner\rpending", "owner pending"],
    ["a reversal of an address", "user\u202emoc.elpmaxe@", "usermoc.elpmaxe@"],
  ])("loses %s", (_, written, shown) => {
    expect(plain(written)).toBe(shown);
  });

  it("keeps letters of every script, and emoji with their joiners", () => {
    const text = "用户 josé jose\u0301 👩‍👩‍👧 العربية — …";
    expect(plain(text)).toBe(text);
  });
});
