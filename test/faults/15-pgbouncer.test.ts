import { describe, expect, test } from "vitest";
import { connectByUrl } from "../../server/databases/admin-connection.ts";
import { appPassword } from "../support/access.ts";
import { gone } from "../support/access-stage.ts";
import { pgbouncerMissing, startPgbouncer, urlThrough } from "../support/pgbouncer.ts";
import { connect, refusalOf } from "../support/postgres.ts";
import { everyVersion, showsAttack } from "./matrix.ts";

describe.skipIf(pgbouncerMissing !== undefined)(
  `with pgbouncer${pgbouncerMissing ? ` (left out: ${pgbouncerMissing})` : ""}`,
  () => {
    everyVersion("15. A pooler", (stage, kind) => {
      test("that asks PostgreSQL who may log in lets nobody in after the revoke, and its sessions end", async () => {
        const { addMember, revoke, statusOf, postgres } = stage();
        const member = await addMember("read-only");
        const pooler = await startPgbouncer(postgres);
        const url = urlThrough(member.url, pooler.port);
        const session = await connect(url);
        await session.query("select 1");
        await revoke(member);
        expect(await statusOf(member.id)).toBe("ended");
        await expect(session.query("select 1")).rejects.toThrow(gone);
        expect(await refusalOf(url)).toBeDefined();
        await session.end().catch(() => undefined);
        await pooler.stop();
      });

      test("is none that Guestlist itself works through, even where it was put before the server afterwards", async () => {
        const { postgres, adminUrl } = stage();
        const pooler = await startPgbouncer(postgres);
        const through = await connectByUrl(urlThrough(adminUrl, pooler.port));
        expect(through).toMatchObject({ ok: false, refused: "pooler" });
        await pooler.stop();
      });

      test.runIf(showsAttack(kind))(
        "that works as one forced user goes on serving whom it let in: PostgreSQL never sees them",
        async () => {
          const { addMember, revoke, statusOf, postgres, database } = stage();
          const member = await addMember("read-only");
          const app = { database: database.dbname, user: `${database.dbname}_app`, password: appPassword };
          const pooler = await startPgbouncer(postgres, app);
          const session = await connect(urlThrough(member.url, pooler.port));
          expect((await session.query("select session_user::text as who")).rows).toEqual([{ who: app.user }]);
          await revoke(member);
          expect(await statusOf(member.id)).toBe("ended");
          expect((await session.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
          expect(await refusalOf(member.url)).toBe("28P01");
          await session.end();
          await pooler.stop();
        },
      );
    });
  },
);
