import { expect, test } from "vitest";
import { findClosure } from "../../server/collaborators/closure.ts";
import { listReceipts } from "../../server/access/receipt-queries.ts";
import { decideLeftover } from "../../server/access/decide-leftover.ts";
import { listUsers, recordShown } from "../../server/databases/user-queries.ts";
import type { Receipt } from "@guestlist/contract";
import { appPassword } from "../support/access.ts";
import type { AccessStage, Member } from "../support/access-stage.ts";
import { refusalOf } from "../support/postgres.ts";
import { everyVersion, rulesDiffer } from "./matrix.ts";

everyVersion("29. The password of an application that somebody was shown", (stage, kind) => {
  test("goes on when their access ends, and the receipt says so until it is rotated", async () => {
    const { revoke, access, database, postgres, addMember } = stage();
    const member = await addMember("read-only");
    await showApplication(stage(), member);
    await revoke(member);
    const app = `${database.dbname}_app`;
    const known = postgres.urlFor(database.dbname, app, appPassword);
    expect(await refusalOf(known)).toBeUndefined();
    expect(await namedIn(stage(), member)).toEqual([[app, null]]);

    const closure = (await findClosure(access.db, member.id))!;
    await decideLeftover.run({
      platform: access.platform,
      actor: { accountId: stage().owner.id, email: stage().owner.email },
      grant: { database: await stage().row(), standing: "owner" },
      params: { id: String(closure.number), item: "1" },
      body: { decision: "rotate" },
    } as never);
    expect(await refusalOf(known)).toBe("28P01");
    expect(await namedIn(stage(), member)).toEqual([[app, "rotated"]]);
  });

  test.runIf(rulesDiffer(kind))("is nobody's leftover who never saw it", async () => {
    const { revoke, addMember } = stage();
    const member = await addMember("read-only");
    await revoke(member);
    expect(await namedIn(stage(), member)).toEqual([]);
  });
});

async function showApplication({ access, database }: AccessStage, { person }: Member): Promise<void> {
  const [user] = await listUsers(access.db, database.id);
  await access.db.transaction().execute((tx) => recordShown(tx, user!.id, person.id));
}

/** By the newest signed statement. */
async function namedIn({ access }: AccessStage, { id }: Member): Promise<unknown[]> {
  const closure = (await findClosure(access.db, id))!;
  const [newest] = await listReceipts(access.db, closure.id);
  const { could_still_use: used } = JSON.parse(newest!.text) as Receipt;
  return used!.items.map(({ name, decision }) => [name, decision]);
}
