import { furtherEndings as told, type RevocationPreview } from "@guestlist/contract";
import { afterEach, expect, test } from "vitest";
import * as french from "../strings/fr/index.ts";
import { use } from "../strings/language.ts";
import { sinceTime } from "../ui/time.ts";
import { furtherEndings } from "./endings.ts";

const now = new Date(2026, 10, 24, 14, 7);
const since = new Date(2026, 10, 24, 13, 7).toISOString();
const lock = { database: "shop", object: "table public.a", pid: 12, login: "app", application: "report", since };
const gift = { database: "shop", to: "bob_1", email: "bob@example.com", on: "table public.a", stays: true };

const some = {
  not_seen: ["archive"],
  locks: [
    lock,
    { ...lock, since: null },
    { ...lock, pid: null },
    { ...lock, login: null },
    { ...lock, pid: null, login: null, application: "", since: null },
  ],
  prepared_transactions: [{ gid: "x", database: "shop", since }],
  owner_prepared_transactions: [{ gid: "y", database: "shop", since }],
  subscriptions: [{ name: "copy", database: "shop" }],
  user_mappings: [
    { server: "far", database: "shop", holds_password: true },
    { server: "open", database: "shop", holds_password: false },
  ],
  given: [
    { ...gift, privileges: ["SELECT", "INSERT"] },
    { ...gift, email: null, on: "membership in shop_owner", privileges: [], stays: false },
  ],
  given_count: 3,
  security_definer_functions: [{ name: "total()", database: "shop" }],
  api_tokens: 2,
} as unknown as RevocationPreview;
const others = {
  ...some,
  owner_prepared_transactions: [...some.prepared_transactions, ...some.prepared_transactions],
  user_mappings: ["near", "far"].map((server) => ({ server, database: "shop", holds_password: null })),
  locks: [lock],
  given: [],
  given_count: 1,
  security_definer_functions: [...some.security_definer_functions, ...some.security_definer_functions],
  api_tokens: 1,
};

afterEach(() => use("en", null));

test("the dashboard says the same as the command line", () => {
  for (const preview of [some, others, { ...some, given: some.given.slice(0, 1), given_count: 1 }]) {
    const moment = (iso: string) => sinceTime(new Date(iso), now).replace("since ", "");
    const words = (endings: readonly { n: number; what: string; items: readonly string[] }[]) =>
      endings.map(({ n, what, items }) => ({ n, what, items }));
    expect(words(furtherEndings(preview, now))).toEqual(words(told(preview, moment)));
  }
});

test("what is only good to know has a short form", () => {
  expect(furtherEndings(some, now).flatMap(({ short }) => short ?? [])).toEqual([
    "3 grants",
    "1 function",
    "2 API tokens",
  ]);
});

test("it is said in French", () => {
  use("fr", french);
  const [locks, , , , , , given] = furtherEndings(some, now);
  expect(locks?.items[0]).toBe("table public.a\u00a0: report de app, pid 12, depuis 13:07");
  expect(given?.what).toBe("droits donnés à d’autres, dont 1 subsiste");
});
