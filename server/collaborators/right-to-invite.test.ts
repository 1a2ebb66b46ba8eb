import type { Collaborator } from "@guestlist/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createControlDatabase, type TestControlDatabase } from "../../test/support/control-database.ts";
import { databaseRows, type DatabaseRows } from "../../test/support/database-rows.ts";
import { connect } from "../../test/support/postgres.ts";
import { serveJourneys, type ServedJourneys } from "../../test/support/serve-journeys.ts";
import { eventually } from "../../test/support/signals.ts";
import { accept } from "./accept.ts";
import { changeAccess } from "./change-access.ts";
import { changeDatabase } from "./change-database.ts";
import { invite } from "./invite.ts";

let control: TestControlDatabase;
let served: ServedJourneys;
let rows: DatabaseRows;
let n = 0;
let owner: string;
let bob: { account: string; id: string };
let dave: { account: string; email: string };
let database: string;
let path: string;

beforeAll(async () => {
  control = await createControlDatabase();
  served = await serveJourneys(control, [accept, changeAccess, changeDatabase, invite]);
  rows = databaseRows(control);
});
afterAll(async () => {
  await served.close();
  await control.drop();
});
beforeEach(async () => {
  n += 1;
  owner = await rows.account(`owner${n}@example.com`);
  database = await rows.database(
    `my-database-${n}x`,
    owner,
    await rows.server({ name: `server-${n}`, port: 5000 + n }),
  );
  path = `/v1/databases/${database}`;
  const account = await rows.account(`bob${n}@example.com`);
  bob = { account, id: await rows.collaborator(database, account, "accepted") };
  // With a login that PostgreSQL gives as it is asked to, so that nobody waits for a reconciler.
  await control.query(
    `insert into logins (database_id, collaborator_id, account_id, role_name, role_oid, access, state, ready_at)
     values ($1, $2, $3, 'bob', 1, 'read-only', 'ready', now())`,
    [database, bob.id, account],
  );
  dave = { account: await rows.account(`dave${n}@example.com`), email: `dave${n}@example.com` };
});

const invites = async (by: string, email: string): Promise<Collaborator> => {
  const { status, body } = await served.send(by, "POST", `${path}/collaborators`, { email });
  expect(status).toBe(201);
  return (body as unknown as { collaborator: Collaborator }).collaborator;
};
const accepts = (id: string) => served.send(dave.account, "POST", "/v1/invitations/accept", { id });
const statusOf = async (id: string) =>
  (await control.query<{ status: string }>("select status from collaborators where id = $1", [id]))[0]?.status;
const noLonger = () => `This invitation no longer works. Ask owner${n}@example.com for a new one.`;

describe("Nobody comes in on the word of somebody who could not give it today:", () => {
  test("who is lowered from full loses what they have invited, and whoever lowers them is told", async () => {
    const [first, second] = [await invites(bob.account, dave.email), await invites(bob.account, "gina@example.com")];
    const other = await invites(owner, "lena@example.com");
    const lowered = await served.send(owner, "PATCH", `${path}/collaborators/${bob.id}`, { access: "read-only" });
    expect(lowered).toMatchObject({
      status: 200,
      body: { invitations_withdrawn: [dave.email, "gina@example.com"] },
    });
    expect(await Promise.all([first, second, other].map(({ id }) => statusOf(id)))).toEqual([
      "ended",
      "ended",
      "pending",
    ]);
    const events = await control.query<{ actor_email: string; subject_email: string }>(
      "select actor_email, subject_email from events where database_id = $1 and type = 'invitation.withdrawn' order by id",
      [database],
    );
    expect(events).toEqual(
      [dave.email, "gina@example.com"].map((email) => ({
        actor_email: `owner${n}@example.com`,
        subject_email: email,
      })),
    );
    expect(await control.query("select state from mails where recipient = $1", [dave.email])).not.toContainEqual({
      state: "queued",
    });
    expect((await accepts(first.id)).status).toBe(410);
  });

  test("an accept that a lowering has come before is refused, and its person is told whom to ask", async () => {
    const { id } = await invites(bob.account, dave.email);
    const other = await connect(control.url);
    try {
      await other.query("begin");
      await other.query("update collaborators set access = 'read-only' where id = $1", [bob.id]);
      const answer = accepts(id);
      await eventually(async () => {
        const waits = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        return (await control.query(waits)).length === 1;
      });
      await other.query("commit");
      expect(await answer).toMatchObject({ status: 410, body: { detail: noLonger() } });
      expect(await statusOf(id)).toBe("pending");
    } finally {
      await other.end();
    }
  });

  test("when the owner takes the management, what others have invited is withdrawn, and the owner's own stays", async () => {
    const { id } = await invites(bob.account, dave.email);
    const own = await invites(owner, "lena@example.com");
    const taken = await served.send(owner, "PATCH", path, { collaborators_managed_by: "owner" });
    expect([taken.status, taken.body.database?.people.pending]).toEqual([200, 1]);
    expect([await statusOf(id), await statusOf(own.id)]).toEqual(["ended", "pending"]);
    expect((await accepts(id)).status).toBe(410);
  });

  test("an invitation of somebody who still has full access works", async () => {
    const { id } = await invites(bob.account, dave.email);
    expect((await accepts(id)).status).toBe(200);
    expect(await statusOf(id)).toBe("accepted");
  });
});
