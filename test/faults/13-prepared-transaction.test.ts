import type { Receipt } from "@guestlist/contract";
import { expect, test } from "vitest";
import { withAdmin } from "../../server/access/admin-connections.ts";
import { wasFull } from "../../server/access/leftover-queries.ts";
import { preview } from "../../server/access/preview.ts";
import { listReceipts } from "../../server/access/receipt-queries.ts";
import { findClosure } from "../../server/collaborators/closure.ts";
import * as bench from "../support/access.ts";
import type { AccessStage, Member } from "../support/access-stage.ts";
import { connect, queryOnce } from "../support/postgres.ts";
import { everyVersion, rulesDiffer, showsAttack } from "./matrix.ts";
import { patched } from "./patch.ts";

everyVersion("13. A prepared transaction", (stage, kind) => {
  test("is rolled back with the access, in its database, as its owner", async () => {
    const { revoke, statusOf, access } = stage();
    const member = await withPrepared(stage());
    await revoke(member);
    expect(await statusOf(member.id)).toBe("ended");
    expect(await preparedBy(stage(), member)).toEqual([]);
    expect(await findClosure(access.db, member.id)).toMatchObject({ left_over: [] });
    expect(await bench.loginOf(access.db, member.id)).toMatchObject({ state: "gone", blocked: null });
  });

  test.runIf(rulesDiffer(kind))(
    "that a person prepared as the owner role is named, and left: it may be an application's",
    async () => {
      const { addMember, revoke, statusOf, access, postgres, database, nextNumber, row } = stage();
      const member = await addMember("full");
      const reader = await addMember("read-only");
      const gid = `as the owner ${nextNumber()}`;
      const session = await connect(member.url);
      await session.query("create table public.orders(n int)");
      await session.query(`begin; lock table public.orders in access exclusive mode; prepare transaction '${gid}'`);
      await session.end();
      const { owner_role: owner } = await row();
      const before = await previewOf(stage(), member);
      expect(before).toMatchObject([{ gid, database: database.dbname, since: expect.any(String) }]);
      expect(await previewOf(stage(), reader)).toEqual([]);
      await revoke(member);
      expect(await statusOf(member.id)).toBe("ended");
      const named = `the prepared transaction ${gid} in ${database.dbname} is of ${owner}, as whom they worked: it may be theirs or an application's`;
      const closure = await findClosure(access.db, member.id);
      expect(closure).toMatchObject({ left_over: [named], login_dropped_at: expect.any(String) });
      expect((await signedOf(stage(), closure?.id))[0]).toEqual([named]);
      expect(await postgres.query("select gid from pg_prepared_xacts where gid = $1", [gid])).toEqual([{ gid }]);
      await revoke(reader);
      expect(await findClosure(access.db, reader.id)).toMatchObject({ left_over: [] });
      await queryOnce(postgres.urlFor(database.dbname), `rollback prepared ${literal(gid)}`);
    },
  );

  test.runIf(rulesDiffer(kind))(
    "that somebody else ends first leaves the session as it was, for whatever comes next",
    async () => {
      const { revoke, run, access, postgres, database } = stage();
      const member = await withPrepared(stage());
      const [held] = await preparedBy(stage(), member);
      let ended = false;
      const before = async (step: string): Promise<void> => {
        if (step !== "roll-back-prepared" || ended) return;
        ended = true;
        await queryOnce(postgres.urlFor(database.dbname), `rollback prepared ${literal(held?.gid ?? "")}`);
      };
      await revoke(member, { before });
      expect(ended).toBe(true);
      expect(await bench.loginOf(access.db, member.id)).toMatchObject({ state: "gone", blocked: null });
      await run();
      const next = await stage().addMember("read-only");
      expect(await bench.loginOf(access.db, next.id)).toMatchObject({ state: "ready", blocked: null });
    },
  );

  test.runIf(showsAttack(kind))(
    "would outlive the access with its locks, and is named in the receipt as long as it is there",
    async () => {
      const { revoke, run, access, database } = stage();
      const member = await withPrepared(stage());
      const patch = patched("roll-back-prepared", () => ["select 1"]);
      await revoke(member, { patch });
      const [held] = await preparedBy(stage(), member);
      const inTheWay = expect.stringContaining(
        `table public.held in ${database.dbname} is locked by the prepared transaction ${held?.gid} of ${member.login}, since 2`,
      ) as string;
      expect(await bench.loginOf(access.db, member.id)).toMatchObject({ state: "closed", blocked: inTheWay });
      const left = [`prepared transaction ${held?.gid}`, inTheWay];
      const closure = await findClosure(access.db, member.id);
      expect(closure).toMatchObject({ left_over: left, login_dropped_at: null });
      // A clean-up that has come no further says it again, and no receipt has ever said less.
      await run({ patch });
      expect(await findClosure(access.db, member.id)).toMatchObject({ left_over: left });
      expect(await signedOf(stage(), closure?.id)).toEqual([
        [`prepared transaction ${held?.gid}`, inTheWay],
        [`prepared transaction ${held?.gid}`],
      ]);
      await run();
      expect(await preparedBy(stage(), member)).toEqual([]);
      expect(await bench.loginOf(access.db, member.id)).toMatchObject({ state: "gone", blocked: null });
      expect(await findClosure(access.db, member.id)).toMatchObject({ left_over: [] });
    },
  );
});

/** It holds a lock on a table that is the person's own, and no session holds it. */
async function withPrepared({ addMember, nextNumber }: AccessStage): Promise<Member> {
  const member = await addMember("full");
  const session = await connect(member.url);
  await session.query("set role none; create table public.held(n int)");
  await session.query("begin");
  await session.query("insert into public.held values (1)");
  await session.query(`prepare transaction 'it''s held ${nextNumber()}'`);
  await session.end();
  return member;
}

/** Of the owner role, as the preview has them. */
async function previewOf(stage: AccessStage, { id }: Member): Promise<unknown> {
  const { access, serverId, row } = stage;
  const login = await bench.loginOf(access.db, id);
  const { secrets, db } = access.platform;
  const server = await db.selectFrom("servers").selectAll().where("id", "=", serverId).executeTakeFirstOrThrow();
  const workedAs = (await wasFull(db, login)) ? (await row()).owner_role : null;
  const seen = await withAdmin(server, secrets, (admin) =>
    preview(admin, server, secrets, login.role_oid ?? 0, workedAs),
  );
  return seen.ok ? seen.value.owner_prepared_transactions : seen.reason;
}

/** What the receipt's statements say is left, the newest first. */
const signedOf = async ({ access }: AccessStage, closureId = ""): Promise<unknown[]> =>
  (await listReceipts(access.db, closureId)).map(({ text }) => (JSON.parse(text) as Receipt).left_over);

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const preparedBy = ({ postgres }: AccessStage, { login }: Member): Promise<{ gid: string }[]> =>
  postgres.query("select gid from pg_prepared_xacts where owner = $1", [login]);
