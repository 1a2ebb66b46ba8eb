import { expect, test } from "vitest";
import { gone, refusedQuery } from "../support/access-stage.ts";
import { connect, queryOnce, refusalOf } from "../support/postgres.ts";
import { everyVersion, showsAttack } from "./matrix.ts";
import { patched } from "./patch.ts";

everyVersion("17. A person who sets their own password", (stage, kind) => {
  test("gains nothing by it: a revoke is no rotation", async () => {
    const { addMember, revoke, statusOf, postgres, database } = stage();
    const member = await addMember("read-only");
    await queryOnce(member.url, `alter role "${member.login}" password 'chosen'`);
    const url = postgres.urlFor(database.dbname, member.login, "chosen");
    for (const clause of ["valid until 'infinity'", "connection limit -1"])
      expect(await refusedQuery(url, `alter role "${member.login}" ${clause}`)).toBe("42501");
    const session = await connect(url);
    await revoke(member);
    expect(await statusOf(member.id)).toBe("ended");
    await expect(session.query(`alter role "${member.login}" password 'again'`)).rejects.toThrow(gone);
    expect(await refusalOf(url)).toBe("28P01");
  });

  test.runIf(showsAttack(kind))("would come back, were the password taken and nothing else", async () => {
    const { addMember, revoke, statusOf, run, postgres, database } = stage();
    const member = await addMember("read-only");
    const session = await connect(member.url);
    const rotation = patched("refuse-logins", () => [`ALTER ROLE "${member.login}" PASSWORD NULL`]);
    await revoke(member, { patch: rotation, skips: ["drain"] });
    await session.query(`alter role "${member.login}" password 'again'`);
    // It may connect no more once its memberships are gone; to the databases that are open to everybody it may.
    expect(await refusalOf(postgres.urlFor("postgres", member.login, "again"))).toBeUndefined();
    expect(await refusalOf(postgres.urlFor(database.dbname, member.login, "again"))).toBe("42501");
    expect(await statusOf(member.id)).toBe("revoking");
    await run();
    expect(await statusOf(member.id)).toBe("ended");
  });
});
