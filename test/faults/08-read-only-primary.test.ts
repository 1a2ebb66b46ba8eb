import { expect, test } from "vitest";
import * as bench from "../support/access.ts";
import { refusalOf } from "../support/postgres.ts";
import { everyVersion, showsAttack } from "./matrix.ts";
import { patched } from "./patch.ts";

everyVersion("8. A primary that is read-only by default", (stage, kind) => {
  test("does not keep an access open: the admin session writes all the same", async () => {
    const { addMember, revoke, statusOf, postgres } = stage();
    const member = await addMember("read-only");
    await postgres.query("alter system set default_transaction_read_only = on");
    await postgres.query("select pg_reload_conf()");
    await revoke(member);
    await postgres.query("alter system reset default_transaction_read_only");
    await postgres.query("select pg_reload_conf()");
    expect(await statusOf(member.id)).toBe("ended");
    expect(await refusalOf(member.url)).toBe("28P01");
  });

  test.runIf(showsAttack(kind))(
    "is said in words where nothing can be written, and nobody calls the access closed",
    async () => {
      const { addMember, revoke, statusOf, run, access } = stage();
      const member = await addMember("read-only");
      await revoke(member, { patch: patched("refuse-logins", (sql) => ["SET TRANSACTION READ ONLY", ...sql]) });
      expect(await statusOf(member.id)).toBe("revoking");
      expect((await bench.loginOf(access.db, member.id)).blocked).toContain("The server is read-only");
      expect(await refusalOf(member.url)).toBeUndefined();
      await run();
      expect(await statusOf(member.id)).toBe("ended");
    },
  );
});
