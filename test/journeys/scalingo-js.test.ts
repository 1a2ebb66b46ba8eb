import type { Client } from "scalingo";
import { clientFromToken } from "scalingo";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { refusalOf } from "../support/postgres.ts";
import { eventually } from "../support/signals.ts";
import {
  addPerson,
  connectionReady,
  createDatabase,
  join,
  mailedToken,
  newUri,
  openStage,
  signUp,
  type Person,
  type Stage,
} from "./stage.ts";

/** The client as it comes from npm, unmodified: Guestlist is told to it as an address, and nothing else is. */
let stage: Stage;
let owner: Person;
let client: Client;
const name = "orders-production";

const options = () => ({ apiUrl: `${stage.product.url}/scalingo`, authApiUrl: `${stage.product.url}/scalingo` });
const clientOf = (person: Person): Promise<Client> => clientFromToken(person.token, options());

type ApiError = { status: number; data: Record<string, unknown>; message: string };
const refused = (asked: Promise<unknown>): Promise<ApiError> =>
  asked.then(
    (answer) => Promise.reject(new Error(`not refused: ${JSON.stringify(answer)}`)),
    (error: unknown) => error as ApiError,
  );

beforeAll(async () => {
  stage = await openStage();
  owner = await addPerson(stage, "Owner@example.com");
  await createDatabase(owner, name);
  client = await clientOf(owner);
});
afterAll(() => stage.close());

describe("who one is", () => {
  test("an API token becomes a client that knows its person", async () => {
    const self = await client.Users.self();
    expect(self).toMatchObject({ username: owner.username, email: "Owner@example.com", flags: {} });
  });

  test("the region is one, and its addresses are the product's own", async () => {
    const regions = await client.Regions.all();
    const base = `${stage.product.url}/scalingo`;
    expect(regions).toMatchObject([{ name: "osc-fr1", api: base, database_api: base, default: true }]);
  });

  test("tokens are made, listed without their secrets, renewed and ended", async () => {
    const made = await client.Tokens.create("laptop");
    expect(await client.Tokens.exchange(made.token!)).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    const renewed = await client.Tokens.renew(made.id);
    await expect(client.Tokens.exchange(made.token!)).rejects.toMatchObject({ status: 401 });
    const listed = await client.Tokens.all();
    expect(listed.map((token) => token.name)).toContain("laptop");
    expect(JSON.stringify(listed)).not.toMatch(/glt_/);
    await client.Tokens.destroy(renewed.id);
    await expect(client.Tokens.exchange(renewed.token!)).rejects.toMatchObject({ status: 401 });
    expect((await refused(client.Tokens.destroy(renewed.id))).status).toBe(404);
  });

  test("a client whose API token has ended is refused at its next call, not in an hour", async () => {
    const made = await client.Tokens.create("lost");
    const lost = await clientFromToken(made.token!, options());
    expect((await lost.Users.self()).email).toBe("Owner@example.com");
    await client.Tokens.destroy(made.id);
    expect((await refused(lost.Users.self())).status).toBe(401);
    expect((await refused(lost.Collaborators.for(name))).status).toBe(401);
  });
});

