import type { Database, OfferedTransfer, Problem, RecordedEvent } from "@guestlist/contract";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stumblesOn } from "../support/accessible.ts";
import { openBrowser } from "../support/browser.ts";
import { guestlist } from "../support/cli.ts";
import { queryOnce, refusalOf } from "../support/postgres.ts";
import { openSession } from "../support/session.ts";
import { eventually } from "../support/signals.ts";
import { linkIn } from "../support/smtp.ts";
import {
  addPerson,
  connectionReady,
  createDatabase,
  invite,
  join,
  listed,
  newUri,
  openStage,
  type Person,
  type Stage,
} from "./stage.ts";
import { attachOwnServer, signInTo } from "./owning-stage.ts";

/** What belongs to a database's owner: its name, itself, and the logins of applications. */
let stage: Stage;
let olive: Person;

beforeAll(async () => {
  stage = await openStage();
  olive = await addPerson(stage, "olive@example.com");
});
afterAll(() => stage.close());

const ascending = (one: number, other: number): number => one - other;
const cli = (by: Person, database: string, args: string) =>
  guestlist(["--database", database, ...args.split(" ")], { url: stage.product.url, token: by.token });
const rename = (by: Person, database: string, name: string) =>
  by.api.patch<{ database: Database } & Problem>(`/v1/databases/${database}`, { name });
const offer = (by: Person, database: string, to: string, former_owner: "stays" | "leaves" = "stays") =>
  by.api.post<{ database: Database } & Problem>(`/v1/databases/${database}/transfer`, { to, former_owner });
const answer = (by: Person, database: string, what: "accept" | "decline") =>
  by.api.post<{ database: Database } & Problem>(`/v1/databases/${database}/transfer/${what}`);
const show = async (by: Person, database: string): Promise<Database> =>
  (await by.api.get<{ database: Database }>(`/v1/databases/${database}`)).body.database;
const offers = async (by: Person): Promise<OfferedTransfer[]> =>
  (await by.api.get<{ transfers: OfferedTransfer[] }>("/v1/transfers")).body.transfers;
const eventsOf = async (by: Person, database: string): Promise<RecordedEvent[]> =>
  (await by.api.get<{ events: RecordedEvent[] }>(`/v1/databases/${database}/events`)).body.events;
const rows = async (by: Person, database: string): Promise<[string, string, string][]> =>
  (await listed(by, database)).map(({ email, status, access }) => [email, status, access]);

test("a renamed database keeps its name in PostgreSQL, and who comes by the old name is told the new one", async () => {
  const { connection_uri: uri, database } = await createDatabase(olive, "first-name");
  await createDatabase(olive, "taken-name");
  const mia = await join(stage, olive, "first-name", "mia@example.com");
  const stranger = await addPerson(stage, "stranger@example.com");
  expect((await rename(mia, "first-name", "mias-name")).status).toBe(403);
  expect((await rename(olive, "first-name", "taken-name")).body).toMatchObject({ code: "name_taken", status: 409 });
  expect((await rename(olive, "first-name", "No")).body).toMatchObject({ code: "invalid_name", status: 422 });
  const renamed = await rename(olive, "first-name", "second-name");
  expect([renamed.status, renamed.body.database.name, renamed.body.database.dbname]).toEqual([
    200,
    "second-name",
    database.dbname,
  ]);
  expect(await refusalOf(uri)).toBeUndefined();
  const old = await mia.api.get<Problem>("/v1/databases/first-name");
  expect([old.status, old.body.code, old.body.detail]).toEqual([
    404,
    "database_renamed",
    "There is no database first-name any more: it was renamed to second-name.",
  ]);
  const strange = await stranger.api.get<Problem>("/v1/databases/first-name");
  expect(strange.body.detail).toBe("There is no database first-name that you may use.");
  const third = await cli(olive, "second-name", "database-rename third-name");
  expect([third.code, third.stdout]).toEqual([
    0,
    "-----> second-name is now called third-name\n       In PostgreSQL it is first_name, as before.\n",
  ]);
  expect((await cli(olive, "third-name", "database-rename taken-name")).code).toBe(1);
  expect((await eventsOf(olive, "third-name"))[0]).toMatchObject({
    type: "database.renamed",
    data: { from: "second-name", to: "third-name" },
  });
});

