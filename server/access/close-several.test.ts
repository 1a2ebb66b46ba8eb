import { afterAll, beforeAll, expect, test } from "vitest";
import { openSession } from "../../test/support/session.ts";
import { markRevoked } from "../../test/support/access.ts";
import { openAccessStage, type AccessStage, type Member } from "../../test/support/access-stage.ts";
import { reconcile } from "./reconcile.ts";

let stage: AccessStage;
beforeAll(async () => {
  stage = await openAccessStage();
});
afterAll(() => stage.close());

test("of several accesses that end at once, every door is shut before anybody's sessions are waited for", async () => {
  await stage.newDatabase();
  const members: Member[] = [];
  for (let count = 0; count < 3; count += 1) members.push(await stage.addMember("read-write"));
  const staying = await stage.addMember("read-only");
  const sessions = await Promise.all(members.map((member) => openSession(member.url)));
  const stayingSession = await openSession(staying.url);
  for (const member of members) await markRevoked(stage.access.db, member.id, stage.owner);

  const open: unknown[] = [];
  const before = async (kind: string): Promise<void> => {
    if (kind !== "drain") return;
    open.push(
      ...(await stage.postgres.query(
        `select rolname from pg_roles r where rolname = any($1)
           and (rolcanlogin or exists (select from pg_auth_members m where m.member = r.oid))`,
        [members.map((member) => member.login)],
      )),
    );
    open.push("looked");
  };
  await reconcile(stage.access.platform, stage.database.id, { before });

  expect(open).toEqual(["looked"]);
  await Promise.all(sessions.map((session) => session.ended));
  for (const member of members) expect(await stage.statusOf(member.id)).toBe("ended");
  expect(await stage.statusOf(staying.id)).toBe("accepted");
  expect(await stayingSession.isOpen()).toBe(true);
  const closures = await stage.access.db.selectFrom("closures").select(["login_name", "evidence"]).execute();
  for (const member of members) {
    const closure = closures.find((each) => each.login_name === member.login);
    expect(closure?.evidence).toMatchObject({ sessions_ended: [{ pid: expect.any(Number) as number }] });
  }
});
