import { expect, test } from "vitest";
import { bytesInWords, furtherEndings } from "./describe-preview.ts";
import type { RevocationPreview } from "./preview.ts";

const nothing: RevocationPreview = {
  seen: true,
  not_seen: [],
  login_name: "camille_w2p8",
  sessions: [],
  objects: [],
  locks: [],
  prepared_transactions: [],
  subscriptions: [],
  memberships: 1,
  grants: 0,
  given: [],
  given_count: 0,
  security_definer_functions: [],
  invitations: [],
  api_tokens: 0,
  could_still_use: null,
};
const clock = (iso: string): string => iso.slice(11, 16);
const since = "2026-11-24T13:07:31.210Z";

test("what there is none of is not told", () => {
  expect(furtherEndings(nothing, clock)).toEqual([]);
});

test("what is in the way comes before what is good to know", () => {
  const given = [
    {
      database: "shop",
      to: "bob_1",
      email: "bob@example.com",
      on: "table public.a",
      privileges: ["SELECT"],
      stays: true,
    },
    { database: null, to: "eve", email: null, on: "membership in shop_owner", privileges: [], stays: false },
  ];
  const lock = { database: "shop", object: "table public.a", pid: 12, login: "app", application: "report", since };
  const told = furtherEndings(
    {
      ...nothing,
      locks: [lock, { ...lock, pid: null, login: null, application: "", since: null }],
      prepared_transactions: [{ gid: "x", database: "shop", since }],
      owner_prepared_transactions: [{ gid: "y", database: "shop", since }],
      given,
      given_count: 3,
      api_tokens: 1,
    },
    clock,
  );
  expect(told.map(({ n, what, items }) => [`${n} ${what}`, ...items])).toEqual([
    [
      "2 locks in the way of moving what is owned; closing the access does not wait",
      "table public.a: report of app, pid 12, since 13:07",
      "table public.a: a session",
    ],
    ["1 prepared transaction will be rolled back", "x in shop, since 13:07"],
    [
      "1 prepared transaction of the owner role, theirs or an application's: it stays, with its locks",
      "y in shop, since 13:07",
    ],
    [
      "3 grants made to others, of which 1 goes on",
      "SELECT on table public.a to bob@example.com (bob_1)",
      "membership in shop_owner to eve, ends too",
      "and 1 more",
    ],
    ["1 API token of the account: refused for this database from then on, and good for others"],
  ]);
});

test("sizes are said as PostgreSQL says them", () => {
  expect([null, 12, 8192, 1_258_291, 53_687_091_200].map(bytesInWords)).toEqual([
    null,
    "12 bytes",
    "8.0 kB",
    "1.2 MB",
    "50 GB",
  ]);
});

test("a password of another server that they may know is told, and a mapping that holds none is not", () => {
  const mapping = { server: "far", database: "shop", holds_password: true };
  const told = furtherEndings(
    { ...nothing, user_mappings: [mapping, { ...mapping, server: "open", holds_password: false }] },
    clock,
  );
  expect(told).toEqual([
    {
      n: 1,
      what: "user mapping for foreign servers: they may know the password, which stays good there",
      items: ["far in shop"],
      waits: true,
    },
  ]);
});
