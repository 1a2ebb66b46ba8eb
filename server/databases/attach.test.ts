import type { Finding } from "@guestlist/contract";
import { statSync, chownSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createControlDatabase, type TestControlDatabase } from "../../test/support/control-database.ts";
import { databaseRows } from "../../test/support/database-rows.ts";
import { startPooler } from "../../test/support/pooler.ts";
import { freePort } from "../../test/support/ports.ts";
import { startPostgres, type TestPostgres } from "../../test/support/postgres.ts";
import { serveJourneys, type ServedJourneys } from "../../test/support/serve-journeys.ts";
import { eventually } from "../../test/support/signals.ts";
import { checkDatabase } from "./check.ts";
import { createDatabase } from "./create.ts";

let cluster: TestPostgres;
let control: TestControlDatabase;
let served: ServedJourneys;
let ada: string;

beforeAll(async () => {
  [cluster, control] = await Promise.all([startPostgres(), createControlDatabase()]);
  served = await serveJourneys(control, [createDatabase, checkDatabase]);
  ada = await databaseRows(control).account("ada@example.com");
  for (const statement of [
    "create role shop login password 'shop'",
    "create role powerless",
    "create role rolemaker createrole",
    "create role admin login createrole password 'admin'",
    "create role plain login password 'plain'",
    "create database shop owner shop",
    "create database quiet owner powerless",
    "create database powers owner rolemaker",
  ])
    await cluster.query(statement);
  await cluster.query("create table orders (id serial primary key); alter table orders owner to shop", [], "shop");
  await cluster.query("create view recent as select 1 as one; alter view recent owner to shop", [], "shop");
});
beforeEach(() => control.query("delete from rate_limits"));
afterAll(async () => {
  await served.close();
  await Promise.all([cluster.discard(), control.drop()]);
});

const check = (url: string) => served.send(ada, "POST", "/v1/databases/check", { url });
const attach = (name: string, url: string, more: object = {}) =>
  served.send(ada, "POST", "/v1/databases", { name, url, ...more });

async function findings(url: string): Promise<Finding[]> {
  const { status, body } = await check(url);
  expect(status).toBe(200);
  return body.findings ?? [];
}
const refusing = (found: readonly Finding[]) => found.filter(({ kind }) => kind === "refuses");

const becomeReady = (name: string) =>
  eventually(async () => {
    const rows = await control.query(
      `with done as (update databases set state = 'ready', ready_at = now() where name = $1 returning id)
       select pg_notify('guestlist_changed', id::text) from done`,
      [name],
    );
    return rows.length > 0;
  });

test("an owner that can log in limits: full access waits for a move, whose changes are told", async () => {
  const { body } = await check(cluster.urlFor("shop"));
  expect(body).toMatchObject({
    attachable: true,
    host: "127.0.0.1",
    port: cluster.port,
    dbname: "shop",
    admin: { name: "postgres", superuser: true },
    owner: { name: "shop", can_log_in: true },
  });
  expect(body.findings?.map(({ kind, code }) => `${kind} ${code}`)).toEqual([
    "fine reachable",
    "fine version",
    "fine encryption",
    "fine rights",
    "limits owner_can_log_in",
    "limits public_connect",
  ]);
  expect(body.findings?.at(-1)?.message).toBe(
    "Every login of the server may connect now. That will be taken away. 2 logins get that right of their own first, and go on as before: admin, plain.",
  );
  // The table, its sequence and the view; the index goes with the table.
  expect(body.move_preview).toContain(
    "3 objects that shop owns in shop become that role's; what it owns elsewhere stays.",
  );
});

test("an owner that cannot log in and can do nothing else is fine as it is", async () => {
  const { body } = await check(cluster.urlFor("quiet"));
  expect(body.findings).toContainEqual({
    kind: "fine",
    code: "owner",
    message: "powerless, who owns quiet, cannot log in: full access can be given.",
  });
  expect(body.move_preview).toEqual([]);
});

test("an owner that may create roles would give that right away with full access", async () => {
  expect((await findings(cluster.urlFor("powers"))).map(({ code }) => code)).toContain("owner_has_powers");
});

test("an admin without the right to create roles is refused with the statement that gives it", async () => {
  expect(refusing(await findings(cluster.urlFor("shop", "plain", "plain")))).toEqual([
    {
      kind: "refuses",
      code: "rights",
      message:
        "plain may not create roles, and every collaborator needs one. Run ALTER ROLE plain CREATEROLE, or use another login.",
    },
  ]);
});

