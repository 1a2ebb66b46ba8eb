import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { queryOnce, refusalOf } from "../support/postgres.ts";
import { basic, exchanged, goClient, sendRaw, type GoClient } from "../support/scalingo.ts";
import { openScalingoStage } from "./scalingo-stage.ts";
import {
  connectionReady,
  createDatabase,
  databaseReady,
  join,
  listed,
  newUri,
  type Person,
  type Stage,
} from "./stage.ts";

/** What the Go clients, the command line and the Terraform provider, need on the wire: requests written by hand. */
const name = "wired-database";
let stage: Stage;
let owner: Person;
let base: string;
let client: GoClient;
let id: string;

beforeAll(async () => {
  ({ stage, owner, base, client, id } = await openScalingoStage(name));
});
afterAll(() => stage.close());

describe("sign-in", () => {
  test("the exchange is 200 with a JWT whose numeric end is between five minutes and an hour away", async () => {
    const { status, body } = await goClient(base, basic("", owner.token)).post("/v1/tokens/exchange");
    expect(status).toBe(200);
    const [head, claims, signature, ...more] = String(body["token"]).split(".");
    expect(more).toEqual([]);
    expect(signature).not.toBe("");
    const read = (part = "") => JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>;
    expect(read(head)).toMatchObject({ alg: "HS256" });
    const { sub, iss, jti, exp, iat } = read(claims);
    expect([typeof sub, typeof iss, typeof jti]).toEqual(["string", "string", "string"]);
    const left = Number(exp) - Date.now() / 1000;
    expect(left).toBeGreaterThan(300);
    expect(left).toBeLessThanOrEqual(3600);
    expect(Number.isInteger(iat)).toBe(true);
    expect(JSON.stringify(read(claims))).not.toContain(owner.email);
  });

  test("a wrong token, none, and a bearer that was changed are 401 with an error", async () => {
    const { body } = await goClient(base, basic("", owner.token)).post("/v1/tokens/exchange");
    const [head, claims, signature] = String(body["token"]).split(".");
    const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${claims}.`;
    const answers = await Promise.all([
      goClient(base, basic("", "glt_wrong")).post("/v1/tokens/exchange"),
      goClient(base).post("/v1/tokens/exchange"),
      goClient(base).get("/v1/users/self"),
      goClient(base, `Bearer ${owner.token}`).get("/v1/users/self"),
      goClient(base, `Bearer ${unsigned}`).get("/v1/users/self"),
      goClient(
        base,
        `Bearer ${head}.${claims}.${signature!.replace(/^./, (first) => (first === "A" ? "B" : "A"))}`,
      ).get("/v1/users/self"),
    ]);
    for (const { status, body: said } of answers) expect([status, typeof said["error"]]).toEqual([401, "string"]);
  });

  test("a password makes an API token, by address and by username, and leaves no session behind", async () => {
    for (const who of ["owner@example.com", "owner"]) {
      const made = await goClient(base, basic(who, owner.password)).post("/v1/tokens", {
        token: { name: "Scalingo CLI - laptop" },
      });
      expect(made.status).toBe(201);
      const token = made.body["token"] as { id: string; token: string };
      expect([typeof token.id, token.token.slice(0, 4)]).toEqual(["string", "glt_"]);
      expect(made.headers["set-cookie"]).toBe(undefined);
      const self = await (await exchanged(base, token.token)).get("/v1/users/self");
      expect(self.body["user"]).toMatchObject({ username: "owner", email: "owner@example.com", flags: {} });
    }
    const nameless = await goClient(base, basic("owner", owner.password)).post("/v1/tokens", { token: { name: " " } });
    expect(nameless.status).toBe(422);
    expect(await queryOnce(stage.product.databaseUrl!, "select from sessions")).toEqual([]);
  });

  test("regions are answered with a bearer and without, one after the other, and hold one that Terraform looks for", async () => {
    const first = await client.get("/v1/regions");
    const second = await goClient(base).get("/v1/regions");
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.text).toBe(first.text);
    expect(first.body["regions"]).toMatchObject([{ name: "osc-fr1", api: base, database_api: base }]);
  });
});

describe("a database is an app with one addon", () => {
  test("by its name and by its id, and every id agrees", async () => {
    for (const ref of [name, id]) {
      const { status, body } = await client.get(`/v1/apps/${ref}/addons`);
      expect(status).toBe(200);
      expect(body["addons"]).toMatchObject([{ id: `ad-${id}`, addon_provider: { name: "PostgreSQL" } }]);
      const app = await client.get(`/v1/apps/${ref}`);
      expect(app.body["app"]).toMatchObject({
        id,
        name,
        flags: { "dedicated-database": true },
        owner: { email: owner.email },
      });
    }
    const { body } = await client.get("/v1/databases");
    expect(body["databases"]).toMatchObject([{ id, name }]);
    expect((await client.get(`/v1/databases/${name}`)).body["database"]).toMatchObject({ id, app: { id } });
  });

  test("the addon's token opens the state of that database, and nothing else", async () => {
    const { status, body } = await client.post(`/v1/apps/${name}/addons/ad-${id}/token`);
    expect(status).toBe(200);
    const { token } = body["addon"] as { token: string };
    const addon = goClient(base, `Bearer ${token}`);
    const state = await addon.get(`/api/databases/ad-${id}`);
    expect([state.status, state.body["database"]]).toEqual([
      200,
      expect.objectContaining({ status: "running", readable_version: expect.stringMatching(/^\d+\./) }),
    ]);
    expect((await addon.get(`/v1/apps/${name}`)).status).toBe(401);
    const other = (await createDatabase(owner, "another-database")).database;
    expect((await addon.get(`/api/databases/ad-${other.id}`)).status).toBe(401);
    expect((await client.delete("/v1/apps/another-database?current_name=another-database")).status).toBe(204);
  });

  test("endpoints and variables are the caller's own", async () => {
    const connection = await connectionReady(owner, name);
    const endpoints = await client.get(`/v1/databases/${name}/endpoints`);
    expect(endpoints.body["endpoints"]).toMatchObject([
      { hostname: connection.host, port: connection.port, type: "public-rw" },
    ]);
    for (const aliases of ["true", "false"]) {
      const variables = await client.get(`/v1/apps/${name}/variables?aliases=${aliases}`);
      expect(variables.body["variables"]).toMatchObject([{ name: "SCALINGO_POSTGRESQL_URL", value: connection.uri }]);
    }
  });

  test("flat and wrapped bodies create, the answer has app.id, and it is listed at once", async () => {
    const plans = await client.get("/v1/addon_providers/postgresql-ng/plans?show_all=false");
    const [plan] = plans.body["plans"] as { id: string; name: string }[];
    const flat = { addon_provider_id: "postgresql-ng", plan_id: plan!.id, name: "made-by-terraform" };
    const wrapped = { database: { technology: "postgresql-ng", plan: plan!.name, name: "made-by-docs" } };
    for (const body of [flat, wrapped]) {
      const made = await client.post("/v1/databases", body);
      expect(made.status).toBe(201);
      const database = made.body["database"] as { id: string; name: string; app: { id: string } };
      expect(database).toMatchObject({ technology: "postgresql-ng", app: { id: database.id } });
      const { body: list } = await client.get("/v1/databases");
      expect((list["databases"] as { id: string }[]).map((each) => each.id)).toContain(database.id);
      await databaseReady(owner, database.name);
      const destroyed = await client.delete(`/v1/apps/${database.id}?current_name=${database.name}`);
      expect([destroyed.status, destroyed.text]).toEqual([204, ""]);
      expect((await client.get(`/v1/databases/${database.id}`)).status).toBe(404);
    }
  });

  test("what is not there is said so: plans, projects, names, a destroy without the name", async () => {
    const refusals = await Promise.all([
      client.post("/v1/databases", { addon_provider_id: "postgresql-ng", plan_id: "huge", name: "too-big-here" }),
      client.post("/v1/databases", { addon_provider_id: "mysql", name: "no-mysql-here" }),
      client.post("/v1/databases", { addon_provider_id: "postgresql-ng", name: "Bad Name" }),
      client.post("/v1/databases", {}),
      client.post(`/v1/apps/${name}/rename`, { current_name: name, new_name: "Bad Name" }),
      client.post(`/v1/apps/${name}/rename`, { current_name: "another-name", new_name: "renamed-database" }),
      client.post(`/v1/apps/${name}/rename`, { current_name: name }),
      client.put(`/v1/apps/${name}`, { project_id: "prj-2" }),
      client.patch(`/v1/apps/${name}/addons/ad-${id}`, { addon: { plan_id: "huge" } }),
      client.delete(`/v1/apps/${name}?current_name=${id}`),
      client.delete(`/v1/apps/${name}`),
      client.post("/v1/apps", { app: { name: "an-application" } }),
    ]);
    for (const { status, body } of refusals) {
      expect([status, typeof body["error"]]).toEqual([422, "string"]);
      for (const [field, texts] of Object.entries(body["errors"] as Record<string, unknown>))
        expect([field, texts]).toEqual([expect.stringMatching(/^\w+$/), [expect.any(String)]]);
    }
    expect(await databaseReady(owner, name)).toMatchObject({ name });
  });
});

test("the database's own user is listed, reset with the password in the answer, and stays as long as the database", async () => {
  const { database, connection_uri: uri } = await createDatabase(owner, "with-its-user");
  const { body: made } = await client.post(`/v1/apps/with-its-user/addons/ad-${database.id}/token`);
  const addon = goClient(base, `Bearer ${(made["addon"] as { token: string }).token}`);
  const users = `/api/databases/ad-${database.id}/users`;
  const { status, body } = await addon.get(users);
  const [user, ...more] = body["database-users"] as { name: string }[];
  expect([status, more, user]).toEqual([
    200,
    [],
    expect.objectContaining({ protected: true, read_only: false, name: new URL(uri).username }),
  ]);
  expect(JSON.stringify(body)).not.toMatch(/"password"/);

  expect(await refusalOf(uri)).toBe(undefined);
  const reset = await addon.post(`${users}/${user!.name}/reset_password`);
  const { password } = reset.body["database_user"] as { password: string };
  expect([reset.status, await refusalOf(uri)]).toEqual([200, "28P01"]);
  const fresh = new URL(uri);
  fresh.password = password;
  expect(await refusalOf(fresh.href)).toBe(undefined);

  const weak = { database_user: { password: "x", password_confirmation: "x" } };
  expect((await addon.patch(`${users}/${user!.name}`, weak)).body["errors"]).toEqual({
    password: [expect.any(String)],
  });
  expect(await addon.delete(`${users}/${user!.name}`)).toMatchObject({ status: 409, body: { code: "protected_user" } });
  expect((await addon.delete(`${users}/nobody`)).body).toMatchObject({ resource: "user" });
});

test("firewall rules on a server that is not the bundled one are refused in words, flat and wrapped", async () => {
  const rules = `/api/databases/ad-${id}/firewall_rules`;
  const rule = { type: "custom_range", cidr: "203.0.113.0/24", label: "office" };
  expect((await client.get(rules)).body).toEqual({ rules: [] });
  for (const body of [rule, { firewall_rule: rule }]) {
    const refused = await client.post(rules, body);
    expect([refused.status, refused.body["errors"]]).toEqual([
      422,
      { cidr: [expect.stringMatching(/its own provider holds the firewall/)] },
    ]);
  }
  expect((await client.delete(`${rules}/1`)).body["resource"]).toBe("firewall_rule");
});

describe("collaborators", () => {
  test("add 201 an object, list 200 without the owner, update 200, remove 204 without a body; the case is kept", async () => {
    const added = await client.post(`/v1/apps/${name}/collaborators`, {
      collaborator: { email: "User@X.example.com", is_limited: false },
    });
    expect(added.status).toBe(201);
    const one = added.body["collaborator"] as { id: string };
    const expected = { id: one.id, email: "User@X.example.com", username: "n/a", status: "pending", is_limited: false };
    expect(one).toMatchObject(expected);
    const list = await client.get(`/v1/apps/${id}/collaborators`);
    expect([list.status, list.body["collaborators"]]).toEqual([200, [expect.objectContaining(expected)]]);
    const path = `/v1/apps/${name}/collaborators/${one.id}`;
    const updated = await client.patch(path, { collaborator: { is_limited: false } });
    expect([updated.status, updated.body["collaborator"]]).toEqual([200, expect.objectContaining(expected)]);
    const removed = await client.delete(path);
    expect([removed.status, removed.text]).toEqual([204, ""]);
    expect((await client.get(`/v1/apps/${name}/collaborators`)).body["collaborators"]).toEqual([]);
  });

  test("not limited leaves a read-only collaborator read-only, and no id changes on acceptance", async () => {
    const reader = await join(stage, owner, name, "reader@example.com", "read-only");
    const path = `/v1/apps/${name}/collaborators/${reader.collaboratorId}`;
    const { status, body } = await client.patch(path, { collaborator: { is_limited: false } });
    expect([status, body["collaborator"]]).toEqual([
      200,
      expect.objectContaining({ id: reader.collaboratorId, access: "read-only", status: "accepted" }),
    ]);
    expect((await listed(owner, name)).find((each) => each.id === reader.collaboratorId)?.access).toBe("read-only");
    const readers = await exchanged(base, reader.token);
    const asks = await readers.delete(`/v1/apps/${name}?current_name=${name}`);
    expect([asks.status, asks.body["code"]]).toEqual([403, "not_permitted"]);
    const uri = await newUri(reader, name);
    expect((await client.delete(path)).status).toBe(204);
    expect(["28000", "28P01"]).toContain(await refusalOf(uri));
    expect((await readers.get(`/v1/apps/${name}/addons`)).status).toBe(404);
  });

  test("the accepting path is no app of that name, and needs somebody signed in", async () => {
    expect((await goClient(base).get("/v1/apps/collaboration?token=gli_x")).status).toBe(401);
    const { status, body } = await client.get("/v1/apps/collaboration?token=gli_x");
    expect([status, body["code"]]).toEqual([422, "invitation_no_longer_works"]);
    expect((await client.get("/v1/apps/collaboration")).status).toBe(422);
  });
});

describe("errors", () => {
  test("a 404 names what is not there, except to a host without a dot, where the Go client would panic", async () => {
    const app = await client.get("/v1/apps/no-such-database/addons");
    expect([app.status, app.body["resource"], typeof app.body["error"]]).toEqual([404, "app", "string"]);
    const gone = await client.delete(`/v1/apps/${name}/collaborators/${crypto.randomUUID()}`);
    expect([gone.status, gone.body["resource"]]).toEqual([404, "collaborator"]);
    const database = await client.get("/v1/databases/no-such-database");
    expect([database.status, database.body["error"]]).toEqual([404, "Database not found"]);
    const local = await exchanged(base.replace("127.0.0.1", "localhost"), owner.token);
    const { status, body } = await local.get("/v1/apps/no-such-database");
    expect([status, body["resource"], typeof body["error"]]).toEqual([404, undefined, "string"]);
  });

  test("a path that leaves the app, and one that is not there, are JSON too", async () => {
    for (const path of ["/v1/apps/my%20db/../x/addons", "/v1/no-such-thing", "/v1/apps/x/scm_repo_link"]) {
      const { status, body } = await client.get(path);
      expect([path, status, typeof body["error"]]).toEqual([path, 404, "string"]);
    }
  });

  test("malformed JSON is 400, a body that is no object is 422, and a form without a body is taken", async () => {
    const token = String((await goClient(base, basic("", owner.token)).post("/v1/tokens/exchange")).body["token"]);
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const broken = await sendRaw(`${base}/v1/databases`, "POST", "{", headers);
    expect([broken.status, typeof broken.body["error"]]).toEqual([400, "string"]);
    const array = await sendRaw(`${base}/v1/databases`, "POST", "[1]", headers);
    expect([array.status, Object.keys(array.body["errors"] as object)]).toEqual([422, ["name"]]);
    const form = { ...headers, "content-type": "application/x-www-form-urlencoded" };
    expect((await sendRaw(`${base}/v1/apps/${name}/addons/ad-${id}/token`, "POST", "", form)).status).toBe(200);
    const number = await client.post(`/v1/apps/${name}/collaborators`, {
      collaborator: { email: 7, is_limited: false },
    });
    expect([number.status, number.body["errors"]]).toEqual([422, { email: [expect.any(String)] }]);
  });

  test("a 429 is JSON, and says when to come back", async () => {
    const guess = () => goClient(base, basic("owner@example.com", "not the password")).post("/v1/tokens", {});
    const answers = [];
    for (let tries = 0; tries < 11; tries++) answers.push(await guess());
    expect(answers.slice(0, 10).map(({ status }) => status)).toEqual(Array(10).fill(401));
    const last = answers.at(-1)!;
    expect([last.status, typeof last.body["error"]]).toEqual([429, "string"]);
    expect(Number(last.headers["retry-after"])).toBeGreaterThan(0);
  });
});
