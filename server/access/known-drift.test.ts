import { afterAll, beforeAll, expect, test } from "vitest";
import { openAccessStage, type AccessStage } from "../../test/support/access-stage.ts";
import type { Step } from "./step.ts";

let stage: AccessStage;
beforeAll(async () => {
  stage = await openAccessStage();
});
afterAll(() => stage.close());

/** As where the admin may not take back what somebody else gave. */
const refused = (step: Step): Step =>
  step.drift === undefined ? step : { ...step, sql: ["do $$ begin raise insufficient_privilege; end $$"] };

test("drift that cannot be repaired is recorded once, and again when it comes back after a repair", async () => {
  await stage.newDatabase();
  const member = await stage.addMember("read-only");
  const switchOff = () => stage.postgres.query(`alter role "${member.login}" createdb`);
  const told = async (): Promise<string[]> =>
    (
      await stage.access.db
        .selectFrom("events")
        .select("type")
        .where("type", "like", "access.%")
        .where("subject_email", "=", member.person.email)
        .orderBy("id")
        .execute()
    ).map(({ type }) => type);

  await switchOff();
  for (let round = 0; round < 3; round += 1) await stage.run({ patch: refused });
  expect(await told()).toEqual(["access.drift_found"]);
  await stage.run();
  expect(await told()).toEqual(["access.drift_found", "access.repaired"]);
  await switchOff();
  await stage.run();
  expect(await told()).toEqual(["access.drift_found", "access.repaired", "access.drift_found", "access.repaired"]);
});
