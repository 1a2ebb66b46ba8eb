import type { Account } from "@guestlist/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cookieOf } from "../support/account-app.ts";
import { openStream, type TestStream } from "../support/change-stream.ts";
import { api, type Api } from "../support/http.ts";
import { eventually } from "../support/signals.ts";
import { addPerson, createDatabase, databaseReady, invite, openStage, type Person, type Stage } from "./stage.ts";

const name = "my-dedicated-db";
const other = "another-database";

let stage: Stage;
let owner: Person;
let guest: Person;
let databaseId: string;
let otherId: string;
let guestId: string;

beforeAll(async () => {
  stage = await openStage();
  owner = await addPerson(stage, "owner@example.com");
  guest = await addPerson(stage, "user@example.com");
  [databaseId, otherId] = (await Promise.all(
    [name, other].map(async (each) => (await createDatabase(owner, each)).database.id),
  )) as [string, string];
  guestId = (await guest.api.get<{ account: Account }>("/v1/account")).body.account.id;
});
afterAll(() => stage.close());

const open = (person: Person): Promise<TestStream> => openStream(stage.product.url, person.token);

async function signIn({ email, password }: Person): Promise<{ cookie: string; session: Api }> {
  const answer = await api(stage.product.url).post("/v1/account/sign-in", { email, password });
  const { cookie } = cookieOf(answer);
  return { cookie, session: api(stage.product.url, { cookie }) };
}

describe("What a stream tells", () => {
  test("nobody but a signed-in account gets one", async () => {
    const refused = await api(stage.product.url).get("/v1/events/stream");
    expect([refused.status, refused.body]).toMatchObject([401, { code: "not_signed_in" }]);
    const stranger = await openStream(stage.product.url, "glt_of_nobody");
    expect(stranger.status).toBe(401);
  });

  test("an invitation is told to the invited account and to those who see the list, by id alone", async () => {
    const [owners, guests] = await Promise.all([open(owner), open(guest)]);
    await invite(owner, name, guest.email);
    await owners.told("database.changed", databaseId);
    await guests.told("account.changed", guestId);
    // Not theirs yet.
    expect(guests.changes).toEqual([{ kind: "account.changed", id: guestId }]);
    owners.close();
    guests.close();
  });

  test("an acceptance is told to the owner, and opens the database to the person's stream", async () => {
    const [owners, guests] = await Promise.all([open(owner), open(guest)]);
    const [invitation] = (await guest.api.get<{ invitations: { id: string }[] }>("/v1/invitations")).body.invitations;
    const accepted = await guest.api.post("/v1/invitations/accept", { id: invitation?.id });
    expect(accepted.status).toBe(200);
    await owners.told("database.changed", databaseId);
    await guests.told("account.changed", guestId);
    const before = guests.changes.length;
    await owner.api.patch(`/v1/databases/${name}`, { collaborators_managed_by: "owner" });
    await guests.told("database.changed", databaseId, before);
    owners.close();
    guests.close();
  });

  test("the end of an access is told to whom it was, and nothing of the database afterwards", async () => {
    const guests = await open(guest);
    const { collaborator } = (
      await guest.api.get<{ collaborator: { id: string } }>(`/v1/databases/${name}/collaborators/me`)
    ).body;
    await owner.api.delete(`/v1/databases/${name}/collaborators/${collaborator.id}`);
    await guests.told("access.ended", databaseId);
    await guests.told("account.changed", guestId);
    const before = guests.changes.length;
    const owners = await open(owner);
    await owner.api.patch(`/v1/databases/${name}`, { collaborators_managed_by: "full" });
    await owners.told("database.changed", databaseId);
    expect(guests.changes.slice(before)).toEqual([]);
    owners.close();
    guests.close();
  });

  test("a new database and a deleted one are told to their owner", async () => {
    const owners = await open(owner);
    const made = await owner.api.post<{ database: { id: string } }>("/v1/databases", { name: "short-lived" });
    await databaseReady(owner, "short-lived");
    await owners.told("database.changed", made.body.database.id);
    await owner.api.delete("/v1/databases/short-lived", { confirm: "short-lived" });
    await owners.told("database.deleted", made.body.database.id);
    expect(owners.changes.map(({ kind }) => kind)).not.toContain("access.ended");
    owners.close();
  });

  test("what happens to a database is told to nobody who may not see it", async () => {
    const guests = await open(guest);
    const owners = await open(owner);
    await owner.api.patch(`/v1/databases/${other}`, { collaborators_managed_by: "owner" });
    await owners.told("database.changed", otherId);
    expect(guests.changes).toEqual([]);
    owners.close();
    guests.close();
  });
});

describe("How a stream ends", () => {
  test("with the session that opened it, and not with another one", async () => {
    const [first, second] = [await signIn(guest), await signIn(guest)];
    const [ending, staying] = (await Promise.all(
      [first, second].map(({ cookie }) => openStream(stage.product.url, { cookie })),
    )) as [TestStream, TestStream];
    await first.session.post("/v1/account/sign-out");
    expect(await ending.ended).toBe(true);
    expect(ending.changes.at(-1)).toEqual({ kind: "session.ended", id: guestId });
    await staying.told("account.changed", guestId);
    expect(staying.changes.map(({ kind }) => kind)).not.toContain("session.ended");
    staying.close();
  });

  test("with the API token that opened it", async () => {
    const made = await guest.api.post<{ token: string }>("/v1/account/tokens", { name: "short" });
    const stream = await openStream(stage.product.url, made.body.token);
    await api(stage.product.url, made.body.token).delete("/v1/account/tokens/current");
    expect(await stream.ended).toBe(true);
    expect(stream.changes.at(-1)?.kind).toBe("session.ended");
  });

  test("an account has a bounded number of them, and a closed one makes room", async () => {
    const { cookie } = await signIn(guest);
    const opened: TestStream[] = [];
    for (let n = 0; n < 20; n += 1) opened.push(await openStream(stage.product.url, { cookie }));
    expect(opened.map(({ status }) => status)).toEqual(Array(20).fill(200));
    const refused = await openStream(stage.product.url, { cookie });
    expect(refused.status).toBe(429);
    opened[0]?.close();
    const another = await eventually(async () => {
      const stream = await openStream(stage.product.url, { cookie });
      return stream.status === 200 && stream;
    });
    for (const stream of [another, ...opened]) stream.close();
  });

  test("with the server, which does not wait for its clients", async () => {
    const streams = await Promise.all([open(owner), open(owner), open(guest)]);
    expect(await stage.product.stop()).toBe(0);
    expect(await Promise.all(streams.map((stream) => stream.ended))).toEqual([true, true, true]);
    expect(stage.product.logs()).not.toContain("did not stop cleanly");
    await stage.product.restart();
    const again = await open(owner);
    expect(again.status).toBe(200);
    again.close();
  });
});
