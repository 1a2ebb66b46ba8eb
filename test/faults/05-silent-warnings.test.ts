import { expect, test } from "vitest";
import * as bench from "../support/access.ts";
import { queryOnce } from "../support/postgres.ts";
import type { AccessStage, Member } from "../support/access-stage.ts";
import { everyVersion } from "./matrix.ts";
import { patched } from "./patch.ts";

everyVersion("5. A REVOKE that says yes and leaves a second grantor's grant", (stage, { version, admin }) => {
  test("is said for each grantor, and the catalog is asked whether it took", async () => {
    const member = await withSecondGrantor(stage());
    const { revoke, statusOf, access } = stage();
    await revoke(member);
    if (admin === "createrole" && version >= 16) {
      expect(await statusOf(member.id)).toBe("revoking");
      expect((await bench.loginOf(access.db, member.id)).blocked).toContain("still a member of a role");
    } else expect(await statusOf(member.id)).toBe("ended");
  });

  test.runIf(version >= 16 && admin === "superuser")("would leave the membership, were it said once", async () => {
    const member = await withSecondGrantor(stage());
    const { revoke, statusOf, run, postgres } = stage();
    const patch = patched("remove-memberships", ([first = ""]) => [first.replace(/ GRANTED BY .*/, "")]);
    await revoke(member, { patch });
    const left = await postgres.query("select from pg_auth_members where member = $1::regrole", [`"${member.login}"`]);
    expect(left).toHaveLength(1);
    expect(await statusOf(member.id)).toBe("revoking");
    await run();
    expect(await statusOf(member.id)).toBe("ended");
  });
});

/** A full collaborator, to whom a colleague with ADMIN OPTION has given the owner role once more. */
async function withSecondGrantor({ addMember, database, postgres, nextNumber }: AccessStage): Promise<Member> {
  const member = await addMember("full");
  const [second, owner] = [`second_grantor_${nextNumber()}`, `"${database.dbname}_owner"`];
  await postgres.query(`create role ${second}; grant ${owner} to ${second} with admin option`);
  await queryOnce(postgres.adminUrl, `set role ${second}; grant ${owner} to "${member.login}"`);
  return member;
}
