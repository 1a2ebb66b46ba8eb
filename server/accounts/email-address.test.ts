import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseEmail, readEmail } from "./email-address.ts";

describe("an e-mail address", () => {
  test.each([
    ["user2@example.com", "user2@example.com", "user2@example.com"],
    ["  User2@Example.COM\n", "User2@Example.COM", "user2@example.com"],
    ["first.last+tag@mail.example.co.uk", "first.last+tag@mail.example.co.uk", "first.last+tag@mail.example.co.uk"],
    ["O'Brien@example.com", "O'Brien@example.com", "o'brien@example.com"],
    ["#!$%&'*+-/=?^_`{|}~@example.com", "#!$%&'*+-/=?^_`{|}~@example.com", "#!$%&'*+-/=?^_`{|}~@example.com"],
    ["Jörg@Müller.example", "Jörg@Müller.example", "jörg@xn--mller-kva.example"],
    ["jörg@müller.example", "jörg@müller.example", "jörg@xn--mller-kva.example"],
    ["x@xn--mller-kva.example", "x@xn--mller-kva.example", "x@xn--mller-kva.example"],
    ["用户@例え。テスト", "用户@例え。テスト", "用户@xn--r8jz45g.xn--zckzah"],
    ["a@ｅｘａｍｐｌｅ.com", "a@ｅｘａｍｐｌｅ.com", "a@example.com"],
    // The Kelvin sign: mailed to the K that it is compared as.
    ["\u212Aim@example.com", "Kim@example.com", "kim@example.com"],
    [`${"a".repeat(64)}@example.com`, `${"a".repeat(64)}@example.com`, `${"a".repeat(64)}@example.com`],
  ])("%j is taken", (text, email, folded) => {
    expect(parseEmail(text)).toEqual({ email, folded });
  });

  test.each([
    ["", "Type an e-mail address."],
    ["   ", "Type an e-mail address."],
    ["user2.example.com", "has an @"],
    ["a@b@example.com", "only one @"],
    ["a@example.com,b@example.com", "only one @"],
    ["@example.com", "before the @ is missing"],
    ["user2@", "after the @ is missing"],
    ["user 2@example.com", "no spaces"],
    ["user2@example.com\r\nBcc: x@y.example", "no spaces"],
    ["user2\0@example.com", "no invisible"],
    ["user2\u200b@example.com", "no invisible"],
    ["\u202euser2@example.com", "no invisible"],
    ["user\ud8002@example.com", "no invisible"],
    ['"user 2"@example.com', "no spaces"],
    ['"user2"@example.com', 'no " in it'],
    ["<user2@example.com>", "no < in it"],
    ["Name<user2@example.com", "no < in it"],
    ["user(2)@example.com", "no ( in it"],
    ["user\\2@example.com", "no \\ in it"],
    [".user2@example.com", "a dot where none can be"],
    ["user2.@example.com", "a dot where none can be"],
    ["us..er2@example.com", "a dot where none can be"],
    ["user2@example", "a whole domain"],
    ["user2@example..com", "not a domain"],
    ["user2@.example.com", "not a domain"],
    ["user2@example.com.", "not a domain"],
    ["user2@-example.com", "not a domain"],
    ["user2@exa_mple.com", "not a domain"],
    ["user2@ex%61mple.com", "not a domain"],
    ["user2@example.com:25", "not a domain"],
    ["user2@example.com/x", "not a domain"],
    ["user2@127.0.0.1", "not an IP address"],
    ["user2@[127.0.0.1]", "not a domain"],
    [`${"a".repeat(65)}@example.com`, "at most 64"],
    [`${"ö".repeat(33)}@example.com`, "at most 64"],
    [`${"a".repeat(60)}@${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(60)}.${"e".repeat(50)}.com`, "at most 254"],
    [`${"a".repeat(288)}@example.com`, "at most 254"],
  ])("%j is refused in words", (text, words) => {
    expect(parseEmail(text)).toEqual({ refused: expect.stringContaining(words) as string });
  });

  test("is the same one in capitals and with composed letters", () => {
    const folded = (text: string) => readEmail(text).folded;
    expect(folded("JOSE\u0301@EXAMPLE.COM")).toBe(folded("jos\u00e9@example.com"));
    expect(folded("user2+a@example.com")).not.toBe(folded("user2@example.com"));
  });

  test("is refused as invalid_email, with its field", () => {
    expect(() => readEmail("nobody")).toThrowError(
      expect.objectContaining({ code: "invalid_email", errors: [{ field: "email", message: expect.any(String) }] }),
    );
  });

  test("never carries anything that could end a header, and folding is stable", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 30 }),
        fc.string({ unit: "binary", maxLength: 12 }),
        (a, b) => {
          const parsed = parseEmail(`${a}@${b}.com`);
          if ("refused" in parsed) return;
          expect(parsed.email).not.toMatch(/[\s\p{C}<>,;:"\\]/u);
          expect(parsed.folded).toMatch(/@[a-z0-9.-]+\.com$/);
          expect(parseEmail(parsed.folded)).toMatchObject({ folded: parsed.folded });
        },
      ),
      { numRuns: 500 },
    );
  });
});
