import { expect, test } from "vitest";
import { findClosure } from "../../server/collaborators/closure.ts";
import type { AccessStage } from "../support/access-stage.ts";
import { refusalOf } from "../support/postgres.ts";
import { eventually } from "../support/signals.ts";
import { everyVersion } from "./matrix.ts";

everyVersion("16. A login that pg_hba.conf lets in without a password", (stage) => {
  test("outlives its VALID UNTIL, and ends with NOLOGIN", async () => {
    const { addMember, revoke, statusOf, access, postgres } = stage();
    const member = await addMember("read-only");
    const url = member.url.replace("their-own", "anything");
    await trusting(stage(), member.login, async () => {
      await eventually(async () => (await refusalOf(url)) === undefined);
      await postgres.query(`alter role "${member.login}" valid until '2001-01-01'`);
      expect(await refusalOf(url)).toBeUndefined();
      await revoke(member);
      expect(await refusalOf(url)).toBe("28000");
      expect(await statusOf(member.id)).toBe("ended");
      expect(await findClosure(access.db, member.id)).toMatchObject({ login_attempt: { sqlstate: "28000" } });
    });
  });
});

/** As a rule for `cert`, `ldap` or `peer` would: PostgreSQL asks for no password of its own. */
async function trusting({ postgres }: AccessStage, login: string, work: () => Promise<void>): Promise<void> {
  const [row] = await postgres.query<{ rules: string }>("select pg_read_file('pg_hba.conf') as rules");
  const { rules } = row!;
  try {
    await writeRules(postgres, `host all "${login}" 127.0.0.1/32 trust\n${rules}`);
    await work();
  } finally {
    await writeRules(postgres, rules);
  }
}

/** The file is the server's own user's. */
async function writeRules(postgres: AccessStage["postgres"], rules: string): Promise<void> {
  await postgres.query(
    `copy (select line from unnest(string_to_array($rules$${rules}$rules$, E'\\n')) line where line <> '')
     to '/proc/self/cwd/pg_hba.conf' with (format csv, delimiter E'\\x02', quote E'\\x01')`,
  );
  await postgres.query("select pg_reload_conf()");
}
