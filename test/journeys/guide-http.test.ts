import type { Closure, Collaborator, Invitation, Problem, RecordedEvent } from "@guestlist/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { api } from "../support/http.ts";
import { refusalOf } from "../support/postgres.ts";
import { linkIn } from "../support/smtp.ts";
import { openSession, type Session } from "../support/session.ts";
import {
  addPerson,
  connectionReady,
  createDatabase,
  invite,
  listed,
  mailedToken,
  newUri,
  openStage,
  signUp,
  tokenIn,
  tokenPattern,
  type Person,
  type Stage,
} from "./stage.ts";

const name = "my-dedicated-db";
const path = `/v1/databases/${name}/collaborators`;

let stage: Stage;
let user1: Person;
let user2: Person;
let user3: Person;
let application: Session;
let applicationUri: string;
const sessions: Record<string, Session> = {};
const uris: Record<string, string> = {};

beforeAll(async () => {
  stage = await openStage();
  user1 = await addPerson(stage, "user1@example.com");
  applicationUri = (await createDatabase(user1, name)).connection_uri;
  application = await openSession(applicationUri);
  await application.client.query("create table orders as select 'first' as what");
});
afterAll(() => stage.close());

const rows = async (person: Person): Promise<string[][]> =>
  (await listed(person, name)).map(({ email, username, status, role }) => [email, username ?? "n/a", status, role]);

const rowOf = async (person: Person, email: string): Promise<Collaborator> =>
  (await listed(person, name)).find((row) => row.email === email)!;

async function revoke(by: Person, email: string) {
  const { id } = await rowOf(by, email);
  return by.api.delete<{ collaborator: Collaborator; closure: Closure }>(`${path}/${id}`);
}

describe("Listing collaborators of a database", () => {
  test("the owner is alone on the list of a new database", async () => {
    expect(await rows(user1)).toEqual([["user1@example.com", "user1", "owner", "owner"]]);
  });

  test("nobody else learns that there is such a list", async () => {
    const stranger = await addPerson(stage, "stranger@example.com");
    for (const who of [stranger.api, api(stage.product.url)]) {
      const { status, body } = await who.get<Problem>(path);
      expect([401, 404]).toContain(status);
      expect(JSON.stringify(body)).not.toContain("user1");
    }
  });
});