test("an admin that may create roles also has to act for the owner; what others own is a gap", async () => {
  const url = cluster.urlFor("shop", "admin", "admin");
  expect(refusing(await findings(url))).toEqual([
    {
      kind: "refuses",
      code: "rights",
      message:
        "admin may not act for shop, who owns the database. Run GRANT shop TO admin WITH ADMIN OPTION as a superuser, or as a role that has that option on shop; or use another login.",
    },
  ]);
  await cluster.query("grant shop to admin with admin option");
  await cluster.query("create table of_postgres (id int)", [], "shop");
  const found = await findings(url);
  expect(refusing(found)).toEqual([]);
  expect(found).toContainEqual({
    kind: "limits",
    code: "coverage",
    message: "What postgres own in it cannot be shared through this login: collaborators will not see it.",
  });
});

test("a wrong password, a closed port and a missing database are told apart", async () => {
  const port = await freePort();
  const code = async (url: string) => refusing(await findings(url)).map((finding) => finding.code);
  expect(await code(cluster.urlFor("shop", "postgres", "wrong"))).toEqual(["wrong_password"]);
  expect(await code(cluster.urlFor("nowhere"))).toEqual(["no_database"]);
  for (const user of ["postgres", "postgres:"])
    expect(refusing(await findings(`postgresql://${user}@127.0.0.1:${cluster.port}/shop`))).toEqual([
      {
        kind: "refuses",
        code: "no_password",
        message: `127.0.0.1:${cluster.port} cannot be used: it asks for a password, and the URL has none. Write it as postgresql://user:password@host/database.`,
      },
    ]);
  expect(await code(`postgresql://postgres:x@127.0.0.1:${port}/shop`)).toEqual(["unreachable"]);
  const silent = await attach("silent-server", `postgresql://postgres:x@127.0.0.1:${port}/shop`);
  expect([silent.status, silent.body.code]).toEqual([503, "server_does_not_answer"]);
  const wrong = await attach("wrong-password", cluster.urlFor("shop", "postgres", "wrong"));
  expect([wrong.status, wrong.body.code]).toEqual([422, "attach_refused"]);
});

test("a standby is refused, and the primary asked for: waiting would not help", async () => {
  const standby = await startPostgres();
  await standby.query("create database shop");
  await becomeStandby(standby);
  const url = standby.urlFor("shop");
  const message = `127.0.0.1:${standby.port} cannot be used: it is a standby, on which nothing can be changed. Attach the primary that it follows, by the primary's own address.`;
  const { body } = await check(url);
  expect(body).toMatchObject({ attachable: false, findings: [{ kind: "refuses", code: "standby", message }] });
  const refused = await attach("standby-here", url);
  expect([refused.status, refused.body.code, refused.body.detail]).toEqual([422, "attach_refused", message]);
  expect(await control.query("select from databases where name = 'standby-here'")).toHaveLength(0);
  await standby.discard();
});

test("templates and Guestlist's own database are refused", async () => {
  expect(refusing(await findings(cluster.urlFor("template1"))).map(({ code }) => code)).toEqual(["template"]);
  expect(refusing(await findings(control.url)).map(({ code }) => code)).toContain("control_database");
});

test("a comma in the password is no second host", async () => {
  await cluster.query("create role comma login superuser password 'a,b@c'");
  const { host, pathname } = new URL(cluster.urlFor("quiet"));
  for (const password of ["a,b%40c", "a%2Cb%40c"])
    expect(refusing(await findings(`postgresql://comma:${password}@${host}${pathname}`))).toEqual([]);
});

test("a pooler in between is noticed by its session id", async () => {
  const pooler = await startPooler(cluster.port);
  expect(refusing(await findings(pooler.through(cluster.urlFor("quiet")))).map(({ code }) => code)).toEqual(["pooler"]);
  pooler.close();
});

test.each([
  ["not a url", "This is not a URL."],
  ["mysql://root@127.0.0.1/shop", "The URL must begin with postgresql:// or postgres://."],
  ["postgresql://u:p@db-1:5432,db-2:5432/shop", "The URL names several hosts."],
  ["postgresql://u:p@db-1,db-2/shop", "The URL names several hosts."],
  ["postgresql://u:p@127.0.0.1/shop?sslmode=maybe", "sslmode must be"],
])("%s: %s", async (url, words) => {
  for (const sent of [await check(url), await attach("bad-url-here", url)]) {
    expect([sent.status, sent.body.code]).toEqual([422, "attach_refused"]);
    expect(sent.body.detail).toContain(words);
    expect(sent.text).not.toContain("u:p");
  }
});

