import type { Collaborator } from "@guestlist/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createControlDatabase, type TestControlDatabase } from "../../test/support/control-database.ts";
import { databaseRows } from "../../test/support/database-rows.ts";
import { serveJourneys, type ServedJourneys } from "../../test/support/serve-journeys.ts";
import { changeAccess } from "./change-access.ts";
import { invite } from "./invite.ts";
import { recordExpired } from "./record-expired.ts";

let control: TestControlDatabase;
let served: ServedJourneys;
let owner: string;
let path: string;

beforeAll(async () => {
  control = await createControlDatabase();
  served = await serveJourneys(control, [changeAccess, invite]);
  const rows = databaseRows(control);
  owner = await rows.account("owner@example.com");
  path = `/v1/databases/${await rows.database("my-dedicated-db", owner, await rows.server())}/collaborators`;
});
afterAll(async () => {
  await served.close();
  await control.drop();
});

const hours = (n: number): string => new Date(Date.now() + n * 3_600_000).toISOString();
const addAndEnd = async (email: string) => {
  const { collaborator } = (await served.send(owner, "POST", path, { email })).body as unknown as {
    collaborator: Collaborator;
  };
  return {
    sent: collaborator,
    endOn: async (until: string | null) => {
      const { body } = await served.send(owner, "PATCH", `${path}/${collaborator.id}`, { until });
      return (body as unknown as { collaborator: Collaborator }).collaborator;
    },
  };
};

test("an invitation ends with the access that it offers, and lasts its seven days again when that has no end", async () => {
  const { sent, endOn } = await addAndEnd("gina@example.com");
  const soon = hours(24);
  expect((await endOn(soon)).invitation_expires_at).toBe(soon);
  expect((await endOn(hours(1000))).invitation_expires_at).toBe(sent.invitation_expires_at);
  await endOn(soon);
  expect(await endOn(null)).toMatchObject({ until: null, invitation_expires_at: sent.invitation_expires_at });
});

test("one that has expired by its end alone works again, and expires anew", async () => {
  const { sent, endOn } = await addAndEnd("lena@example.com");
  const over = "update collaborators set until = now(), invitation_expires_at = now() where id = $1";
  await control.query(over, [sent.id]);
  await recordExpired(served.platform);
  expect(await endOn(null)).toMatchObject({ expired: false, invitation_expires_at: sent.invitation_expires_at });
  await control.query(over, [sent.id]);
  await recordExpired(served.platform);
  const expired = "select from events where type = 'invitation.expired' and subject_email = 'lena@example.com'";
  expect(await control.query(expired)).toHaveLength(2);
});

test("one whose seven days are over stays expired, whatever its end", async () => {
  const { sent, endOn } = await addAndEnd("nora@example.com");
  await control.query(
    "update collaborators set invitation_sent_at = now() - interval '8 days', invitation_expires_at = now() - interval '1 day' where id = $1",
    [sent.id],
  );
  expect(await endOn(hours(1000))).toMatchObject({ expired: true });
  expect(await endOn(null)).toMatchObject({ expired: true });
});