describe("databases", () => {
  test("are listed, as the dashboard wants them too", async () => {
    const { databases } = (await client.Databases.all()) as unknown as { databases: object[] };
    expect(databases).toMatchObject([{ name, technology: "postgresql-ng", plan: "guestlist" }]);
    const nested = (await client.Databases.all({ dashboard: true })) as unknown as { databases: object[] };
    expect(nested.databases).toMatchObject([
      { app: { name }, addon: { id: expect.stringMatching(/^ad-/) }, database: { status: "running" } },
    ]);
  });

  test("are created with the body that scalingo.js sends, and are there at once", async () => {
    const wanted = { name: "made-by-js", technology: "postgresql-ng", plan: "guestlist" };
    // It looks for another key than the one that Scalingo's documentation has, and finds none.
    expect(await client.Databases.create(wanted as never)).toBe(undefined);
    const app = await client.Apps.find("made-by-js");
    expect(app).toMatchObject({ name: "made-by-js", owner: { email: "Owner@example.com" } });
    const again = await refused(
      client.Databases.create({ name: "made-by-js", technology: "postgresql-ng", plan: "guestlist" } as never),
    );
    expect([again.status, again.message]).toEqual([409, expect.stringContaining("made-by-js")]);
  });

  test("have one addon, found by the name and by the id, and an environment with the caller's own login", async () => {
    const app = await client.Apps.find(name);
    expect((await client.Apps.find(app.id)).name).toBe(name);
    const [addon, ...more] = await client.Addons.for(app.id);
    expect([addon?.id, more]).toEqual([`ad-${app.id}`, []]);
    expect(await client.Addons.getAddon(name, addon!.id)).toMatchObject({ id: addon!.id, app_id: app.id });
    expect(await client.Addons.listProviders()).toMatchObject([{ id: "postgresql-ng" }]);
    const { login_name: login } = await connectionReady(owner, name);
    const variables = await client.Environment.for(name);
    expect(variables).toMatchObject([{ name: "SCALINGO_POSTGRESQL_URL", value: expect.stringContaining(login!) }]);
  });
});

describe("collaborators", () => {
  test("are invited, listed without the owner, accepted, seen in the events and removed, and the login is gone", async () => {
    const invited = await client.Collaborators.invite(name, "Bob@Example.com");
    expect(invited).toMatchObject({ email: "Bob@Example.com", username: "n/a", status: "pending", is_limited: false });
    expect(await client.Collaborators.for(name)).toMatchObject([
      { id: invited.id, invitation_link: "", user_id: null },
    ]);

    const token = await mailedToken(stage, "Bob@Example.com");
    const bob = await signUp(stage, "Bob@Example.com", token);
    const bobs = await clientOf(bob);
    expect(await bobs.Collaborators.inviteAccept(token)).toMatchObject({ app: { name } });
    await connectionReady(bob, name);
    const uri = await newUri(bob, name);
    expect(await refusalOf(uri)).toBe(undefined);
    expect(await client.Collaborators.for(name)).toMatchObject([
      { id: invited.id, status: "accepted", username: bob.username, email: "Bob@Example.com" },
    ]);
    const { collaborators } = (await client.Collaborators.all({})) as unknown as { collaborators: object[] };
    expect(collaborators).toMatchObject([{ id: invited.id, app_name: name }]);

    const same = await client.Collaborators.update(name, invited.id, { is_limited: false });
    expect(same).toMatchObject({ id: invited.id, is_limited: false, access: "full" });
    const changed = await client.Collaborators.update(name, invited.id, { access: "read-write" } as never);
    expect(changed).toMatchObject({ id: invited.id, is_limited: false, access: "read-write" });
    const limited = await refused(client.Collaborators.update(name, invited.id, { is_limited: true }));
    expect([limited.status, limited.message]).toEqual([422, expect.stringContaining("kept away from")]);

    expect(await client.Collaborators.destroy(name, invited.id)).toBe("");
    expect(["28000", "28P01"]).toContain(await refusalOf(uri));
    expect(await client.Collaborators.for(name)).toEqual([]);
    expect((await refused(bobs.Collaborators.for(name))).data).toMatchObject({ resource: "app" });
  });

  test("another account cannot accept in the invited person's stead", async () => {
    await client.Collaborators.invite(name, { email: "carol@example.com", is_limited: false } as never);
    const token = await mailedToken(stage, "carol@example.com");
    const mallory = await addPerson(stage, "mallory@example.com");
    const error = await refused((await clientOf(mallory)).Collaborators.inviteAccept(token));
    expect([error.status, error.data["code"]]).toEqual([403, "wrong_account"]);
    expect((await refused((await clientOf(mallory)).Collaborators.inviteAccept("gli_none"))).status).toBe(422);
  });

  test("limited ones are refused with the reason, and twice is a conflict", async () => {
    const limited = await refused(
      client.Collaborators.invite(name, { email: "dave@example.com", is_limited: true } as never),
    );
    expect([limited.status, limited.data["errors"]]).toEqual([
      422,
      { is_limited: [expect.stringContaining("kept away from a database's data")] },
    ]);
    const twice = await refused(client.Collaborators.invite(name, "carol@example.com"));
    expect([twice.status, twice.message]).toEqual([409, expect.stringContaining("carol@example.com")]);
    const bad = await refused(client.Collaborators.invite(name, "not an address"));
    expect([bad.status, bad.data["errors"]]).toEqual([422, { email: [expect.any(String)] }]);
  });

  test("who is not a manager may not invite, and sees only their own way in", async () => {
    const reader = await join(stage, owner, name, "reader@example.com", "read-only");
    const readers = await clientOf(reader);
    expect((await refused(readers.Collaborators.invite(name, "eve@example.com"))).status).toBe(403);
    const [first] = await readers.Collaborators.for(name);
    const change = await refused(readers.Collaborators.update(name, first!.id, { is_limited: false }));
    expect([change.status, change.data["code"]]).toEqual([403, "not_permitted"]);
    const [variable] = await readers.Environment.for(name);
    const { login_name: own } = await connectionReady(reader, name);
    const { login_name: owners } = await connectionReady(owner, name);
    expect(variable!.value).toContain(own);
    expect(variable!.value).not.toContain(owners);
    await readers.Collaborators.destroy(name, reader.collaboratorId);
    expect((await refused(readers.Environment.for(name))).status).toBe(404);
  });
});

