import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import * as bench from "../../test/support/access.ts";
import { openAccessStage, type AccessStage, type Member } from "../../test/support/access-stage.ts";
import { connect, queryOnce, refusalOf } from "../../test/support/postgres.ts";
import { requestReconcile } from "../databases/request-reconcile.ts";
import { reconcile } from "./reconcile.ts";
import type { Step } from "./step.ts";

let stage: AccessStage;
beforeAll(async () => {
  stage = await openAccessStage();
});
afterAll(() => stage.close());
beforeEach(() => stage.newDatabase());

const most = 1100;

/** Somebody who leaves more than two batches hold. */
async function addMaker(): Promise<Member> {
  const maker = await stage.addMember("full");
  const makeTables = `do $$ begin for n in 1..${most} loop execute format('create table public.t%s()', n); end loop; end $$`;
  await queryOnce(maker.url, `set role none; ${makeTables}`);
  return maker;
}

async function kept(dbname: string): Promise<number> {
  const count = "select count(*)::int as kept from pg_tables where tableowner = 'guestlist_kept'";
  const [row] = await stage.postgres.query<{ kept: number }>(count, [], dbname);
  return row?.kept ?? 0;
}

/** Once, as soon as some of it has moved. */
function whenSomeMoved(dbname: string, act: () => Promise<unknown>) {
  let acted = false;
  return async (kind: string): Promise<void> => {
    if (acted || kind !== "clean" || (await kept(dbname)) === 0) return;
    acted = true;
    await act();
  };
}

test("an access that begins to end while another's leftovers are moved is closed before the rest of them", async () => {
  const { access, postgres, owner, addMember, database, statusOf } = stage;
  const maker = await addMaker();
  const waiting = await addMember("read-only");
  await bench.markRevoked(access.db, maker.id, owner);
  const before = whenSomeMoved(database.dbname, () => bench.markRevoked(access.db, waiting.id, owner));

  const sessions = async () =>
    postgres.query(
      "select pid from pg_stat_activity where application_name = 'guestlist' and datname = 'postgres' order by backend_start",
    );
  const [held] = await sessions();
  await reconcile(access.platform, database.id, { before });
  // What made way gave its session back, and whoever it made way for does not have to open one.
  expect(held).toBeDefined();
  expect(await sessions()).toContainEqual(held);
  const moved = await kept(database.dbname);
  expect(moved).toBeGreaterThan(0);
  expect(moved).toBeLessThan(most);
  expect(await bench.loginOf(access.db, maker.id)).toMatchObject({ state: "closed" });

  await reconcile(access.platform, database.id);
  expect(await statusOf(waiting.id)).toBe("ended");
  expect(await refusalOf(waiting.url)).toBe("28P01");
  await reconcile(access.platform, database.id);
  expect(await kept(database.dbname)).toBe(most);
  const closure = await access.db
    .selectFrom("closures")
    .select("evidence")
    .where("collaborator_id", "=", maker.id)
    .executeTakeFirstOrThrow();
  expect(closure.evidence).toMatchObject({ objects_moved: [{ kind: "table", count: most }], left_over: [] });
});

test("so is one whose revoke was written before the clean-up began, and is committed while it goes on", async () => {
  const { access, owner, addMember, database, statusOf } = stage;
  const maker = await addMaker();
  const waiting = await addMember("read-only");
  await bench.markRevoked(access.db, maker.id, owner);
  const writer = await connect(access.controlUrl);
  await writer.query("begin");
  const write = `update collaborators set status = 'revoking', revoking_at = clock_timestamp(), end_reason = 'revoked',
    ended_by_account_id = $2 where id = $1`;
  await writer.query(write, [waiting.id, owner.id]);
  await reconcile(access.platform, database.id, {
    before: whenSomeMoved(database.dbname, () => writer.query("commit")),
  });
  await writer.end();
  expect(await kept(database.dbname)).toBeLessThan(most);
  await reconcile(access.platform, database.id);
  expect(await statusOf(waiting.id)).toBe("ended");
  await reconcile(access.platform, database.id);
  expect(await kept(database.dbname)).toBe(most);
});

test("so is one of another database that was to end before, when the clean-up had the earlier turn", async () => {
  const { access, owner, addMember, addDatabase, statusOf } = stage;
  const { id, dbname } = stage.database;
  const maker = await addMaker();
  const other = await addDatabase();
  const waiting = await addMember("read-only");
  await bench.markRevoked(access.db, maker.id, owner);
  await bench.markRevoked(access.db, waiting.id, owner);
  await requestReconcile(access.db, other.id);
  await reconcile(access.platform, id);
  expect(await statusOf(maker.id)).toBe("ended");
  expect(await kept(dbname)).toBe(0);
  await reconcile(access.platform, other.id);
  expect(await statusOf(waiting.id)).toBe("ended");
  await reconcile(access.platform, id);
  expect(await kept(dbname)).toBe(most);
});

test("nothing makes way for an access that was tried and could not be closed, of its own database or of another", async () => {
  const { access, owner, addMember, addDatabase, statusOf } = stage;
  const { id, dbname } = stage.database;
  const maker = await addMaker();
  const near = await addMember("read-only");
  const other = await addDatabase();
  const far = await addMember("read-only");
  const locked = "do $$ begin raise lock_not_available; end $$";
  const patch = (step: Step): Step =>
    step.kind === "refuse-logins" && !step.sql.join().includes(maker.login) ? { ...step, sql: [locked] } : step;
  for (const { id: each } of [maker, near, far]) await bench.markRevoked(access.db, each, owner);
  await reconcile(access.platform, other.id, { patch });
  await requestReconcile(access.db, other.id);
  await reconcile(access.platform, id, { patch });
  expect(await Promise.all([maker, near, far].map((each) => statusOf(each.id)))).toEqual([
    "ended",
    "revoking",
    "revoking",
  ]);
  expect(await kept(dbname)).toBe(most);
});
