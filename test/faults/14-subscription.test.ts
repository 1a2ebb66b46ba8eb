import { expect, test } from "vitest";
import { findClosure } from "../../server/collaborators/closure.ts";
import * as bench from "../support/access.ts";
import type { AccessStage, Member } from "../support/access-stage.ts";
import { refusalOf } from "../support/postgres.ts";
import { everyVersion, showsAttack } from "./matrix.ts";
import { patched } from "./patch.ts";

/** Before 16 only a superuser may own one, and no login of ours is that. */
const since16 = ({ version, admin }: { version: number; admin: string }): boolean =>
  version >= 16 && admin === "superuser";

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
      expect(atRefusal).toEqual([{ owner: "postgres" }]);
      expect(await refusalOf(member.url)).toBe("28P01");
      expect(await findClosure(access.db, member.id)).toMatchObject({
        left_over: [
          `the subscription ${nameOf(member)} in ${database.dbname} goes on as postgres: its publisher still writes there`,
        ],
      });
      await drop(stage(), member);
    });

    test("that could not be moved then goes with the clean-up, and its owner after it", async () => {
      const { revoke, run, access } = stage();
      const member = await subscriber(stage());
      await revoke(member, { patch: patched("move-subscription", () => ["select 1"]) });
      expect(await bench.loginOf(access.db, member.id)).toMatchObject({
        state: "closed",
        blocked: expect.stringContaining(`owner of subscription ${nameOf(member)}`),
      });
      await run();
      expect(await ownersOf(stage(), member)).toEqual([{ owner: "postgres" }]);
      expect(await bench.loginOf(access.db, member.id)).toMatchObject({ state: "gone", blocked: null });
      await drop(stage(), member);
    });

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

const nameOf = ({ login }: Member): string => `feed_of_${login}`;

async function subscriber({ addMember, postgres, database }: AccessStage): Promise<Member> {
  const member = await addMember("full");
  const inside = (sql: string) => postgres.query(sql, [], database.dbname);
  await inside(
    `create subscription ${nameOf(member)} connection 'dbname=nowhere password=x' publication p with (connect = false, slot_name = none)`,
  );
  await inside(`grant create on database ${database.dbname} to "${member.login}"`);
  await inside(`grant pg_create_subscription to "${member.login}"`);
  await inside(`alter subscription ${nameOf(member)} owner to "${member.login}"`);
  return member;
}

const ownersOf = ({ postgres }: AccessStage, member: Member): Promise<unknown[]> =>
  postgres.query("select pg_get_userbyid(subowner) as owner from pg_subscription where subname = $1", [nameOf(member)]);

async function drop({ postgres, database }: AccessStage, member: Member): Promise<void> {
  await postgres.query(`drop subscription ${nameOf(member)}`, [], database.dbname);
}
