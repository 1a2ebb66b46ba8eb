import type { NewUserPasswordAnswer } from "@guestlist/contract";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import * as bench from "../../test/support/access.ts";
import { gone, openAccessStage, type AccessStage, type Member } from "../../test/support/access-stage.ts";
import { connect, queryOnce, refusalOf } from "../../test/support/postgres.ts";
import { beginRotation, finishRotation, listUsers } from "../databases/user-queries.ts";
import { findClosure } from "../collaborators/closure.ts";
import { resetUserPassword } from "./reset-user-password.ts";

let stage: AccessStage;
beforeAll(async () => {
  stage = await openAccessStage({ settings: { log_statement: "all" } });
});
afterAll(() => stage.close());
beforeEach(() => stage.newDatabase());

const app = (): string => `${stage.database.dbname}_app`;
const urlWith = (password: string): string => stage.postgres.urlFor(stage.database.dbname, app(), password);
const knownTo = async (): Promise<string[]> =>
  (await listUsers(stage.access.db, stage.database.id))[0]!.known_to.map(({ email }) => email);

/** As the HTTP stack calls it, after its permission check. */
async function reset(person: bench.Person, body: { keep_sessions?: boolean } = {}): Promise<NewUserPasswordAnswer> {
  const answer = (await resetUserPassword.run({
    platform: stage.access.platform,
    actor: { accountId: person.id, email: person.email },
    grant: { database: await stage.row(), standing: "full" },
    params: { id: app() },
    body,
  } as never)) as { body: unknown };
  return answer.body as NewUserPasswordAnswer;
}

test("the old password is refused and its sessions end, and only a verifier was sent", async () => {
  const open = await connect(urlWith(bench.appPassword));
  const { password, uri } = await reset(stage.owner);
  await expect(open.query("select 1")).rejects.toThrow(gone);
  expect(await refusalOf(urlWith(bench.appPassword))).toBe("28P01");
  await queryOnce(uri, "create table public.made(n int)");
  expect(stage.postgres.logs()).not.toContain(password);
  const events = await stage.access.db
    .selectFrom("events")
    .selectAll()
    .where("type", "=", "database_user.password_changed")
    .where("database_id", "=", stage.database.id)
    .execute();
  expect(events).toMatchObject([{ data: { login_name: app(), sessions_ended: 1 } }]);
});

test("sessions go on where that is asked for", async () => {
  const open = await connect(urlWith(bench.appPassword));
  await reset(stage.owner, { keep_sessions: true });
  expect((await open.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  await open.end();
});

test("whoever was shown the last one knows it, and nobody else", async () => {
  const member = await stage.addMember("full");
  expect(await knownTo()).toEqual([stage.owner.email]);
  await reset(member.person);
  expect(await knownTo()).toEqual([member.person.email]);
});

test("two that cross each other are both taken to know it: nobody can tell whose was last", async () => {
  const member = await stage.addMember("full");
  const { db } = stage.access;
  const [user] = await listUsers(db, stage.database.id);
  const begin = (person: bench.Person) => db.transaction().execute((tx) => beginRotation(tx, user!.id, person.id));
  const [first, second] = [await begin(stage.owner), await begin(member.person)];
  const finished = await db.transaction().execute((tx) => finishRotation(tx, second!));
  expect(finished?.undisputed).toBe(true);
  const late = await db.transaction().execute((tx) => finishRotation(tx, first!));
  expect([late?.undisputed, await knownTo()]).toEqual([false, [stage.owner.email, member.person.email]]);
});

test("somebody whose revoke has begun gets none, and one that begins later names it", async () => {
  const [one, two] = [await stage.addMember("full"), await stage.addMember("full")];
  await bench.markRevoked(stage.access.db, one.id, stage.owner);
  await expect(reset(one.person)).rejects.toMatchObject({ code: "not_found" });
  expect(await refusalOf(urlWith(bench.appPassword))).toBeUndefined();
  await reset(two.person);
  await stage.revoke(two);
  const said = async (of: Member): Promise<string[]> =>
    (await findClosure(stage.access.db, of.id))!.could_still_use!.items.map(({ name }) => name);
  expect([await said(one), await said(two)]).toEqual([[], [app()]]);
  // What becomes of it by another way is on the receipt too.
  await reset(stage.owner);
  const { could_still_use: used } = (await findClosure(stage.access.db, two.id))!;
  expect(used!.items).toMatchObject([{ decision: "rotated", decided_by: stage.owner.email }]);
});

test("a server that does not answer changes nothing, and nobody knows more than before", async () => {
  const member = await stage.addMember("full");
  await stage.postgres.stop();
  await expect(reset(member.person)).rejects.toMatchObject({ code: "server_does_not_answer" });
  await stage.postgres.start();
  expect(await knownTo()).toEqual([stage.owner.email]);
});
