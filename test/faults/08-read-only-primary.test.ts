import { expect, test } from "vitest";
import { closeAdminConnections } from "../../server/access/admin-connections.ts";
import { findRole } from "../../server/access/refuse-new-logins.ts";
import * as bench from "../support/access.ts";
import { refusedQuery, type AccessStage } from "../support/access-stage.ts";
import { refusalOf } from "../support/postgres.ts";
import { eventually } from "../support/signals.ts";
import { everyVersion, showsAttack } from "./matrix.ts";
import { patched } from "./patch.ts";

everyVersion("8. A primary that is read-only by default", (stage, kind) => {
  test("does not keep an access open: the admin session writes all the same", async () => {
    const { addMember, revoke, statusOf } = stage();
    const member = await addMember("read-only");
    await readOnlyByDefault(stage(), () => revoke(member));
    expect(await statusOf(member.id)).toBe("ended");
    expect(await refusalOf(member.url)).toBe("28P01");
  });

  test.runIf(showsAttack(kind))("would keep it open, did the admin session take the server's default", async () => {
    const { addMember, revoke, statusOf, run, access } = stage();
    const member = await addMember("read-only");
    await readOnlyByDefault(stage(), async () => {
      await revoke(member, {
        findRole: async (admin, login) => {
          await admin.query("set default_transaction_read_only = on");
          return findRole(admin, login);
        },
      });
    });
    expect(await statusOf(member.id)).toBe("revoking");
    expect((await bench.loginOf(access.db, member.id)).blocked).toContain("The server is read-only");
    expect(await refusalOf(member.url)).toBeUndefined();
    await closeAdminConnections();
    await run();
    expect(await statusOf(member.id)).toBe("ended");
  });

  test.runIf(showsAttack(kind))(
    "is said in words where nothing can be written, and nobody calls the access closed",
    async () => {
      const { addMember, revoke, statusOf, run, access, postgres } = stage();
      const member = await addMember("read-only");
      await revoke(member, { patch: patched("refuse-logins", (sql) => ["SET TRANSACTION READ ONLY", ...sql]) });
      expect(await statusOf(member.id)).toBe("revoking");
      expect((await bench.loginOf(access.db, member.id)).blocked).toContain("The server is read-only");
      // Their memberships are gone all the same, and with them this database: they are let in by another one.
      expect(await refusalOf(postgres.urlFor("postgres", member.login, "their-own"))).toBeUndefined();
      await run();
      expect(await statusOf(member.id)).toBe("ended");
    },
  );
});

async function readOnlyByDefault({ postgres }: AccessStage, work: () => Promise<void>): Promise<void> {
  const isReadOnly = async (): Promise<boolean> =>
    (await refusedQuery(postgres.adminUrl, "create temp table t ()")) === "25006";
  await postgres.query("alter system set default_transaction_read_only = on");
  await postgres.query("select pg_reload_conf()");
  try {
    await eventually(isReadOnly);
    await work();
  } finally {
    await postgres.query("alter system reset default_transaction_read_only");
    await postgres.query("select pg_reload_conf()");
    await eventually(async () => !(await isReadOnly()));
  }
}
