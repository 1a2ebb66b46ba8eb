import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openAccessStage, type AccessStage } from "../../test/support/access-stage.ts";
import { connect, queryOnce } from "../../test/support/postgres.ts";
import { eventually } from "../../test/support/signals.ts";
import { endAsOwner, insertFormerOwner } from "../collaborators/transfer-queries.ts";
import { setOwner } from "../databases/queries.ts";
import type { Tx } from "../platform/control-database.ts";
import { setStandingOfLogin } from "./login-queries.ts";

let stage: AccessStage;
beforeAll(async () => {
  stage = await openAccessStage();
});
afterAll(() => stage.close());

test("an owner who becomes one while a reconcile reads the rows keeps login and session", async () => {
  const { access, owner, newDatabase, addMember, run } = stage;
  const database = await newDatabase();
  const heir = await addMember("full");
  const session = await connect(heir.url);
  const { reconciled } = await access.db.transaction().execute(async (tx) => {
    // Database and owner are read, the collaborators are waited for, and the transfer comes between.
    await sql`lock table collaborators in access exclusive mode`.execute(tx);
    const running = run();
    await eventually(waitsForCollaborators);
    await transfer(tx, database.id, heir.id, { from: owner.id, to: heir.person.id });
    return { reconciled: running };
  });
  await reconciled;
  expect((await session.query("select session_user as login")).rows).toEqual([{ login: heir.login }]);
  await session.end();
  const ofHeir = access.db.selectFrom("logins").where("account_id", "=", heir.person.id);
  expect(await ofHeir.select(["state", "role_name"]).execute()).toEqual([{ state: "ready", role_name: heir.login }]);
  const closures = access.db.selectFrom("closures").where("database_id", "=", database.id);
  expect(await closures.select("email").execute()).toEqual([]);
});

const waitsForCollaborators = async (): Promise<boolean> =>
  (
    await queryOnce(
      stage.access.controlUrl,
      `select from pg_locks where not granted and relation = 'collaborators'::regclass
         and database = (select oid from pg_database where datname = current_database())`,
    )
  ).length > 0;

/** As acceptTransfer does it. */
async function transfer(tx: Tx, databaseId: string, collaboratorId: string, of: { from: string; to: string }) {
  await setOwner(tx, databaseId, of);
  await endAsOwner(tx, collaboratorId);
  await setStandingOfLogin(tx, databaseId, of.to, null);
  const row = await insertFormerOwner(tx, { databaseId, accountId: of.from, by: of.to, hadLogin: true });
  await setStandingOfLogin(tx, databaseId, of.from, row?.id ?? null);
}