test("attaching keeps the ownership unless it is asked for, seals the URL, and is done once", async () => {
  const url = cluster.urlFor("shop");
  const [kept] = await Promise.all([attach("shop-kept", url), becomeReady("shop-kept")]);
  expect([kept.status, kept.body.connection_uri]).toEqual([201, null]);
  expect(kept.body.database).toMatchObject({
    name: "shop-kept",
    kind: "attached",
    ownership: "kept",
    state: "ready",
    dbname: "shop",
    server: { name: `127.0.0.1:${cluster.port}`, bundled: false, state: "answers" },
    can: { connect: false, manage_collaborators: true },
  });
  const again = await attach("shop-again", `${url}?sslmode=disable`);
  expect([again.status, again.body.code, again.body.detail]).toEqual([
    409,
    "already_attached",
    "shop on this server is in Guestlist already.",
  ]);
  const taken = await attach("shop-kept", cluster.urlFor("quiet"));
  expect([taken.status, taken.body.code]).toEqual([409, "name_taken"]);
  expect(refusing(await findings(url)).map(({ code }) => code)).toEqual(["already_attached"]);
  const rows = await control.query(
    "select servers::text, databases::text, events::text from servers, databases, events",
  );
  expect(kept.text + again.text + JSON.stringify(rows)).not.toContain("only-for-tests");
  expect(await control.query("select type, data from events")).toEqual([
    { type: "database.attached", data: { server: `127.0.0.1:${cluster.port}`, ownership: "kept" } },
  ]);
});

test("a powerless owner is taken as it is, by its OID; one with powers moves when asked", async () => {
  const [quiet] = await Promise.all([attach("quiet-one", cluster.urlFor("quiet")), becomeReady("quiet-one")]);
  expect(quiet.body.database?.ownership).toBe("moved");
  const [oid] = await cluster.query("select oid::int from pg_roles where rolname = 'powerless'");
  expect(await control.query("select owner_role, owner_role_oid from databases where name = 'quiet-one'")).toEqual([
    { owner_role: "powerless", owner_role_oid: String(oid!["oid"]) },
  ]);
  const move = { ownership: "move" };
  const [moving] = await Promise.all([
    attach("powers-move", cluster.urlFor("powers"), move),
    becomeReady("powers-move"),
  ]);
  expect(moving.body.database?.ownership).toBe("moving");
  expect(await control.query("select from servers")).toHaveLength(1);
});

test("two who attach the same database at once, by two logins: one of them has it", async () => {
  await cluster.query("create role second login superuser password 'second'");
  await cluster.query("create database contested owner powerless");
  const urls = [cluster.urlFor("contested"), cluster.urlFor("contested", "second", "second")];
  const done = await Promise.all([
    ...urls.map((url, index) => attach(`contested-${index}`, url)),
    Promise.any([becomeReady("contested-0"), becomeReady("contested-1")]),
  ]);
  const statuses = done.flatMap((each) => (typeof each === "boolean" ? [] : [each.status]));
  expect(statuses.toSorted((a, b) => a - b)).toEqual([201, 409]);
});

test("an unverified address checks and attaches nothing, and nobody may guess on", async () => {
  const eve = await databaseRows(control).account("eve@example.com", false);
  const body = { name: "eves-database", url: cluster.urlFor("shop") };
  expect((await served.send(eve, "POST", "/v1/databases", body)).body.code).toBe("address_not_verified");
  const { url } = body;
  expect((await served.send(eve, "POST", "/v1/databases/check", { url })).body.code).toBe("address_not_verified");
  const tries = [];
  for (let count = 0; count < 31; count++) tries.push((await check("postgresql://u:p@127.0.0.1:1/x")).status);
  expect([tries.filter((status) => status === 200).length, tries.at(-1)]).toEqual([30, 429]);
});

/** A server that replays what a primary sends, and lets people read; that none sends is all the same to the one who asks. */
async function becomeStandby(postgres: TestPostgres): Promise<void> {
  await postgres.stop();
  const signal = path.join(postgres.dataDir, "standby.signal");
  const { uid, gid } = statSync(postgres.dataDir);
  writeFileSync(signal, "");
  chownSync(signal, uid, gid);
  await postgres.start();
  await eventually(() => postgres.query("select 1"));
  expect(await postgres.query("select pg_is_in_recovery() as standby")).toEqual([{ standby: true }]);
}
