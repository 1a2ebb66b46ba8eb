import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import * as bench from "../../test/support/access.ts";
import type { AccessBench, Person } from "../../test/support/access.ts";
import { queryOnce, refusalOf, startPostgres, type TestPostgres } from "../../test/support/postgres.ts";
import type { Grant } from "../databases/grant.ts";
import type { Refusal } from "../platform/refusal.ts";
import { reconcile } from "./reconcile.ts";
import { rotatePassword } from "./rotate-password.ts";

let postgres: TestPostgres;
let access: AccessBench;
let owner: Person;
let member: { id: string; person: Person };
let database: { id: string; dbname: string };
beforeAll(async () => {
  postgres = await startPostgres({ settings: { log_statement: "all" } });
  access = await bench.openAccessBench();
  owner = await bench.addAccount(access.db, "olive");
  database = await bench.addCreated(access, await bench.addServer(access, postgres), owner);
});
afterAll(async () => {
  await access.close();
  await postgres.discard();
});
let people = 0;
beforeEach(async () => {
  const person = await bench.addAccount(access.db, `camille${++people}`);
  member = { person, id: await bench.addAccepted(access.db, database.id, person, owner, "read-only") };
  await reconcile(access.platform, database.id);
});

interface Answered {
  body: { password: string; uri: string; changed_at: string };
}

/** As the HTTP stack calls it, after its permission check. */
async function rotate(person: Person, standing: Grant["standing"]): Promise<Answered> {
  const row = await access.db
    .selectFrom("databases")
    .selectAll()
    .where("id", "=", database.id)
    .executeTakeFirstOrThrow();
  const actor = { accountId: person.id, email: person.email };
  return (await rotatePassword.run({
    platform: access.platform,
    actor,
    grant: { database: row, standing },
  } as never)) as Answered;
}

const direct = (uri: string): string => uri.replace("?sslmode=disable", "");

test("a new password works at once, the one before it no more, and only a verifier was sent", async () => {
  const first = await rotate(member.person, "read-only");
  await queryOnce(direct(first.body.uri), "select 1");
  const second = await rotate(member.person, "read-only");
  await queryOnce(direct(second.body.uri), "select 1");
  expect(await refusalOf(direct(first.body.uri))).toBe("28P01");
  expect(postgres.logs()).toContain("SCRAM-SHA-256$");
  for (const { body } of [first, second]) expect(postgres.logs()).not.toContain(body.password);
  const events = await access.db
    .selectFrom("events")
    .selectAll()
    .where("type", "=", "login.password_changed")
    .execute();
  expect(events).toHaveLength(2);
  expect(JSON.stringify(events)).not.toContain(second.body.password);
});

test("the owner has a password of their own for their own login", async () => {
  const { body } = await rotate(owner, "owner");
  expect(await queryOnce(direct(body.uri), "select current_user as who, session_user like 'olive%' as own")).toEqual([
    { who: `${database.dbname}_owner`, own: true },
  ]);
});

test("a revoke that comes before the password is recorded wins", async () => {
  const refused = access.db.transaction().execute(async (tx) => {
    // Held until the password is set in PostgreSQL and waits to be recorded.
    await tx.selectFrom("collaborators").select("id").where("id", "=", member.id).forUpdate().execute();
    const answer = rotate(member.person, "read-only").then(
      () => "a password",
      (error: unknown) => (error as Refusal).code,
    );
    await passwordSet();
    await tx
      .updateTable("collaborators")
      .set({ status: "revoking", revoking_at: new Date(), end_reason: "revoked", ended_by_account_id: owner.id })
      .where("id", "=", member.id)
      .execute();
    return { answer };
  });
  expect(await (await refused).answer).toBe("login_not_ready");
  const login = await bench.loginOf(access.db, member.id);
  expect(login.password_changed_at).toBeNull();
  expect(await passwordOf(login.role_name)).toBeNull();
  await reconcile(access.platform, database.id);
  expect(await bench.loginOf(access.db, member.id)).toMatchObject({ state: "gone" });
});

const passwordOf = async (name: string): Promise<unknown> =>
  (await postgres.query("select rolpassword from pg_authid where rolname = $1", [name]))[0]?.["rolpassword"];

async function passwordSet(): Promise<void> {
  const { role_name: name } = await bench.loginOf(access.db, member.id);
  while ((await passwordOf(name)) === null);
}

test("a login that is not what it was gets no password, and its repair is asked for", async () => {
  await sql`delete from graphile_worker._private_jobs`.execute(access.db);
  const { role_name: name } = await bench.loginOf(access.db, member.id);
  await postgres.query(`drop role "${name}"`);
  await postgres.query(`create role "${name}" login`);
  await expect(rotate(member.person, "read-only")).rejects.toMatchObject({ code: "login_not_ready" });
  expect(await passwordOf(name)).toBeNull();
  const { rows } = await sql`select key from graphile_worker.jobs`.execute(access.db);
  expect(rows).toEqual([{ key: `reconcile:${database.id}` }]);
});

test("a server that does not answer is said so", async () => {
  await postgres.stop();
  await expect(rotate(member.person, "read-only")).rejects.toMatchObject({ code: "server_does_not_answer" });
  await postgres.start();
});
