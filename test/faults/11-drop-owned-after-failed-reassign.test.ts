import { expect, test } from "vitest";
import * as bench from "../support/access.ts";
import type { AccessStage, Member } from "../support/access-stage.ts";
import { queryOnce } from "../support/postgres.ts";
import { everyVersion, showsAttack } from "./matrix.ts";
import { patched } from "./patch.ts";

const without = (...words: readonly string[]) =>
  patched("clean", (statements) => statements.filter((sql) => !words.some((word) => sql.startsWith(word))));

everyVersion("11. DROP OWNED after a REASSIGN that did nothing", (stage, kind) => {
  test("is not reached: a guard in the same transaction refuses to go on", async () => {
    const member = await withTable(stage());
    const { revoke, statusOf, run, access } = stage();
    await revoke(member, { patch: without("REASSIGN") });
    expect(await statusOf(member.id)).toBe("ended");
    expect(await rowsLeft(stage())).toBe(1);
    expect(await bench.loginOf(access.db, member.id)).toMatchObject({
      state: "closed",
      blocked: expect.stringContaining("it still owns objects"),
    });
    await run();
    expect(await bench.loginOf(access.db, member.id)).toMatchObject({ state: "gone", blocked: null });
    expect(await rowsLeft(stage())).toBe(1);
  });

  test.runIf(showsAttack(kind))("would delete the person's tables", async () => {
    const member = await withTable(stage());
    await stage().revoke(member, { patch: without("REASSIGN", "DO ", "REVOKE") });
    expect(await rowsLeft(stage())).toBe("deleted");
  });
});

async function withTable({ addMember }: AccessStage): Promise<Member> {
  const member = await addMember("full");
  await queryOnce(member.url, "set role none; create table public.mine as select 7 as n");
  return member;
}

async function rowsLeft({ postgres, database }: AccessStage): Promise<number | "deleted"> {
  const rows = await postgres
    .query("select n from public.mine", [], database.dbname)
    .catch((error: unknown) => ((error as { code?: string }).code === "42P01" ? null : Promise.reject(error as Error)));
  return rows?.length ?? "deleted";
}
