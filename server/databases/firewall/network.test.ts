import { expect, test } from "vitest";
import { readNetwork, takenIn } from "./network.ts";

test.each([
  ["203.0.113.0/24", 24],
  ["203.0.113.7", 32],
  ["0.0.0.0/0", 0],
  ["2001:db8::/32", 32],
  ["::/0", 0],
  ["::1", 128],
  ["::ffff:10.0.0.0/104", 104],
])("%s is a range", (text, prefix) => {
  expect(readNetwork(text).prefix).toBe(prefix);
});

test.each([
  "",
  "office",
  "203.0.113.0/33",
  "203.0.113.1/24",
  "10.1.2.3/8",
  "2001:db8::1/32",
  "::/129",
  "203.0.113",
  "203.0.113.0/24, 10.0.0.0/8",
  " 10.0.0.0/8",
  "10.0.0.0/8\nhost all all all trust",
  "010.0.0.0/8",
  "fe80::1%eth0",
])("%j is refused in words", (text) => {
  expect(() => readNetwork(text)).toThrow(/203\.0\.113\.0\/24/);
});

test("rules let in what the server takes and they name, and nothing that it does not take", () => {
  expect(takenIn(["203.0.113.0/24", "10.0.0.0/8"])).toEqual([]);
  expect(takenIn(["203.0.113.0/24", "127.0.0.1"])).toEqual(["127.0.0.1"]);
  expect(takenIn(["127.0.0.0/8"])).toEqual(["127.0.0.1"]);
  expect(takenIn(["127.0.0.2/32"])).toEqual([]);
  expect(takenIn(["0.0.0.0/0"])).toEqual(["127.0.0.1"]);
  expect(takenIn(["::/0"])).toEqual(["::1"]);
  expect(takenIn(["::ffff:127.0.0.1"])).toEqual([]);
  expect(takenIn(["0.0.0.0/0", "::1"])).toEqual(["127.0.0.1", "::1"]);
});
