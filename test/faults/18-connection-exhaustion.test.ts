import { expect, test } from "vitest";
import { connect, queryOnce, refusalOf } from "../support/postgres.ts";
import { everyVersion } from "./matrix.ts";

everyVersion("18. A person who opens every connection they can", (stage) => {
  test("gets as many as a login has, and the admin connection ends them", async () => {
    const { addMember, revoke, statusOf, adminUrl } = stage();
    const member = await addMember("read-only");
    // One after the other: of two that come at once, PostgreSQL counts each against the other, and may refuse both.
    for (let opened = 0; opened < 20; opened += 1) await connect(member.url);
    expect(await refusalOf(member.url)).toBe("53300");
    await queryOnce(adminUrl, "select 1");
    await revoke(member);
    expect(await statusOf(member.id)).toBe("ended");
  });
});