test("two that take the same name at once: one has it", async () => {
  await Promise.all([createDatabase(olive, "racer-one"), createDatabase(olive, "racer-two")]);
  const both = await Promise.all([rename(olive, "racer-one", "the-prize"), rename(olive, "racer-two", "the-prize")]);
  expect(both.map(({ status }) => status).toSorted(ascending)).toEqual([200, 409]);
});

test("a database is given to a collaborator who accepts, and both go on with their own logins", async () => {
  const name = "given-database";
  await createDatabase(olive, name);
  const noah = await join(stage, olive, name, "noah@example.com", "read-only");
  const lena = await join(stage, olive, name, "lena@example.com");
  await connectionReady(olive, name);
  const [uriOfOlive, uriOfNoah] = [await newUri(olive, name), await newUri(noah, name)];
  expect((await offer(lena, name, noah.email)).status).toBe(403);
  expect((await offer(olive, name, "nobody@example.com")).body).toMatchObject({ code: "not_accepted", status: 409 });
  expect((await answer(noah, name, "accept")).body).toMatchObject({ code: "no_transfer", status: 409 });

  const offered = await cli(olive, name, `database-transfer ${noah.email}`);
  expect([offered.code, offered.stdout.split("\n")[0]]).toEqual([
    0,
    `-----> ${name} is offered to ${noah.email}, and yours until they accept`,
  ]);
  const mail = await stage.smtp.nextMessage({ to: noah.email, subject: /offers you the ownership/ });
  expect(linkIn(mail, /\/invitations$/)).toBe(`${stage.product.url}/invitations`);
  expect(await offers(noah)).toMatchObject([{ database: { name }, from: olive.email, former_owner: "stays" }]);
  expect([(await show(noah, name)).transfer?.to_me, (await show(lena, name)).transfer]).toEqual([true, null]);
  expect((await offer(olive, name, lena.email)).body.code).toBe("transfer_offered");
  expect((await answer(lena, name, "accept")).body.code).toBe("no_transfer");

  // Whoever clicks ten times becomes the owner once.
  const accepted = await Promise.all(Array.from({ length: 10 }, () => answer(noah, name, "accept")));
  expect(accepted.map(({ status }) => status).toSorted(ascending)).toEqual([
    200,
    ...Array.from({ length: 9 }, () => 403),
  ]);
  expect(await rows(noah, name)).toEqual([
    [noah.email, "owner", "full"],
    [lena.email, "accepted", "full"],
    [olive.email, "accepted", "full"],
  ]);
  expect((await show(olive, name)).standing).toBe("full");
  expect((await rename(olive, name, "not-any-more")).status).toBe(403);
  // The same logins with the same passwords; the new owner's works as the owner role now.
  await eventually(async () => {
    const { access } = await connectionReady(noah, name);
    if ((await refusalOf(uriOfNoah)) !== undefined || access !== "full") throw new Error("not yet");
    await queryOnce(uriOfNoah, "create table if not exists made_by_the_owner (id int)");
  });
  expect(await refusalOf(uriOfOlive)).toBeUndefined();
  expect((await listed(noah, name)).every(({ login }) => login?.state === "ready")).toBe(true);
  expect((await eventsOf(noah, name)).find(({ type }) => type === "transfer.accepted")).toMatchObject({
    actor_email: noah.email,
    subject_email: olive.email,
    data: { former_owner: "stays" },
  });
  await stage.smtp.nextMessage({ to: olive.email, subject: new RegExp(`now owns ${name}`) });
  // The new owner may end the former one's access, like anybody's.
  const former = (await listed(noah, name)).find(({ email }) => email === olive.email)!;
  const ended = await noah.api.delete<{ closure: { number: number } }>(
    `/v1/databases/${name}/collaborators/${former.id}`,
  );
  expect([ended.status, typeof ended.body.closure.number]).toEqual([200, "number"]);
  expect(await refusalOf(uriOfOlive)).toBe("28P01");
});