test("events have Scalingo's types and pages, for one database and for all", async () => {
  const { events, meta } = await eventually(async () => {
    const answer = (await client.Events.for(name)) as unknown as Timeline;
    return answer.events.some(({ type }) => type === "delete_collaborator") && answer;
  });
  const types = new Set(events.map(({ type }) => type));
  for (const type of ["new_collaborator", "accept_collaborator", "change_collaborator_role", "delete_collaborator"])
    expect(types).toContain(type);
  const accepted = events.find(({ type }) => type === "accept_collaborator");
  // What was asked for and is so already has not happened.
  expect(events.filter(({ type }) => type === "change_collaborator_role")).toHaveLength(1);
  expect(accepted).toMatchObject({ app_name: name, type_data: { collaborator: { is_limited: false } } });
  expect(meta.pagination).toMatchObject({ current_page: 1, prev_page: null, total_count: events.length });
  expect(await client.Events.find(name, events[0]!.id)).toEqual(events[0]);

  const second = (await client.Events.for(name, { page: 2, per_page: 2 })) as unknown as Timeline;
  expect(second.events).toEqual(events.slice(2, 4));
  expect(second.meta.pagination).toMatchObject({
    current_page: 2,
    prev_page: 1,
    next_page: 3,
    total_count: events.length,
  });
  // Pages far from the newest are found in another way, and by the same numbers.
  const far = (await client.Events.for(name, { page: 300, per_page: 2 })) as unknown as Timeline;
  expect(far).toMatchObject({ events: [], meta: { pagination: { total_count: events.length } } });
  const all = (await client.Events.all()) as unknown as Timeline;
  expect(all.events.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
  const recent = (await client.Events.all({ from: 1 })) as unknown as Timeline;
  expect(recent.events).toHaveLength(events.length);

  const known = await client.Events.listEventTypes();
  expect(known.map((type) => type.name)).toContain("collaborator_invited");
  expect(await client.Events.listEventCategories()).toMatchObject([{ id: "collaborators" }]);
});

interface Timeline {
  events: { id: string; type: string; app_name: string }[];
  meta: { pagination: Record<string, number | null> };
}
