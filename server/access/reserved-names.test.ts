import { afterAll, beforeAll, expect, test } from "vitest";
import * as bench from "../../test/support/access.ts";
import { openAccessStage, type AccessStage } from "../../test/support/access-stage.ts";
import { queryOnce } from "../../test/support/postgres.ts";
import { appLogin } from "../databases/create.ts";
import { insertDatabase } from "../databases/queries.ts";
import { insertProtectedUser } from "../databases/user-queries.ts";
import { scramVerifier } from "../platform/bundled-postgres/index.ts";
import { reconcile } from "./reconcile.ts";

let stage: AccessStage;
beforeAll(async () => {
  stage = await openAccessStage();
});
afterAll(() => stage.close());

const rowOf = (id: string) =>
  stage.access.db.selectFrom("databases").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

/** As the journey leaves it. */
async function created(dbname: string, login: string): Promise<string> {
  const { access, owner, serverId } = stage;
  return access.db.transaction().execute(async (tx) => {
    const named = { name: dbname.replaceAll("_", "-"), ownerAccountId: owner.id, serverId, dbname };
    const row = await insertDatabase(tx, { ...named, kind: "created", ownership: "made" });
    const sealed = access.platform.secrets.seal(scramVerifier(bench.appPassword));
    await insertProtectedUser(tx, row!.id, login, sealed);
    return row!.id;
  });
}

test("a database whose name begins with pg_ becomes ready, and its application connects", async () => {
  const id = await created("pg_shop", appLogin("pg_shop"));
  await reconcile(stage.access.platform, id);
  expect(await rowOf(id)).toMatchObject({ state: "ready", blocked: null, owner_role: "db_pg_shop_owner" });
  const url = stage.postgres.urlFor("pg_shop", "db_pg_shop_app", bench.appPassword);
  expect(await queryOnce(url, "select current_user as works_as")).toEqual([{ works_as: "db_pg_shop_owner" }]);
});

test("the ownership of an attached database whose name begins with pg_ is moved", async () => {
  const { postgres, access, owner, serverId } = stage;
  await postgres.query("create role boss login");
  await postgres.query("create database pg_legacy owner boss");
  const { id } = await bench.addAttached(access, serverId, owner, "pg_legacy", "moving");
  for (let run = 0; run < 2; run += 1) await reconcile(access.platform, id);
  expect(await rowOf(id)).toMatchObject({ ownership: "moved", blocked: null, owner_role: "db_pg_legacy_owner" });
});

test("a login that was given a reserved name is said to be in the way, and its database can be deleted", async () => {
  const { access } = stage;
  const id = await created("pg_before", "pg_before_app");
  await reconcile(access.platform, id);
  const blocked = 'PostgreSQL keeps this name for itself: role name "pg_before_app" is reserved';
  expect(await rowOf(id)).toMatchObject({ state: "making", blocked: expect.stringContaining(blocked) });
  await access.db
    .updateTable("databases")
    .set({ state: "deleting", deleting_at: new Date(), delete_data: "drop", blocked: null })
    .where("id", "=", id)
    .execute();
  await reconcile(access.platform, id);
  expect((await rowOf(id)).state).toBe("deleted");
});
