import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { drawTable } from "./table.ts";

describe("the box table", () => {
  it("centers header cells and keeps body cells to the left", async () => {
    expect(await drawTable(["EMAIL", "STATUS"], [["user1@example.com", "owner"]])).toEqual([
      "┌───────────────────┬────────┐",
      "│       EMAIL       │ STATUS │",
      "├───────────────────┼────────┤",
      "│ user1@example.com │ owner  │",
      "└───────────────────┴────────┘",
    ]);
  });

  it("leaves the smaller half of an odd room on the left of a header", async () => {
    expect((await drawTable(["AB"], [["12345"]]))[1]).toBe("│  AB   │");
  });

  it.each([
    ["Chinese", "用户@例子.中国"],
    ["emoji of several code points", "👩‍👩‍👧‍👦@example.com"],
    ["a flag", "🇫🇷@example.com"],
    ["combining marks", "jose\u0301@example.com"],
    ["half-width katakana", "ﾕｰｻﾞ@example.com"],
    ["zero-width joiners only", "a\u200db@example.com"],
  ])("keeps its right edge straight with %s", async (_, email) => {
    const lines = await drawTable(
      ["EMAIL", "USERNAME"],
      [
        [email, "n/a"],
        ["user1@example.com", "user1"],
      ],
    );
    expect(new Set(lines.map((line) => stringWidth(line))).size).toBe(1);
    expect(lines[3]).toContain(email);
  });

  it("counts the columns of a wide address, not its letters", async () => {
    expect(await drawTable(["E"], [["用户"]])).toEqual(["┌──────┐", "│  E   │", "├──────┤", "│ 用户 │", "└──────┘"]);
  });

  it("does not let a cell break out of its row", async () => {
    const lines = await drawTable(["E"], [["a\nb\u001b[31mc\u202e"]]);
    expect(lines).toHaveLength(5);
    expect(lines[3]).toBe("│ a bc │");
  });

  it("draws the header alone over an empty list", async () => {
    expect(await drawTable(["A"], [])).toEqual(["┌───┐", "│ A │", "├───┤", "└───┘"]);
  });
});
