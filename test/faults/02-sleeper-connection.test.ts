import { expect, test } from "vitest";
import * as bench from "../support/access.ts";
import { gone, hiddenConnection } from "../support/access-stage.ts";
import { queryOnce } from "../support/postgres.ts";
import { everyVersion, rulesDiffer } from "./matrix.ts";
import { patched } from "./patch.ts";

const asleep = (url: string, seconds: number): string =>
  `${url}?options=${encodeURIComponent(`-c post_auth_delay=${seconds}`)}`;

const outcomeOf = (url: string, sql: string): Promise<string> =>
  queryOnce(url, sql).then(
    (rows) => `it woke and read ${JSON.stringify(rows)}`,
    (error: unknown) => (error as Error).message,
  );

everyVersion("2. A connection that sleeps between its login check and its first query", (stage, kind) => {
  test("is found while it hides, and ended with the access", async () => {
    const { asApp, addMember, revoke, statusOf } = stage();
    await asApp("create table secret as select 42 as n");
    const member = await addMember("read-only");
    const sleeper = outcomeOf(asleep(member.url, 60), "select n from secret");
    await hiddenConnection(stage());
    await revoke(member);
    expect(await statusOf(member.id)).toBe("ended");
    expect(await sleeper).toMatch(gone);
  });

  test.runIf(rulesDiffer(kind))("is found while it hides, and ended with a higher level", async () => {
    const { asApp, addMember, access, run } = stage();
    await asApp("create table secret as select 42 as n");
    const member = await addMember("full");
    const sleeper = outcomeOf(asleep(member.url, 60), "drop table secret");
    await hiddenConnection(stage());
    await access.db.updateTable("collaborators").set({ access: "read-only" }).where("id", "=", member.id).execute();
    await run();
    expect(await sleeper).toMatch(gone);
    expect(await bench.loginOf(access.db, member.id)).toMatchObject({ access: "read-only", blocked: null });
  });

  // The sleep is the attack: there is nothing to wait for but its end.
  test.runIf([13, 18].includes(kind.version))("would wake and read, were it not looked for", async () => {
    const { asApp, addMember, revoke, statusOf, run } = stage();
    await asApp("create table secret as select 42 as n");
    const member = await addMember("read-only");
    const sleeper = outcomeOf(asleep(member.url, 2), "select n from secret");
    await hiddenConnection(stage());
    const patch = patched("remove-memberships", () => ["select 1"]);
    await revoke(member, { skips: ["drain"], patch });
    expect(await sleeper).toBe('it woke and read [{"n":42}]');
    expect(await statusOf(member.id)).toBe("revoking");
    await run();
    expect(await statusOf(member.id)).toBe("ended");
  });
});
