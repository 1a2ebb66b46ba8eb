import { afterAll, beforeAll, expect, test } from "vitest";
import * as bench from "../../test/support/access.ts";
import { openAccessStage, type AccessStage } from "../../test/support/access-stage.ts";
import { queryOnce, refusalOf } from "../../test/support/postgres.ts";
import { reconcile } from "./reconcile.ts";

let stage: AccessStage;
beforeAll(async () => {
  stage = await openAccessStage();
});
afterAll(() => stage.close());

test("an access that begins to end while another's leftovers are moved is closed before the rest of them", async () => {
  const { access, postgres, owner, addMember, newDatabase, statusOf } = stage;
  const first = await newDatabase();
  const maker = await addMember("full");
  const waiting = await addMember("read-only");
  await queryOnce(
    maker.url,
    "set role none; do $$ begin for n in 1..1100 loop execute format('create table public.t%s()', n); end loop; end $$",
  );
  await bench.markRevoked(access.db, maker.id, owner);
  const order: string[] = [];
  const kept = async () =>
    (
      await postgres.query<{ kept: number }>(
        "select count(*)::int as kept from pg_tables where tableowner = 'guestlist_kept'",
        [],
        first.dbname,
      )
    )[0]?.kept ?? 0;
  const before = async (kind: string): Promise<void> => {
    if (kind !== "clean" || order.includes("asked") || (await kept()) === 0) return;
    order.push("asked");
    await bench.markRevoked(access.db, waiting.id, owner);
  };

  const sessions = async () =>
    postgres.query(
      "select pid from pg_stat_activity where application_name = 'guestlist' and datname = 'postgres' order by backend_start",
    );
  const [held] = await sessions();
  await reconcile(access.platform, first.id, { before });
  // What made way gave its session back, and whoever it made way for does not have to open one.
  expect(held).toBeDefined();
  expect(await sessions()).toContainEqual(held);
  expect(order).toEqual(["asked"]);
  const moved = await kept();
  expect(moved).toBeGreaterThan(0);
  expect(moved).toBeLessThan(1100);
  expect(await bench.loginOf(access.db, maker.id)).toMatchObject({ state: "closed" });

  await reconcile(access.platform, first.id);
  expect(await statusOf(waiting.id)).toBe("ended");
  expect(await refusalOf(waiting.url)).toBe("28P01");
  await reconcile(access.platform, first.id);
  expect(await kept()).toBe(1100);
  const closure = await access.db
    .selectFrom("closures")
    .select("evidence")
    .where("collaborator_id", "=", maker.id)
    .executeTakeFirstOrThrow();
  expect(closure.evidence).toMatchObject({ objects_moved: [{ kind: "table", count: 1100 }], left_over: [] });
});
