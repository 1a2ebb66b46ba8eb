import { expect, test } from "vitest";
import * as bench from "../support/access.ts";
import { refusalOf } from "../support/postgres.ts";
import { everyVersion } from "./matrix.ts";

everyVersion("20. Several that reconcile the same database at once", (stage) => {
  test("end one access once", async () => {
    const { addMember, run, statusOf, access, owner } = stage();
    const member = await addMember("full");
    await bench.markRevoked(access.db, member.id, owner);
    const runs = await Promise.allSettled([run(), run(), run(), run()]);
    for (const each of runs)
      if (each.status === "rejected") expect(String(each.reason)).toContain("closed by somebody else meanwhile");
    await run();
    expect(await statusOf(member.id)).toBe("ended");
    expect(await refusalOf(member.url)).toBe("28P01");
    const closures = await access.db
      .selectFrom("closures")
      .select("id")
      .where("collaborator_id", "=", member.id)
      .execute();
    expect(closures).toHaveLength(1);
    expect(await bench.loginOf(access.db, member.id)).toMatchObject({ state: "gone", blocked: null });
  });
});
