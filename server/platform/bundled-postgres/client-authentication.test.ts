import { describe, expect, test } from "vitest";
import { canBeNarrowed, clientAuthentication, readNarrowed } from "./client-authentication.ts";

const narrowed = [
  { dbname: "orders_production", from: ["127.0.0.1"] as const },
  { dbname: "Näme with blanks", from: [] },
];
const lines = (text: string): string[] => text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));

describe("the lines of pg_hba.conf", () => {
  test("let in from this machine alone, and never without a password", () => {
    for (const line of lines(clientAuthentication(narrowed)))
      expect(line).toMatch(/ (127\.0\.0\.1\/32|::1\/128) {2}scram-sha-256$| all {2}reject$/);
  });

  test("name our own logins before any database, and everybody after all of them", () => {
    const users = lines(clientAuthentication(narrowed)).map((line) => line.replaceAll(/\s+/g, " "));
    expect(users.slice(0, 4)).toEqual([
      "host all guestlist_admin 127.0.0.1/32 scram-sha-256",
      "host all guestlist_admin ::1/128 scram-sha-256",
      "host guestlist guestlist_control 127.0.0.1/32 scram-sha-256",
      "host guestlist guestlist_control ::1/128 scram-sha-256",
    ]);
    expect(users.slice(4)).toEqual([
      'host "orders_production" all 127.0.0.1/32 scram-sha-256',
      'host "orders_production" all all reject',
      'host "Näme with blanks" all all reject',
      "host all all 127.0.0.1/32 scram-sha-256",
      "host all all ::1/128 scram-sha-256",
    ]);
  });

  test("are read back as they were written", () => {
    expect(readNarrowed(clientAuthentication(narrowed))).toEqual(narrowed);
    expect(readNarrowed(clientAuthentication())).toEqual([]);
  });

  test("a line that would let in more is not read back", () => {
    const planted = ['host  "orders"  all  0.0.0.0/0  trust', "local  all  all  trust", 'host  "a"  bob  all  reject'];
    expect(readNarrowed(planted.join("\n"))).toEqual([]);
  });

  test("a name that would end its line, or be a pattern, is not written", () => {
    for (const name of ["", "/.*", 'a"b', "a\nhost all all all trust", "a\\", "a\r"])
      expect([name, canBeNarrowed(name)]).toEqual([name, false]);
    for (const name of ["orders_production", "all", "replication", "+x", "@x", "a/b", "ä b"])
      expect([name, canBeNarrowed(name)]).toEqual([name, true]);
  });
});
