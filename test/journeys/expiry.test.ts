import type { Collaborator } from "@guestlist/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { refusalOf } from "../support/postgres.ts";
import { eventually } from "../support/signals.ts";
import { openSession } from "../support/session.ts";
import { addPerson, createDatabase, join, listed, newUri, openStage, type Stage } from "./stage.ts";
import type { Member, Person } from "./stage.ts";

const name = "my-dedicated-db";
let stage: Stage;
let owner: Person;

beforeAll(async () => {
  stage = await openStage();
  owner = await addPerson(stage, "owner@example.com");
  await createDatabase(owner, name);
});
afterAll(() => stage.close());

/** The end that PostgreSQL itself has of somebody's login. */
async function endInPostgres(member: Member): Promise<Date | null> {
  const row = (await listed(owner, name)).find(({ id }) => id === member.collaboratorId);
  const [role] = await stage.postgres.query<{ until: Date | null }>(
    "select nullif(rolvaliduntil, 'infinity') as until from pg_roles where rolname = $1",
    [row?.login?.name],
  );
  return role?.until ?? null;
}

async function setEnd(member: Member, until: Date): Promise<void> {
  const path = `/v1/databases/${name}/collaborators/${member.collaboratorId}`;
  const { status } = await owner.api.patch(path, { until: until.toISOString() });
  expect(status).toBe(200);
  await eventually(async () => (await endInPostgres(member))?.getTime() === until.getTime());
}

async function statusOf(member: Member): Promise<Collaborator> {
  const path = `/v1/databases/${name}/collaborators/${member.collaboratorId}`;
  return (await owner.api.get<{ collaborator: Collaborator }>(path)).body.collaborator;
}

const patient = { within: 20_000 };
const inSeconds = (seconds: number): Date => new Date(Date.now() + seconds * 1000);
const passed = (at: Date) => eventually(() => Date.now() > at.getTime(), patient);

test("at its end an access is revoked as by hand, within seconds, with its receipt and its mail", async () => {
  const member = await join(stage, owner, name, "timely@example.com", "read-only");
  const uri = await newUri(member, name);
  const session = await openSession(uri);
  const until = inSeconds(4);
  await setEnd(member, until);
  const { status, closure_number: number } = await eventually(async () => {
    const row = await statusOf(member);
    return row.status === "ended" && row;
  }, patient);
  expect(status).toBe("ended");
  await session.ended;
  expect(await refusalOf(uri)).toBe("28P01");
  const { body } = await owner.api.get<{ closure: { reason: string; ended_by: string | null; requested_at: string } }>(
    `/v1/databases/${name}/closures/${number}`,
  );
  expect(body.closure).toMatchObject({ reason: "expired", ended_by: null });
  const late = new Date(body.closure.requested_at).getTime() - until.getTime();
  expect(late).toBeGreaterThanOrEqual(-50);
  // The job that waits for that moment ran, and not the timer of a minute.
  expect(late).toBeLessThan(15_000);
  const mail = await stage.smtp.nextMessage({ to: member.email, subject: / has ended/ });
  expect(mail.text).toContain("had an end date, which has come");
});

test("while Guestlist is down PostgreSQL refuses the login from its end on, and the rest follows when it is back", async () => {
  const member = await join(stage, owner, name, "down@example.com", "read-write");
  const uri = await newUri(member, name);
  const until = inSeconds(8);
  await setEnd(member, until);
  await stage.product.stop();
  const session = await openSession(uri);
  await passed(until);
  expect(await refusalOf(uri)).toBe("28P01");
  // A session that is open knows nothing of it until somebody ends it.
  expect(await session.isOpen()).toBe(true);
  await stage.product.restart();
  await session.ended;
  await eventually(async () => (await statusOf(member)).status === "ended", patient);
}, 60_000);

test("an end that is three days away is announced to the person and to whoever invited them", async () => {
  const member = await join(stage, owner, name, "warned@example.com", "read-only");
  const until = inSeconds(2 * 86_400);
  await setEnd(member, until);
  const subject = / ends on /;
  const [toPerson, toOwner] = await Promise.all(
    [member, owner].map(({ email: to }) => stage.smtp.nextMessage({ to, subject })),
  );
  expect(toPerson?.text).toContain(`Ask ${owner.email}`);
  expect(toOwner?.text).toContain("warned@example.com");
  expect(toOwner?.text).toContain(`/databases/${name}/settings/collaborators`);
});