test("who chose to leave is closed with a receipt once the offer is accepted", async () => {
  const name = "left-database";
  await createDatabase(olive, name);
  const paul = await join(stage, olive, name, "paul@example.com");
  await connectionReady(olive, name);
  const uri = await newUri(olive, name);
  const session = await openSession(uri);
  await invite(olive, name, "invited-by-olive@example.com");
  expect((await offer(olive, name, paul.collaboratorId, "leaves")).status).toBe(201);
  const table = await guestlist(["transfers"], { url: stage.product.url, token: paul.token });
  expect(table.stdout).toContain("leaves");
  const accepted = await guestlist(["transfers-accept"], { url: stage.product.url, token: paul.token });
  expect([accepted.code, accepted.stdout]).toEqual([0, `-----> ${name} is yours\n`]);
  await eventually(async () => {
    if ((await listed(paul, name)).length > 1) throw new Error("still there");
  });
  await session.ended;
  expect([await refusalOf(uri), (await olive.api.get(`/v1/databases/${name}`)).status]).toEqual(["28P01", 404]);
  const { closures } = (
    await paul.api.get<{ closures: { email: string; reason: string }[] }>(`/v1/databases/${name}/closures`)
  ).body;
  expect(closures).toMatchObject([{ email: olive.email, reason: "left" }]);
  expect(await rows(paul, name)).toEqual([[paul.email, "owner", "full"]]);
});

test("invitations of an owner who gave the database away end where its owner alone invites", async () => {
  const name = "kept-management";
  await createDatabase(olive, name);
  const theo = await join(stage, olive, name, "theo@example.com");
  await olive.api.patch(`/v1/databases/${name}`, { collaborators_managed_by: "owner" });
  await invite(olive, name, "wanda@example.com");
  await offer(olive, name, theo.email);
  expect((await answer(theo, name, "accept")).status).toBe(200);
  expect(await rows(theo, name)).toEqual([
    [theo.email, "owner", "full"],
    [olive.email, "accepted", "full"],
  ]);
});

test("an offer is declined, taken back, and ends with the access of whom it is to", async () => {
  const name = "offered-database";
  await createDatabase(olive, name);
  const ruth = await join(stage, olive, name, "ruth@example.com", "read-write");
  await offer(olive, name, ruth.email);
  const declined = await guestlist(["transfers-decline", name], { url: stage.product.url, token: ruth.token });
  expect([declined.code, declined.stdout]).toEqual([0, `-----> ${name} stays with ${olive.email}\n`]);
  await stage.smtp.nextMessage({ to: olive.email, subject: new RegExp(`declined ${name}`) });
  await offer(olive, name, ruth.email);
  const back = await cli(olive, name, "database-transfer-withdraw");
  expect([back.code, back.stdout]).toEqual([0, `-----> ${name} stays yours, and is offered to nobody\n`]);
  expect([(await answer(ruth, name, "accept")).body.code, await offers(ruth)]).toEqual(["no_transfer", []]);
  await offer(olive, name, ruth.email);
  await ruth.api.delete(`/v1/databases/${name}/collaborators/me`);
  expect((await show(olive, name)).transfer).toBeNull();
  expect(
    (await eventsOf(olive, name)).filter(({ type }) => type.startsWith("transfer.")).map(({ type }) => type),
  ).toEqual([
    "transfer.withdrawn",
    "transfer.offered",
    "transfer.withdrawn",
    "transfer.offered",
    "transfer.declined",
    "transfer.offered",
  ]);
});

