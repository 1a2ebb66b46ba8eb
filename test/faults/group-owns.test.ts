import { expect, test } from "vitest";
import { queryOnce } from "../support/postgres.ts";
import { everyVersion } from "./matrix.ts";

// Since 16 nobody is let work as a group.
everyVersion(
  "A group that owns something",
  (stage) => {
    test.each(["keep", "drop"])("keeps no database from being deleted: %s its data", async (data) => {
      const { access, addMember, database, postgres, revoke, row, run } = stage();
      const member = await addMember("read-only");
      const work = "set role guestlist_group; select lo_create(0)";
      const [group] = await postgres.query<{ name: string }>(
        "select roleid::regrole::text as name from pg_auth_members where member = $1::regrole",
        [member.login],
      );
      await queryOnce(member.url, work.replace("guestlist_group", group?.name ?? ""));
      await revoke(member);
      await access.db
        .updateTable("databases")
        .set({ state: "deleting", deleting_at: new Date(), delete_data: data })
        .where("id", "=", database.id)
        .execute();
      await run();
      expect(await row()).toMatchObject({ state: "deleted", blocked: null });
      expect(await postgres.query("select from pg_roles where rolname = $1", [group?.name])).toEqual([]);
      if (data === "keep") {
        const owners = "select pg_get_userbyid(lomowner) as owner from pg_largeobject_metadata";
        expect(await postgres.query(owners, [], database.dbname)).toEqual([{ owner: "guestlist_kept" }]);
      }
    });
  },
  ({ version }) => version < 16,
);