describe("Inviting a collaborator", () => {
  let link: string;

  test("the invited address is on the list as pending, after the owner", async () => {
    const { status, body } = await user1.api.post<{ collaborator: Collaborator }>(path, { email: "user2@example.com" });
    expect(status).toBe(201);
    expect(body.collaborator).toMatchObject({ status: "pending", access: "full", username: null, login: null });
    const lasts = Date.parse(body.collaborator.invitation_expires_at!) - Date.now();
    expect(lasts / 86_400_000).toBeCloseTo(7, 1);
    expect(await rows(user1)).toEqual([
      ["user1@example.com", "user1", "owner", "owner"],
      ["user2@example.com", "n/a", "pending", "collaborator"],
    ]);
  });

  test("an invite is sent by e-mail, with a link whose token no server gets to see", async () => {
    const message = await stage.smtp.nextMessage({ to: "user2@example.com" });
    expect(message.subject).toBe("user1@example.com invites you to my-dedicated-db");
    link = linkIn(message, /\/invitation#/);
    expect(new URL(link).origin).toBe(stage.product.url);
    expect(new URL(link).pathname + new URL(link).search).toBe("/invitation");
    expect(tokenIn(message)).toMatch(tokenPattern);
    expect(message.html).toContain(link);
  });

  test("the link shows what is offered, to a person who has no account yet", async () => {
    const token = new URL(link).hash.slice(1);
    const look = await api(stage.product.url).post<{ invitation: Invitation }>("/v1/invitations/lookup", { token });
    expect(look.status).toBe(200);
    expect(look.body).toMatchObject({ link: "mailed", signed_in_as: "nobody", account_exists: false });
    expect(look.body.invitation).toMatchObject({
      database_name: name,
      invited_by: "user1@example.com",
      email: "user2@example.com",
      access: "full",
    });
  });

  test("the person signs up from it, with an address that counts as verified, and accepts", async () => {
    const token = new URL(link).hash.slice(1);
    user2 = await signUp(stage, "user2@example.com", token);
    const { body: own } = await user2.api.get<{ account: { email_verified_at: string | null } }>("/v1/account");
    expect(own.account.email_verified_at).not.toBeNull();

    const accepted = await user2.api.post<{ collaborator: Collaborator }>("/v1/invitations/accept", { token });
    expect(accepted.status).toBe(200);
    expect(accepted.body).toMatchObject({ database: { name }, collaborator: { status: "accepted", is_me: true } });
  });

  test("once the invite is accepted, the collaborator appears normally in the list, and the inviter is told", async () => {
    expect(await rows(user1)).toEqual([
      ["user1@example.com", "user1", "owner", "owner"],
      ["user2@example.com", "user2", "accepted", "collaborator"],
    ]);
    const told = await stage.smtp.nextMessage({ to: "user1@example.com" });
    expect(told.subject).toBe("user2@example.com accepted your invitation to my-dedicated-db");
  });

  test("the collaborator gets a PostgreSQL login of their own, and sets its password", async () => {
    const before = await connectionReady(user2, name);
    expect(before.login_name).toMatch(/^user2/);
    expect(before.has_password).toBe(false);
    expect(JSON.stringify(before)).not.toContain("password=");

    uris["user2"] = await newUri(user2, name);
    expect(new URL(uris["user2"]).username).toBe(before.login_name);
    expect((await connectionReady(user2, name)).has_password).toBe(true);
    const again = await user2.api.get(`/v1/databases/${name}/connection`);
    expect(JSON.stringify(again.body)).not.toContain(new URL(uris["user2"]).password);
  });

  test("a PostgreSQL session of the collaborator runs a query on what the application made", async () => {
    sessions["user2"] = await openSession(uris["user2"]!);
    const { rows: found } = await sessions["user2"].client.query("select what, session_user as who from orders");
    const { login_name: loginName } = await connectionReady(user2, name);
    expect(found).toEqual([{ what: "first", who: loginName }]);
  });

  test("PostgreSQL never got the password in plain text", async () => {
    expect(stage.postgres.logs()).not.toContain(new URL(uris["user2"]!).password);
    const { login_name: role } = await connectionReady(user2, name);
    const [kept] = await stage.postgres.query("select rolpassword from pg_authid where rolname = $1", [role]);
    expect(kept?.["rolpassword"]).toMatch(/^SCRAM-SHA-256\$/);
  });

  test("a person who has an account accepts with it, by what waits for their address", async () => {
    user3 = await addPerson(stage, "user3@example.com");
    await invite(user1, name, "User3@Example.com");
    const { body } = await user3.api.get<{ invitations: Invitation[] }>("/v1/invitations");
    expect(body.invitations).toMatchObject([{ database_name: name, email: "User3@Example.com" }]);
    const { status } = await user3.api.post("/v1/invitations/accept", { id: body.invitations[0]!.id });
    expect(status).toBe(200);
    await connectionReady(user3, name);
    uris["user3"] = await newUri(user3, name);
    sessions["user3"] = await openSession(uris["user3"]);
    expect(await rows(user2)).toEqual([
      ["user1@example.com", "user1", "owner", "owner"],
      ["user2@example.com", "user2", "accepted", "collaborator"],
      ["User3@Example.com", "user3", "accepted", "collaborator"],
    ]);
  });

  test("the owner too has a login of their own", async () => {
    await connectionReady(user1, name);
    sessions["user1"] = await openSession(await newUri(user1, name));
    const { rows: found } = await sessions["user1"].client.query("select what from orders");
    expect(found).toEqual([{ what: "first" }]);
  });
});

describe("Removing a collaborator", () => {
  let closure: Closure;

  test("what would end is shown first", async () => {
    const { id, login } = await rowOf(user1, "user2@example.com");
    const { status, body } = await user1.api.get(`${path}/${id}/revocation-preview`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ seen: true, login_name: login!.name, invitations: [] });
    expect(body["sessions"]).toHaveLength(1);
    expect(await sessions["user2"]!.isOpen()).toBe(true);
  });

  test("a revoke ends the open session, and PostgreSQL refuses a new login", async () => {
    const { status, body } = await revoke(user1, "user2@example.com");
    expect(status).toBe(200);
    expect(body.collaborator).toMatchObject({ status: "ended", email: "user2@example.com" });
    ({ closure } = body);
    expect(await sessions["user2"]!.ended).toMatchObject({ code: "57P01" });
    expect(await sessions["user2"]!.isOpen()).toBe(false);
    expect(["28000", "28P01"]).toContain(await refusalOf(uris["user2"]!));
  });

  test("everybody else goes on: another collaborator, the owner, and the application", async () => {
    for (const session of [sessions["user3"]!, sessions["user1"]!, application]) {
      expect(await session.isOpen()).toBe(true);
    }
    await application.client.query("insert into orders values ('second')");
    const { rows: found } = await sessions["user3"]!.client.query("select count(*)::int as n from orders");
    expect(found).toEqual([{ n: 2 }]);
    expect(await refusalOf(applicationUri)).toBeUndefined();
    expect(await refusalOf(uris["user3"]!)).toBeUndefined();
  });

  test("the list is without them, and they see nothing of the database any more", async () => {
    expect((await rows(user1)).map(([email]) => email)).toEqual(["user1@example.com", "User3@Example.com"]);
    for (const gone of [path, `/v1/databases/${name}`, `/v1/databases/${name}/connection`]) {
      expect((await user2.api.get(gone)).status).toBe(404);
    }
    expect((await user2.api.post(`/v1/databases/${name}/connection/password`)).status).toBe(404);
    expect((await user2.api.get<{ databases: unknown[] }>("/v1/databases")).body.databases).toEqual([]);
  });

  test("the receipt says what PostgreSQL said", async () => {
    expect(closure).toMatchObject({
      email: "user2@example.com",
      reason: "revoked",
      ended_by: "user1@example.com",
      sessions_ended: [expect.objectContaining({ pid: expect.any(Number) as number })],
    });
    expect(["28000", "28P01"]).toContain(closure.login_attempt.sqlstate);
    const [server] = await stage.postgres.query("select system_identifier::text as id from pg_control_system()");
    expect(closure.system_identifier).toBe(server?.["id"]);
    expect(Date.parse(closure.new_logins_refused_at)).toBeLessThanOrEqual(Date.parse(closure.last_session_gone_at));
    expect(closure.gone_after_ms).toBeLessThan(5_000);

    const stored = await user1.api.get<{ closures: Closure[] }>(`/v1/databases/${name}/closures`);
    expect(stored.body.closures.map(({ id }) => id)).toEqual([closure.id]);
    const one = await user1.api.get<{ closure: Closure }>(`/v1/databases/${name}/closures/${closure.number}`);
    expect(one.body.closure.login_attempt).toEqual(closure.login_attempt);
  });

  test("the person is told by e-mail", async () => {
    const mail = await stage.smtp.nextMessage({ to: "user2@example.com" });
    expect(mail.subject).toBe("Your access to my-dedicated-db has ended");
    expect(mail.text).toContain(closure.login_name);
  });

  test("a pending invitation is withdrawn, and its link no longer works", async () => {
    await invite(user1, name, "user4@example.com");
    const token = await mailedToken(stage, "user4@example.com");
    const { status, body } = await revoke(user1, "user4@example.com");
    expect([status, body.closure]).toEqual([200, null]);
    const look = await api(stage.product.url).post<Problem>("/v1/invitations/lookup", { token });
    expect([look.status, look.body.code]).toEqual([410, "invitation_no_longer_works"]);
  });

  test("a person who is invited again gets a new login, and the old one stays shut", async () => {
    await invite(user1, name, "user2@example.com");
    const token = await mailedToken(stage, "user2@example.com");
    expect((await user2.api.post("/v1/invitations/accept", { token })).status).toBe(200);
    const connection = await connectionReady(user2, name);
    expect(connection.login_name).not.toBe(closure.login_name);
    expect(connection.has_password).toBe(false);
    expect(["28000", "28P01"]).toContain(await refusalOf(uris["user2"]!));
    expect(await refusalOf(await newUri(user2, name))).toBeUndefined();
  });
});