test("an acceptance and a revoke that cross leave one of both, and one owner", async () => {
  const name = "crossed-database";
  await createDatabase(olive, name);
  const sam = await join(stage, olive, name, "sam@example.com");
  await offer(olive, name, sam.email);
  const [taken] = await Promise.all([
    answer(sam, name, "accept"),
    olive.api.delete(`/v1/databases/${name}/collaborators/${sam.collaboratorId}`),
  ]);
  const owner = taken.status === 200 ? sam : olive;
  await eventually(async () => {
    const list = await listed(owner, name);
    if (list.some(({ status }) => status === "revoking")) throw new Error("still closing");
    expect(list.filter(({ status }) => status === "owner").map(({ email }) => email)).toEqual([owner.email]);
  });
});

test("full access, and a transfer, wait until the login that owns an attached database owns it no more", async () => {
  const { postgres } = await attachOwnServer(olive, "attached-database");
  try {
    const uma = await join(stage, olive, "attached-database", "uma@example.com", "read-write");
    expect((await offer(olive, "attached-database", uma.email)).body).toMatchObject({
      code: "full_needs_ownership_move",
      status: 409,
    });
    const user = await olive.api.post<Problem>("/v1/databases/attached-database/users", { name: "worker_two" });
    expect(user.body.code).toBe("full_needs_ownership_move");
    const seen = await show(olive, "attached-database");
    expect([seen.can["transfer"], seen.why_not["transfer"]]).toEqual([
      false,
      expect.stringContaining("Move the ownership"),
    ]);
  } finally {
    await postgres.discard();
  }
});

describe("in the dashboard", () => {
  const name = "seen-database";
  let browser: Browser;
  let guest: Person;
  beforeAll(async () => {
    await createDatabase(olive, name);
    guest = await join(stage, olive, name, "vera@example.com", "read-write");
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  const signedIn = (person: Person): Promise<Page> => signInTo(browser, stage, person);

  test("it is renamed, offered, seen among the invitations, and accepted, in two browsers", async () => {
    const [owners, guests] = [await signedIn(olive), await signedIn(guest)];
    await guests.goto(`/databases/${name}/settings/general`);
    await guests.getByText(/Only the owner, olive@example.com, may transfer seen-database/).waitFor();
    await owners.goto(`/databases/${name}/settings/general`);
    await owners.getByLabel("Name in Guestlist").fill("Not Good");
    await owners.getByRole("button", { name: "Rename" }).click();
    await owners.getByText(/It has a space in it|Write "N"/).waitFor();
    await owners.getByLabel("Name in Guestlist").fill("shown-database");
    await owners.getByRole("button", { name: "Rename" }).click();
    await owners.waitForURL("**/databases/shown-database/settings/general");
    // Whoever is on a page of the old name is taken to the new one.
    await guests.waitForURL("**/databases/shown-database/settings/general");

    await owners.getByRole("button", { name: "Transfer this database" }).click();
    await owners.getByLabel("New owner").selectOption({ label: guest.email });
    expect(await stumblesOn(owners)).toEqual([]);
    await owners.getByRole("button", { name: "Offer the database" }).click();
    await owners.getByRole("button", { name: "Take it back" }).waitFor();
    expect(await stumblesOn(owners)).toEqual([]);
    await guests.goto("/databases/shown-database");
    await guests.getByText("You are offered the ownership of this database.").waitFor();
    await guests.getByRole("link", { name: "Answer" }).click();
    await guests.getByRole("heading", { name: `${olive.email} offers you the ownership of shown-database` }).waitFor();
    expect(await stumblesOn(guests)).toEqual([]);
    await guests.getByRole("button", { name: "Become the owner" }).click();
    await guests.waitForURL("**/databases/shown-database");
    await guests.getByText("You own it").waitFor();
    await owners.getByText("Only the owner, vera@example.com, may transfer shown-database.").waitFor();
  });
});
