import { createPublicKey, randomBytes, verify } from "node:crypto";
import type { Receipt } from "@guestlist/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import * as bench from "../../test/support/access.ts";
import { openAccessStage, type AccessStage, type Member } from "../../test/support/access-stage.ts";
import { connect, queryOnce, refusalOf } from "../../test/support/postgres.ts";
import { findClosure } from "../collaborators/closure.ts";
import { runSql } from "../platform/control-database.ts";
import { createSecrets } from "../platform/secrets.ts";
import { receiptText } from "./receipt.ts";
import { listReceipts, type ReceiptRow } from "./receipt-queries.ts";
import { reconcile } from "./reconcile.ts";
import { loadSigningKey, rotateSigningKey } from "./signing-key.ts";

let stage: AccessStage;
let access: AccessStage["access"];
beforeAll(async () => {
  stage = await openAccessStage();
  ({ access } = stage);
});
afterAll(() => stage.close());
beforeEach(() => stage.newDatabase());

const keys = () => access.db.selectFrom("signing_keys").selectAll().orderBy("created_at").execute();
const saidIn = (row: ReceiptRow | undefined) => JSON.parse(row?.text ?? "null") as Receipt;

async function receiptsOf(member: Member): Promise<ReceiptRow[]> {
  const closure = await findClosure(access.db, member.id);
  return listReceipts(access.db, closure?.id ?? "");
}

async function isGenuine({ text, signature, key_id: id }: ReceiptRow): Promise<boolean> {
  const key = (await keys()).find((each) => each.id === id);
  return verify(null, Buffer.from(text), createPublicKey(key?.public_key ?? ""), signature);
}

describe("the receipt of a revoke", () => {
  test("says what the closure says, and is signed by the installation's key", async () => {
    const member = await stage.addMember("read-write");
    const session = await connect(member.url);
    await stage.revoke(member);
    await session.end();

    const closure = (await findClosure(access.db, member.id))!;
    const [newest, ...earlier] = await receiptsOf(member);
    expect(await isGenuine(newest!)).toBe(true);
    expect(saidIn(newest)).toMatchObject({
      format: "guestlist closure receipt 1",
      installation: "http://127.0.0.1:7400",
      key_id: newest!.key_id,
      receipt: closure.number,
      person: { email: member.person.email, username: member.person.username },
      ended: { reason: "revoked", by: stage.owner.email },
      login: { name: member.login, role_oid: closure.role_oid },
      database: { name: stage.database.dbname.replace("_", "-"), dbname: stage.database.dbname },
      requested_at: closure.requested_at,
      new_logins_refused_at: closure.new_logins_refused_at,
      last_session_gone_at: closure.last_session_gone_at,
      sessions_ended: closure.sessions_ended,
      login_attempt: closure.login_attempt,
      memberships_removed: closure.memberships_removed,
      lsn: closure.lsn,
      clock_ahead_ms: 0,
    });
    expect(closure.sessions_ended).toHaveLength(1);
    // The clean-up came after the closure, and changed nothing of what was signed before.
    expect([newest!.statement, saidIn(newest).statement, earlier.length]).toEqual([2, 2, 1]);
    expect(saidIn(newest).login_dropped_at).toBe(closure.login_dropped_at);
    expect(saidIn(earlier[0])).toMatchObject({ statement: 1, login_dropped_at: null });
    expect(await isGenuine(earlier[0]!)).toBe(true);
    expect(closure.signature).toEqual({
      statement: 2,
      key_id: newest!.key_id,
      signed_at: newest!.signed_at.toISOString(),
    });
  });

  test("is signed when the access is closed, and again when the clean-up is done, and not in between", async () => {
    const member = await stage.addMember("full");
    await queryOnce(member.url, "set role none; create table public.notes(n int)");
    const reader = await connect(stage.postgres.urlFor(stage.database.dbname));
    await reader.query("begin; lock table public.notes in access share mode");
    await stage.revoke(member);
    await stage.run();
    expect((await receiptsOf(member)).map(saidIn)).toMatchObject([
      { statement: 2, left_over: [expect.any(String)], login_dropped_at: null },
      { statement: 1, left_over: [], login_dropped_at: null },
    ]);
    await reader.end();
    await stage.run();
    await stage.run();
    const [newest, ...earlier] = await receiptsOf(member);
    expect(earlier).toHaveLength(2);
    expect(saidIn(newest)).toMatchObject({
      left_over: [],
      login_dropped_at: expect.any(String),
      objects_kept_by: "guestlist_kept",
      objects_moved: expect.arrayContaining([{ database: stage.database.dbname, kind: "table", count: 1 }]),
    });
  });

  test("is there whenever the closure is, also when the run is cut off right behind it", async () => {
    const member = await stage.addMember("read-only");
    await bench.markRevoked(access.db, member.id, stage.owner);
    const cut = reconcile(access.platform, stage.database.id, {
      before: (kind) => {
        if (kind === "drop-login") throw new Error("cut off");
      },
    });
    await expect(cut).rejects.toThrow("cut off");
    const [only, ...more] = await receiptsOf(member);
    expect([await isGenuine(only!), only!.statement, more]).toEqual([true, 1, []]);
  });

  test("cannot be changed, nor taken away", async () => {
    const member = await stage.addMember("read-only");
    await stage.revoke(member);
    for (const statement of ["update closure_receipts set text = 'x'", "delete from closure_receipts"])
      await expect(runSql(access.db, statement)).rejects.toThrow("append-only");
  });

  test("has the hour of the shared server's clock, and says so", async () => {
    const member = await stage.addMember("read-only");
    await bench.markRevoked(access.db, member.id, stage.owner);
    // As if the first try had found the shared server's clock an hour ahead.
    await runSql(access.db, `update logins set evidence = '{"clock_ahead_ms": 3600000}' where collaborator_id = $1`, [
      member.id,
    ]);
    const asked = await access.db
      .selectFrom("collaborators")
      .select("revoking_at")
      .where("id", "=", member.id)
      .execute();
    await stage.run();
    const [newest] = await receiptsOf(member);
    expect(saidIn(newest)).toMatchObject({
      clock_ahead_ms: 3_600_000,
      requested_at: new Date(asked[0]!.revoking_at!.getTime() + 3_600_000).toISOString(),
    });
    expect(saidIn(newest)).not.toHaveProperty("evidence");
  });
});

