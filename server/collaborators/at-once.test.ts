import type { Collaborator, Problem } from "@guestlist/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createControlDatabase, type TestControlDatabase } from "../../test/support/control-database.ts";
import { databaseRows, type DatabaseRows } from "../../test/support/database-rows.ts";
import { connect } from "../../test/support/postgres.ts";
import { serveJourneys, type Sent, type ServedJourneys } from "../../test/support/serve-journeys.ts";
import { eventually } from "../../test/support/signals.ts";
import { changeAccess } from "./change-access.ts";
import { resend } from "./resend.ts";
import { revoke } from "./revoke.ts";
import { decideReview } from "./reviews/decide.ts";
import { startReview } from "./reviews/start.ts";

let control: TestControlDatabase;
let served: ServedJourneys;
let rows: DatabaseRows;
let owner: string;
let dave: string;
let database: string;
let path: string;
let number = 0;

beforeAll(async () => {
  control = await createControlDatabase();
  served = await serveJourneys(control, [changeAccess, resend, revoke, startReview, decideReview]);
  rows = databaseRows(control);
});
afterAll(async () => {
  await served.close();
  await control.drop();
});
beforeEach(async () => {
  const n = ++number;
  owner = await rows.account(`owner${n}@example.com`);
  dave = await rows.account(`dave${n}@example.com`);
  const server = await rows.server({ name: `server-${n}`, port: 5000 + n });
  database = await rows.database(`my-database-${n}x`, owner, server);
  path = `/v1/databases/${database}/collaborators`;
});

const inDays = (n: number): Date => new Date(Date.now() + n * 86_400_000);
const rowOf = async (id: string) => {
  const [row] = await control.query<{ status: string; access: string; until: Date; invitation_expires_at: Date }>(
    "select * from collaborators where id = $1",
    [id],
  );
  return row!;
};

/** Requests that all meet a row which a transaction of somebody else holds; that one does `last` and commits. */
async function whileHeld(held: string | string[], requests: (() => Promise<Sent>)[], last?: string): Promise<Sent[]> {
  const other = await connect(control.url);
  const ids = [held].flat();
  try {
    await other.query("begin");
    await other.query("select from collaborators where id = any($1) for no key update", [ids]);
    const sent = requests.map((send) => send());
    await eventually(async () => {
      const [seen] = await control.query<{ n: number }>(
        "select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      return seen?.n === requests.length;
    });
    if (last !== undefined) await other.query(last, [ids[0]]);
    await other.query("commit");
    return await Promise.all(sent);
  } finally {
    await other.end();
  }
}
const codesOf = (sent: readonly Sent[]) => sent.map(({ status, body }) => [status, (body as Partial<Problem>).code]);
const collaboratorOf = ({ body }: Sent): Collaborator => (body as { collaborator: Collaborator }).collaborator;

const accepting = `update collaborators set status = 'accepted', accepted_at = now(), token_hash = null,
  account_id = (select a.id from accounts a where a.email_folded = collaborators.email_folded) where id = $1`;

describe("What comes at the same moment as something else goes by what that has left:", () => {
  test("each of three revokes is answered as one", async () => {
    const id = await rows.collaborator(database, dave, "accepted");
    const one = () => served.send(owner, "DELETE", `${path}/${id}`);
    const answers = await whileHeld(id, [one, one, one]);
    for (const [status, code] of codesOf(answers)) {
      expect([200, 202]).toContain(status);
      expect(code).toBeUndefined();
    }
    expect(["revoking", "ended"]).toContain((await rowOf(id)).status);
    const begun = "select from events where database_id = $1 and type = 'collaborator.revoking'";
    expect(await control.query(begun, [database])).toHaveLength(1);
  });

  test("a revoke that an accept has come before ends the access", async () => {
    const id = await rows.collaborator(database, dave, "pending");
    const [answer] = await whileHeld(id, [() => served.send(owner, "DELETE", `${path}/${id}`)], accepting);
    expect([200, 202]).toContain(answer?.status);
    expect(collaboratorOf(answer!).accepted_at).not.toBeNull();
    expect(["revoking", "ended"]).toContain((await rowOf(id)).status);
  });

  test("two who revoke each other leave one of them", async () => {
    const erin = await rows.account(`erin${number}@example.com`);
    const ids = [
      await rows.collaborator(database, dave, "accepted"),
      await rows.collaborator(database, erin, "accepted"),
    ];
    const [one, other] = await whileHeld(ids, [
      () => served.send(dave, "DELETE", `${path}/${ids[1]}`),
      () => served.send(erin, "DELETE", `${path}/${ids[0]}`),
    ]);
    const answers = [one!, other!].toSorted((a, b) => a.status - b.status);
    expect([200, 202]).toContain(answers[0]?.status);
    expect(codesOf(answers)[1]).toEqual([404, "not_found"]);
    const accepted = "select from collaborators where database_id = $1 and status = 'accepted'";
    expect(await control.query(accepted, [database])).toHaveLength(1);
  });

  test("so does an end in a review", async () => {
    const id = await rows.collaborator(database, dave, "pending");
    const started = await served.send(owner, "POST", "/v1/reviews", { database });
    const { review, items } = started.body as unknown as { review: { id: string }; items: { id: string }[] };
    const decide = () =>
      served.send(owner, "POST", `/v1/reviews/${review.id}/decisions`, { item: items[0]!.id, decision: "end" });
    const [answer] = await whileHeld(id, [decide], accepting);
    expect([200, 202]).toContain(answer?.status);
    expect(["revoking", "ended"]).toContain((await rowOf(id)).status);
  });

  test("two changes of one access both stand, and each event says what its own has changed", async () => {
    const id = await rows.collaborator(database, dave, "accepted");
    const change = (body: object) => () => served.send(owner, "PATCH", `${path}/${id}`, body);
    const until = inDays(5).toISOString();
    const answers = await whileHeld(id, [change({ until }), change({ access: "read-only" })]);
    for (const { status } of answers) expect([200, 202]).toContain(status);
    expect(await rowOf(id)).toMatchObject({ access: "read-only", until: new Date(until) });
    const events = await control.query<{ data: object }>(
      "select data from events where database_id = $1 and type = 'collaborator.access_changed'",
      [database],
    );
    const data = events.map((event) => event.data);
    expect(data).toHaveLength(2);
    expect(data).toContainEqual({ until });
    expect(data).toContainEqual({ from: "full", to: "read-only" });
  });

  test("an invitation that is sent again does not outlast the end that was just set", async () => {
    const id = await rows.collaborator(database, dave, "pending");
    const ending = "update collaborators set until = now() + interval '1 day' where id = $1";
    const [answer] = await whileHeld(id, [() => served.send(owner, "POST", `${path}/${id}/resend`)], ending);
    expect(answer?.status).toBe(200);
    const { until, invitation_expires_at: expires } = await rowOf(id);
    expect(expires).toEqual(until);
  });
});
