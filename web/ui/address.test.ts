import { expect, test } from "vitest";
import { addressPieces, initialsOf } from "./address.ts";

test.each([
  ["lena.fischer@example.com", ["lena.", "fischer", "@example.com"]],
  ["marc@old-agency.example", ["marc", "@old-agency.example"]],
  [
    "a@very-long-subsidiary-name.department.example.com",
    ["a", "@very-long-subsidiary-name.", "department.", "example.", "com"],
  ],
  ['"odd@name"@example.com', ['"odd@name"', "@example.com"]],
  ["not an address", ["not an address"]],
])("%s breaks before the @ and after a dot, and is never cut", (address, pieces) => {
  expect(addressPieces(address)).toEqual(pieces);
  expect(addressPieces(address).join("")).toBe(address);
});

test("initials come from the name's parts", () => {
  expect(initialsOf("camille.aubert@example.com")).toBe("CA");
  expect(initialsOf("marc@example.com")).toBe("MA");
  expect(initialsOf("@")).toBe("");
});