describe("Stopping collaborating", () => {
  test("a collaborator leaves on their own, and their access ends as by a revoke", async () => {
    const left = await user3.api.delete<{ closure: Closure }>(`${path}/me`);
    expect(left.status).toBe(200);
    expect(left.body.closure).toMatchObject({ reason: "left", email: "User3@Example.com" });
    expect(await sessions["user3"]!.ended).toMatchObject({ code: "57P01" });
    expect(["28000", "28P01"]).toContain(await refusalOf(uris["user3"]!));
    expect((await rows(user1)).map(([email]) => email)).toEqual(["user1@example.com", "user2@example.com"]);
    const mail = await stage.smtp.nextMessage({ to: "user3@example.com", subject: "has ended" });
    expect(mail.text).toContain("You left my-dedicated-db.");
  });

  test("the owner cannot leave", async () => {
    const { status, body } = await user1.api.delete<Problem>(`${path}/me`);
    expect([status, body.code]).toEqual([409, "owner_cannot_leave"]);
    expect(body.detail).toBe("You own this database. Transfer it before you leave.");
  });

  test("all of it stands in the database's activity, each thing once", async () => {
    const { body } = await user1.api.get<{ events: RecordedEvent[] }>(`/v1/databases/${name}/events?limit=500`);
    const told = body.events.toReversed().map(({ type, subject_email: subject }) => `${type} ${subject ?? ""}`.trim());
    const ofUser3 = told.filter((line) => /user3/i.test(line) && !line.startsWith("login"));
    expect(ofUser3).toEqual([
      "collaborator.invited User3@Example.com",
      "collaborator.accepted User3@Example.com",
      "collaborator.left User3@Example.com",
      "collaborator.ended User3@Example.com",
    ]);
    expect(told).toContain("invitation.withdrawn user4@example.com");
  });
});
