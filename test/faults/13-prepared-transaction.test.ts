import type { Receipt } from "@guestlist/contract";
import { expect, test } from "vitest";
import { listReceipts } from "../../server/access/receipt-queries.ts";
import { findClosure } from "../../server/collaborators/closure.ts";
import * as bench from "../support/access.ts";
import type { AccessStage, Member } from "../support/access-stage.ts";
import { connect, queryOnce } from "../support/postgres.ts";
import { everyVersion, showsAttack } from "./matrix.ts";
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

  test("that somebody else ends first leaves the session as it was, for whatever comes next", async () => {
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
  });

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

/** What the receipt's statements say is left, the newest first. */
const signedOf = async ({ access }: AccessStage, closureId = ""): Promise<unknown[]> =>
  (await listReceipts(access.db, closureId)).map(({ text }) => (JSON.parse(text) as Receipt).left_over);

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const preparedBy = ({ postgres }: AccessStage, { login }: Member): Promise<{ gid: string }[]> =>
  postgres.query("select gid from pg_prepared_xacts where owner = $1", [login]);
