import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { goClient, sendRaw, type GoClient } from "../support/scalingo.ts";
import { openScalingoStage } from "./scalingo-stage.ts";
import { connectionReady, createDatabase, type Person, type Stage } from "./stage.ts";

/** The clients put what was typed into every path: a name or an id, which have to mean the same. */
const name = "two-ways-there";
let stage: Stage;
let owner: Person;
let base: string;
let client: GoClient;
let id: string;

beforeAll(async () => {
  ({ stage, owner, base, client, id } = await openScalingoStage(name));
  await connectionReady(owner, name);
  await client.post(`/v1/apps/${name}/collaborators`, {
    collaborator: { email: "bob@example.com", is_limited: false },
  });
});
afterAll(() => stage.close());

describe("a name and an id read the same", () => {
  test.each([
    ["/v1/apps/:ref", "app"],
    ["/v1/apps/:ref/addons", "addons"],
    ["/v1/apps/:ref/addons/:addon", "addon"],
    ["/v1/apps/:ref/collaborators", "collaborators"],
    ["/v1/apps/:ref/events?page=1&per_page=30", "events"],
    ["/v1/apps/:ref/events/:event", "event"],
    ["/v1/apps/:ref/variables?aliases=true", "variables"],
    ["/v1/databases/:ref", "database"],
    ["/v1/databases/:ref/endpoints", "endpoints"],
  ])("%s", async (path, key) => {
    const { events } = (await client.get(`/v1/apps/${name}/events`)).body as { events: { id: string }[] };
    const to = (ref: string) =>
      path.replace(":ref", ref).replace(":addon", `ad-${id}`).replace(":event", events[0]!.id);
    const [byName, byId] = [await client.get(to(name)), await client.get(to(id))];
    expect([byName.status, byId.status]).toEqual([200, 200]);
    expect(byId.text).toBe(byName.text);
    expect(byName.body[key]).toSatisfy((found: unknown) => !Array.isArray(found) || found.length > 0);
    const elsewhere = await client.get(to("not-there-at-all"));
    expect([elsewhere.status, typeof elsewhere.body["error"]]).toEqual([404, "string"]);
    expect((await goClient(base).get(to(name))).status).toBe(401);
  });
});

describe("a name and an id change the same", () => {
  test("collaborators are added, changed and removed, each with its exact status", async () => {
    for (const ref of [name, id]) {
      const path = `/v1/apps/${ref}/collaborators`;
      const added = await client.post(path, { collaborator: { email: "carol@example.com", is_limited: false } });
      const { id: collaboratorId } = added.body["collaborator"] as { id: string };
      const changed = await client.patch(`${path}/${collaboratorId}`, { collaborator: { is_limited: false } });
      const removed = await client.delete(`${path}/${collaboratorId}`);
      expect([added.status, changed.status, removed.status]).toEqual([201, 200, 204]);
    }
  });

  test("the addon's token, its plan and the project are 200", async () => {
    for (const ref of [name, id]) {
      const token = await client.post(`/v1/apps/${ref}/addons/ad-${id}/token`);
      const plan = await client.patch(`/v1/apps/${ref}/addons/ad-${id}`, { addon: { plan_id: "guestlist" } });
      const { project } = (await client.get(`/v1/apps/${ref}`)).body["app"] as { project: { id: string } };
      const moved = await client.put(`/v1/apps/${ref}`, { project_id: project.id });
      expect([token.status, plan.status, moved.status]).toEqual([200, 200, 200]);
      expect((await client.post(`/v1/apps/${ref}/addons/ad-nothing/token`)).body["resource"]).toBe("addon");
    }
  });

  test("it is renamed by its name as the provider does it, by its id too, and destroyed by either", async () => {
    const there = await client.post(`/v1/apps/${name}/rename`, { current_name: name, new_name: "another-name" });
    const back = await client.post(`/v1/apps/${id}/rename`, { current_name: "another-name", new_name: name });
    expect([there.status, back.status, (back.body["app"] as { name: string }).name]).toEqual([200, 200, name]);
    for (const [index, by] of (["name", "id"] as const).entries()) {
      const made = await createDatabase(owner, `going-away-${index}`);
      const { name: its } = made.database;
      const gone = await client.delete(`/v1/apps/${made.database[by]}?current_name=${its}`);
      expect([gone.status, gone.text]).toEqual([204, ""]);
    }
  });
});

/** scalingo.js 0.20 asks the database API with the person's bearer, and has no call for an addon's token. */
describe("the database API with a person's bearer", () => {
  test("shows the state, the users and a new password, whose POST without a body names a form", async () => {
    const { body } = await goClient(base, `Basic ${Buffer.from(`:${owner.token}`).toString("base64")}`).post(
      "/v1/tokens/exchange",
    );
    const headers = { authorization: `Bearer ${String(body["token"])}`, accept: "application/json" };
    const addon = `${base}/api/databases/ad-${id}`;
    const ask = (path: string) => sendRaw(addon + path, "GET", undefined, headers);
    expect((await ask("")).body["database"]).toMatchObject({ id, status: "running" });
    const [user] = (await ask("/users")).body["database-users"] as { name: string }[];
    expect((await ask(`/users/${user!.name}`)).body["database_user"]).toMatchObject({ name: user!.name });
    const form = { ...headers, "content-type": "application/x-www-form-urlencoded" };
    const reset = await sendRaw(`${addon}/users/${user!.name}/reset_password`, "POST", "", form);
    expect([reset.status, reset.body["database_user"]]).toMatchObject([200, { password: expect.any(String) }]);
    for (const wrong of ["ad-nothing", "ad-00000000-0000-4000-8000-000000000000"])
      expect((await sendRaw(`${base}/api/databases/${wrong}`, "GET", undefined, headers)).status).toBe(404);
  });
});
