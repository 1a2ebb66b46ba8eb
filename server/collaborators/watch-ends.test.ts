import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createControlDatabase, type TestControlDatabase } from "../../test/support/control-database.ts";
import { databaseRows, type DatabaseRows } from "../../test/support/database-rows.ts";
import { serveJourneys, type ServedJourneys } from "../../test/support/serve-journeys.ts";
import { changeAccess } from "./change-access.ts";
import { resend } from "./resend.ts";
import { watchEnds } from "./watch-ends.ts";

let control: TestControlDatabase;
let served: ServedJourneys;
let rows: DatabaseRows;
let owner: string;
let inviter: string;
let person: string;
let database: string;
let number = 0;

beforeAll(async () => {
  control = await createControlDatabase();
  served = await serveJourneys(control, [changeAccess, resend]);
  rows = databaseRows(control);
});
afterAll(async () => {
  await served.close();
  await control.drop();
});
beforeEach(async () => {
  const n = ++number;
  owner = await rows.account(`owner${n}@example.com`);
  inviter = await rows.account(`inviter${n}@example.com`);
  database = await rows.database(
    `my-database-${n}x`,
    owner,
    await rows.server({ name: `server-${n}`, port: 5000 + n }),
  );
  await rows.collaborator(database, inviter, "accepted");
  const lena = await rows.account(`lena${n}@example.com`);
  person = await rows.collaborator(database, lena, "accepted", "read-only");
  await control.query("update collaborators set invited_by_account_id = $1 where id = $2", [inviter, person]);
});

const days = (n: number): Date => new Date(Date.now() + n * 86_400_000);
const endOn = (until: Date) => control.query("update collaborators set until = $1 where id = $2", [until, person]);
const watch = () => watchEnds(served.platform);
async function mails() {
  const found = await control.query<{ recipient: string; props_sealed: Buffer }>(
    "select recipient, props_sealed from mails where kind = 'access-ending' and cause like $1 order by created_at, recipient",
    [`access-ending:${person}:%`],
  );
  return found.map(({ recipient, props_sealed: sealed }) => {
    const { endsAt, link } = JSON.parse(served.platform.secrets.open(sealed)) as {
      endsAt: string;
      link: string | null;
    };
    return { to: recipient.replace(/\d+@.*/, ""), endsAt, withLink: link !== null };
  });
}
const announced = async () =>
  (
    await control.query("select data from events where database_id = $1 and type = 'collaborator.end_announced'", [
      database,
    ])
  ).length;

test("an end within three days is announced once, to the person and to whoever invited them", async () => {
  await endOn(days(3.1));
  await watch();
  expect(await mails()).toEqual([]);
  const until = days(2.9);
  await endOn(until);
  await Promise.all([watch(), watch(), watch()]);
  await watch();
  expect(await mails()).toEqual([
    { to: "inviter", endsAt: until.toISOString(), withLink: true },
    { to: "lena", endsAt: until.toISOString(), withLink: false },
  ]);
  expect(await announced()).toBe(1);
});

test("an end that is set to within the hour is not announced, and one that is over is revoked instead", async () => {
  await endOn(days(1 / 25));
  await watch();
  expect(await mails()).toEqual([]);
  await endOn(new Date(Date.now() - 1));
  await watch();
  expect(await mails()).toEqual([]);
  expect(await control.query("select status, end_reason from collaborators where id = $1", [person])).toEqual([
    { status: "revoking", end_reason: "expired" },
  ]);
});

test("whoever may not manage the collaborators any more is not told: the owner is", async () => {
  await control.query("update databases set collaborators_managed_by = 'owner' where id = $1", [database]);
  await endOn(days(1));
  await watch();
  expect((await mails()).map(({ to }) => to)).toEqual(["lena", "owner"]);
});

test("a crash in the middle announces nothing, and the next look announces it whole", async () => {
  await endOn(days(1));
  let sealed = 0;
  const { secrets } = served.platform;
  const failing = {
    ...served.platform,
    secrets: {
      ...secrets,
      seal: (text: string) => {
        if (++sealed === 2) throw new Error("the process died");
        return secrets.seal(text);
      },
    },
  };
  await expect(watchEnds(failing)).rejects.toThrow("the process died");
  expect(await mails()).toEqual([]);
  await watch();
  expect(await mails()).toHaveLength(2);
  expect(await announced()).toBe(1);
});

test("an end that is moved is announced again, what waits of the old one is not sent, and jobs wait for the new one", async () => {
  const path = `/v1/databases/${database}/collaborators/${person}`;
  const end = (until: Date | null) => served.send(owner, "PATCH", path, { until: until?.toISOString() ?? null });
  const [first, second] = [days(2), days(2.5)];
  // A login that is as it should be: the answer waits for no reconciler.
  await control.query(
    `insert into logins (database_id, collaborator_id, account_id, role_name, role_oid, access, state, ready_at)
     select database_id, id, account_id, 'lena', 1, access, 'ready', now() from collaborators where id = $1`,
    [person],
  );
  await end(first);
  await watch();
  await control.query(
    "update mails set state = 'sent', sent_at = now() where recipient like 'lena%' and cause like $1",
    [`access-ending:${person}:%`],
  );
  await end(second);
  expect((await mails()).map(({ to }) => to)).toEqual(["lena"]);
  await watch();
  expect((await mails()).map(({ to, endsAt }) => [to, endsAt])).toEqual([
    ["lena", first.toISOString()],
    ["inviter", second.toISOString()],
    ["lena", second.toISOString()],
  ]);
  const jobs = await control.query<{ key: string; run_at: Date }>(
    "select key, run_at from graphile_worker.jobs where key like '%end:' || $1 order by key",
    [person],
  );
  expect(jobs.map(({ key, run_at: at }) => [key, at])).toEqual([
    [`announce-end:${person}`, new Date(second.getTime() - 3 * 86_400_000)],
    [`end:${person}`, second],
  ]);
  await end(null);
  await watch();
  expect(await control.query("select until, status from collaborators where id = $1", [person])).toEqual([
    { until: null, status: "accepted" },
  ]);
});

test("an invitation does not outlast the access that it offers, and is not sent again after it", async () => {
  const guest = await rows.collaborator(database, await rows.account(`guest${number}@example.com`), "pending");
  const path = `/v1/databases/${database}/collaborators/${guest}`;
  const soon = days(1);
  await served.send(owner, "PATCH", path, { until: soon.toISOString() });
  const expiry = "select invitation_expires_at as at from collaborators where id = $1";
  expect(await control.query(expiry, [guest])).toEqual([{ at: soon }]);
  expect((await served.send(owner, "POST", `${path}/resend`)).status).toBe(200);
  expect(await control.query(expiry, [guest])).toEqual([{ at: soon }]);
  await control.query("update collaborators set until = now() - interval '1 minute' where id = $1", [guest]);
  expect(await served.send(owner, "POST", `${path}/resend`)).toMatchObject({
    status: 422,
    body: { code: "invalid_until" },
  });
});
