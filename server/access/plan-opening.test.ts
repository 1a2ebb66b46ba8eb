import { expect, test } from "vitest";
import type { Desired } from "./desired.ts";
import type { Observed, ObservedDatabase } from "./observe.ts";
import { planOpening } from "./plan-opening.ts";

const planFor = (seen: Partial<ObservedDatabase>, more: Partial<Desired> = {}) =>
  planOpening(
    { dbname: "shop", state: "ready", kind: "created", ownership: "made", ...more } as Desired,
    { database: { allows_connections: true, connection_limit: -1, settings: [], ...seen } } as unknown as Observed,
  ).map(({ sql, drift }) => [...sql, drift]);

test("a database that is open is left alone, whatever else its owner set for it", () => {
  const settings = ["search_path=shop", "statement_timeout=30s", "idle_session_timeout=1h", "transaction_timeout=0"];
  expect(planFor({ settings: [...settings, "statement_timeout=0.1s", "local_preload_libraries="] })).toEqual([]);
});

test.each(["1", "1ms", "0x1", " 1 ms", "1e0", "0.01s", "1000us", "0x1d", "what is this"])(
  "a time of %s is one in which nobody can work",
  (value) => {
    expect(planFor({ settings: [`idle_session_timeout=${value}`] })).toEqual([
      [
        'ALTER DATABASE "shop" RESET "idle_session_timeout"',
        "the setting idle_session_timeout of shop kept everybody out",
      ],
    ]);
  },
);

test("an attached database keeps the limit that it came with, unless that lets nobody in", () => {
  const attached = { kind: "attached", ownership: "moved" } as const;
  expect(planFor({ connection_limit: 10 }, attached)).toEqual([]);
  expect(planFor({ connection_limit: 0 }, attached)).toHaveLength(1);
  expect(planFor({ connection_limit: 10 })).toHaveLength(1);
});

test("what a login owns is that login's to shut", () => {
  expect(planFor({ allows_connections: false }, { kind: "attached", ownership: "kept" })).toEqual([]);
});