describe("a number that comes twice", () => {
  test("as after a restore of the control database, is of two closures: their ids in the signed texts differ", async () => {
    const [first, second] = [await stage.addMember("read-only"), await stage.addMember("read-only")];
    await stage.revoke(first);
    const [before] = await receiptsOf(first);
    await forget(saidIn(before));
    await stage.revoke(second);
    const [after] = await receiptsOf(second);
    expect(saidIn(after).receipt).toBe(saidIn(before).receipt);
    expect(saidIn(after).closure_id).not.toBe(saidIn(before).closure_id);
    expect([await isGenuine(before!), await isGenuine(after!)]).toEqual([true, true]);
  });
});

/** As a back-up from before that closure has it. */
async function forget({ closure_id: id, receipt: number }: Receipt): Promise<void> {
  for (const statement of [
    "alter table closure_receipts disable trigger user",
    `delete from closure_receipts where closure_id = '${id}'`,
    "alter table closure_receipts enable trigger user",
    `delete from closure_leftovers where closure_id = '${id}'`,
    `update collaborators set closure_id = null, had_login = false where closure_id = '${id}'`,
    `delete from closures where id = '${id}'`,
    `alter table closures alter column number restart with ${number}`,
  ])
    await runSql(access.db, statement);
}

describe("the text of a receipt", () => {
  const receipt = { format: "é\u202e\u0000\u007f", person: { email: "a@b" } } as unknown as Receipt;

  test("is ASCII, ends its last line, and means what was put in", () => {
    expect(receiptText(receipt)).toBe(
      '{\n  "format": "\\u00e9\\u202e\\u0000\\u007f",\n  "person": {\n    "email": "a@b"\n  }\n}\n',
    );
    expect(JSON.parse(receiptText(receipt))).toEqual(receipt);
  });
});

describe("the signing key", () => {
  const load = () => access.db.transaction().execute((tx) => loadSigningKey(tx, access.platform));

  const rotate = (means: Parameters<typeof rotateSigningKey>[1]) =>
    access.db.transaction().execute((tx) => rotateSigningKey(tx, means));

  test("is made once, whoever asks first", async () => {
    const ids = await Promise.all([load(), load(), load(), load()]);
    expect(new Set(ids.map((key) => key.id)).size).toBe(1);
    expect((await keys()).filter((key) => key.retired_at === null)).toHaveLength(1);
  });

  test("is kept sealed", async () => {
    const [key] = await keys();
    const sealed = key!.private_key_sealed!;
    expect(sealed.includes("PRIVATE")).toBe(false);
    expect(access.platform.secrets.open(sealed)).toContain("BEGIN PRIVATE KEY");
  });

  test("can be replaced; the old one stays to check with, and can sign no more", async () => {
    const before = await load();
    const signed = { text: "x", signature: before.sign("x"), key_id: before.id } as ReceiptRow;
    const after = await rotate(access.platform);
    expect((await load()).id).toBe(after.id);
    expect((await keys()).find((key) => key.id === before.id)).toMatchObject({
      retired_at: expect.any(Date),
      private_key_sealed: null,
    });
    expect(await isGenuine(signed)).toBe(true);
  });

  test("that SECRET_KEY does not open is not replaced in passing: nothing is called ended without its receipt", async () => {
    const member = await stage.addMember("read-only");
    const stranger = { secrets: createSecrets(randomBytes(32).toString("hex")) };
    const theirs = await rotate(stranger);
    await expect(stage.revoke(member)).rejects.toThrow("SECRET_KEY does not open the key that signs receipts");
    expect([await stage.statusOf(member.id), await refusalOf(member.url)]).toEqual(["revoking", "28P01"]);
    expect((await keys()).find((key) => key.id === theirs.id)?.retired_at).toBeNull();
    const ours = await rotate(access.platform);
    await stage.run();
    const [newest] = await receiptsOf(member);
    expect([await stage.statusOf(member.id), newest!.key_id, await isGenuine(newest!)]).toEqual([
      "ended",
      ours.id,
      true,
    ]);
  });
});
