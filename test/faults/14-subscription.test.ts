import { expect, test } from "vitest";
import { findClosure } from "../../server/collaborators/closure.ts";
import * as bench from "../support/access.ts";
import type { AccessStage, Kind, Member } from "../support/access-stage.ts";
import { connect, queryOnce, refusalOf } from "../support/postgres.ts";
import { openSession } from "../support/session.ts";
import { everyVersion, rulesDiffer, showsAttack } from "./matrix.ts";
import { patched } from "./patch.ts";

/** Before 16 only a superuser may own one, and no login of ours is that. */
const since16 = ({ version }: { version: number }): boolean => version >= 16;

everyVersion(
  "14. A subscription of somebody whose access ends",
  (stage, kind) => {
    test("goes to the admin before its owner may log in no more, and the receipt says that it goes on", async () => {
      const { revoke, database, access } = stage();
      const member = await subscriber(stage());
      const atRefusal: unknown[] = [];
      await revoke(member, {
        before: async (kind) => {
          if (kind === "refuse-logins") atRefusal.push(...(await ownersOf(stage(), member)));
        },
      });
      expect(atRefusal).toEqual([{ owner: adminOf(kind) }]);
      expect(await refusalOf(member.url)).toBe("28P01");
      expect(await findClosure(access.db, member.id)).toMatchObject({
        left_over: [
          `the subscription ${nameOf(member)} in ${database.dbname} goes on as ${adminOf(kind)}: its publisher still writes there`,
        ],
      });
      await drop(stage(), member);
    });

    test.runIf(rulesDiffer(kind))(
      "that could not be moved then goes with the clean-up, and its owner after it",
      async () => {
        const { revoke, run, access } = stage();
        const member = await subscriber(stage());
        await revoke(member, { patch: patched("move-subscription", () => ["select 1"]) });
        expect(await bench.loginOf(access.db, member.id)).toMatchObject({
          state: "closed",
          blocked: expect.stringContaining(`owner of subscription ${nameOf(member)}`),
        });
        await run();
        expect(await ownersOf(stage(), member)).toEqual([{ owner: adminOf(kind) }]);
        expect(await bench.loginOf(access.db, member.id)).toMatchObject({ state: "gone", blocked: null });
        await drop(stage(), member);
      },
    );

    test.runIf(rulesDiffer(kind))(
      "that somebody keeps locked is said to go on once it does, and not before",
      async () => {
        const { revoke, run, statusOf, postgres, database, access } = stage();
        const member = await subscriber(stage());
        const holder = await connect(postgres.urlFor(database.dbname));
        await holder.query(`begin; alter subscription ${nameOf(member)} set (binary = true)`);
        await revoke(member);
        expect(await statusOf(member.id)).toBe("ended");
        const leftOver = async () => (await findClosure(access.db, member.id))?.left_over.join() ?? "";
        expect(await leftOver()).not.toContain("goes on as");
        expect(await ownersOf(stage(), member)).toEqual([{ owner: member.login }]);
        await holder.query("rollback");
        await holder.end();
        await run();
        expect(await leftOver()).toContain(`${nameOf(member)} in ${database.dbname} goes on as`);
        expect(await bench.loginOf(access.db, member.id)).toMatchObject({ state: "gone", blocked: null });
        await drop(stage(), member);
      },
    );

    test.runIf(rulesDiffer(kind))(
      "keeps nobody's door open for long, however many of them the person has locked",
      async () => {
        const { revoke, statusOf, postgres, database, access } = stage();
        const member = await subscriber(stage());
        const session = await openSession(member.url);
        const names = Array.from({ length: 12 }, (_, at) => `${nameOf(member)}_${at}`);
        for (const name of names) {
          await postgres.query(
            `create subscription ${name} connection 'dbname=nowhere password=x' publication p with (connect = false, slot_name = none)`,
            [],
            database.dbname,
          );
          await postgres.query(`alter subscription ${name} owner to "${member.login}"`, [], database.dbname);
        }
        await session.client.query(`set role none; begin`);
        for (const name of names) await session.client.query(`alter subscription ${name} set (binary = true)`);
        const before: string[] = [];
        await revoke(member, { before: (kind) => void before.push(kind) });
        const attempts = before.slice(0, before.indexOf("refuse-logins"));
        expect(attempts.filter((kind) => kind === "move-subscription").length).toBeLessThan(names.length / 2 + 2);
        expect(await statusOf(member.id)).toBe("ended");
        await session.ended;
        expect(await bench.loginOf(access.db, member.id)).toMatchObject({ state: "gone", blocked: null });
        for (const name of names) await postgres.query(`drop subscription ${name}`, [], database.dbname);
        await drop(stage(), member);
      },
    );

    test.runIf(rulesDiffer(kind))(
      "runs what its publisher sends with the rights of each table's owner, never with the admin's",
      async () => {
        const { revoke, postgres, database } = stage();
        const member = await subscriber(stage());
        await queryOnce(member.url, `set role none; alter subscription ${nameOf(member)} set (run_as_owner = true)`);
        await revoke(member);
        expect(await ownersOf(stage(), member)).toEqual([{ owner: adminOf(kind) }]);
        expect(
          await postgres.query("select subrunasowner as all_rights from pg_subscription", [], database.dbname),
        ).toEqual([{ all_rights: false }]);
        await drop(stage(), member);
      },
    );

    test.runIf(showsAttack(kind))("left with its owner, would stop with the login", async () => {
      const { revoke } = stage();
      const member = await subscriber(stage());
      const owners: unknown[] = [];
      await revoke(member, {
        patch: patched("move-subscription", () => ["select 1"]),
        before: async (kind) => {
          if (kind === "drain") owners.push(...(await ownersOf(stage(), member)));
        },
      });
      expect(owners).toEqual([{ owner: member.login }]);
      await drop(stage(), member);
    });
  },
  since16,
);

const adminOf = ({ admin }: Pick<Kind, "admin">): string => (admin === "superuser" ? "postgres" : "managed_admin");

const nameOf = ({ login }: Member): string => `feed_of_${login}`;

async function subscriber({ addMember, postgres, database, admin }: AccessStage): Promise<Member> {
  const member = await addMember("full");
  const inside = (sql: string) => postgres.query(sql, [], database.dbname);
  await inside(
    `create subscription ${nameOf(member)} connection 'dbname=nowhere password=x' publication p with (connect = false, slot_name = none)`,
  );
  await inside(`grant create on database ${database.dbname} to "${member.login}"`);
  // What somebody else than the admin gave, an admin that is no superuser could not take back.
  if (admin === "createrole") await inside("grant pg_create_subscription to managed_admin with admin option");
  await inside(`grant pg_create_subscription to "${member.login}" granted by ${adminOf({ admin })}`);
  await inside(`alter subscription ${nameOf(member)} owner to "${member.login}"`);
  return member;
}

const ownersOf = ({ postgres }: AccessStage, member: Member): Promise<unknown[]> =>
  postgres.query("select pg_get_userbyid(subowner) as owner from pg_subscription where subname = $1", [nameOf(member)]);

async function drop({ postgres, database }: AccessStage, member: Member): Promise<void> {
  await postgres.query(`drop subscription ${nameOf(member)}`, [], database.dbname);
}
