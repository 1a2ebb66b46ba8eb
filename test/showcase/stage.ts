import pg from "pg";
import {
  addPerson,
  createDatabase,
  databaseReady,
  invite,
  newUri,
  openStage,
  type Person,
  type Stage,
} from "../journeys/stage.ts";
import { queryOnce, startPostgres, type TestPostgres } from "../support/postgres.ts";
import { startProxy, type TestProxy } from "../support/proxy.ts";
import { eventually } from "../support/signals.ts";
import { tellHistory, tellSessions } from "./history.ts";
import { listed, mine } from "./people.ts";
import { addListed, agedLogins, allReady } from "./rows.ts";

/** The product as the prototypes show it: real databases, logins and sessions, and a history. */
export interface Showcase {
  readonly stage: Stage;
  readonly camille: Person;
  readonly jonas: Person;
  readonly ines: Person;
  /** Somebody who has nothing yet. */
  newcomer(): Promise<Person>;
  /** lena.fischer@example.com, with an account: she is invited to `my-dedicated-db`. */
  invited(): Promise<Person>;
  /** A database on the server of `my-dedicated-db` that is not Guestlist's yet, with its admin. */
  readonly attachableUrl: string;
  /** Session of ines.moreau@example.com on `my-dedicated-db`, which can be kept from ending. */
  readonly stuck: { hold(): void; letGo(): void };
  /** The server of `my-dedicated-db` does not answer any more, and every session on it is lost. */
  silence(): Promise<void>;
  close(): Promise<void>;
}

const people = {
  camille: "camille.aubert@example.com",
  jonas: "jonas.lindqvist@example.org",
  dmitri: "dmitri.kuznetsov@example.net",
  ines: "ines.moreau@example.com",
  nadia: "nadia@example.org",
};

export async function openShowcase(): Promise<Showcase> {
  const [stage, paris] = await Promise.all([openStage(), startPostgres()]);
  const proxy = await startProxy(paris.adminUrl);
  const [camille, jonas, dmitri, ines, nadia] = await addPeople(stage);
  const controlUrl = stage.product.databaseUrl ?? "";
  await makeDatabases(stage, { camille, nadia, paris, proxy });
  await addListed(controlUrl, listed);
  await allReady(controlUrl);
  await agedLogins(controlUrl, listed);
  await invite(nadia, "billing-archive", camille.email, "read-only");
  await invite(camille, mine, "lena.fischer@example.com");
  const sessions = await openSessions(stage, { camille, jonas, dmitri, ines });
  await drift(paris, controlUrl);
  await nameServers(controlUrl);
  await tellHistory(controlUrl);
  await tellSessions(controlUrl);
  return {
    stage,
    camille,
    jonas,
    ines,
    invited: () => addPerson(stage, "lena.fischer@example.com", "lena"),
    attachableUrl: paris.urlFor("weather_archive"),
    newcomer: () => addPerson(stage, "sam.okafor@example.com", "sam"),
    stuck: sessions.stuck,
    silence: async () => proxy.cut(),
    async close() {
      await sessions.close();
      await stage.close();
      await proxy.close();
      await paris.discard();
    },
  };
}

/** One after the other: each is a process of its own. */
async function addPeople(stage: Stage): Promise<[Person, Person, Person, Person, Person]> {
  return [
    await addPerson(stage, people.camille, "camille"),
    await addPerson(stage, people.jonas, "jonas"),
    await addPerson(stage, people.dmitri, "dmitri"),
    await addPerson(stage, people.ines, "ines"),
    await addPerson(stage, people.nadia),
  ];
}

interface Owners {
  camille: Person;
  nadia: Person;
  paris: TestPostgres;
  proxy: TestProxy;
}

async function makeDatabases(_stage: Stage, { camille, nadia, paris, proxy }: Owners): Promise<void> {
  await paris.query("create role shop_owner");
  await paris.query("create database my_dedicated_db owner shop_owner");
  await paris.query("create role weather login");
  await paris.query("create database weather_archive owner weather");
  await paris.query("create table invoices (id int); alter table invoices owner to shop_owner", [], "my_dedicated_db");
  const url = Object.assign(new URL(proxy.url), { pathname: "/my_dedicated_db" }).href;
  const { status, body } = await camille.api.post("/v1/databases", { name: mine, url });
  if (status !== 201) throw new Error(`${mine} was not attached: ${JSON.stringify(body)}`);
  await createDatabase(camille, "customer-analytics");
  await createDatabase(camille, "staging-eu-west");
  for (const name of ["inventory-2026", "research-observational-data-long-term-archive", "billing-archive"])
    await createDatabase(nadia, name);
  await databaseReady(camille, mine);
}

interface Sessions {
  readonly stuck: Showcase["stuck"];
  close(): Promise<void>;
}

/** A frozen backend is what a session that does not end looks like: PostgreSQL has asked it to, and it does not answer. */
async function openSessions(
  stage: Stage,
  { camille, jonas, dmitri, ines }: Record<"camille" | "jonas" | "dmitri" | "ines", Person>,
): Promise<Sessions> {
  const uris = await Promise.all([camille, jonas, dmitri, ines].map((person) => newUri(person, mine)));
  const [ofCamille = "", ofJonas = "", ofDmitri = "", ofInes = ""] = uris;
  const clients = await Promise.all([
    connect(ofCamille, "psql"),
    connect(ofJonas, "psql"),
    connect(ofJonas, "DataGrip"),
    connect(ofDmitri, "pgcli"),
    connect(ofInes, "DataGrip"),
    connect(await newUri(camille, "customer-analytics"), "metabase"),
  ]);
  await clients[2]?.query("begin; select 1");
  await clients[4]?.query("create schema if not exists reports").catch(() => undefined);
  const backend = (await clients[4]?.query<{ pid: number }>("select pg_backend_pid() as pid"))?.rows[0]?.pid ?? 0;
  await seen(stage);
  let held = false;
  const letGo = (): void => {
    if (held) process.kill(backend, "SIGCONT");
    held = false;
  };
  return {
    stuck: {
      hold: () => {
        process.kill(backend, "SIGSTOP");
        held = true;
      },
      letGo,
    },
    close: async () => {
      letGo();
      await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
    },
  };
}

async function connect(connectionString: string, application: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, application_name: application });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

/** Until the product has looked at the sessions. */
async function seen(stage: Stage): Promise<void> {
  const url = stage.product.databaseUrl ?? "";
  await queryOnce(url, "select graphile_worker.add_job('sweep', '{}', job_key => 'sweep')");
  const sql = "select coalesce(sum(sessions), 0)::int as n from logins";
  await eventually(async () => ((await queryOnce<{ n: number }>(url, sql))[0]?.n ?? 0) >= 6, { within: 90_000 });
}

/** Somebody gives a login more than Guestlist knows of, by hand; the next look finds it and takes it back. */
async function drift(paris: TestPostgres, controlUrl: string): Promise<void> {
  const [login] = await queryOnce<{ role: string; database: string }>(
    controlUrl,
    `select l.role_name as role, l.database_id as database from logins l join collaborators c on c.id = l.collaborator_id
     join databases d on d.id = l.database_id where c.email like 'tomasz%' and d.name = $1`,
    [mine],
  );
  await paris.query(`alter role "${login?.role}" createdb`);
  await queryOnce(
    controlUrl,
    `select graphile_worker.add_job('reconcile', json_build_object('database_id', id), queue_name => 'server:' || server_id,
      job_key => 'reconcile:' || id) from databases where name = $1`,
    [mine],
  );
  const sql = "select 1 as found from events where type = 'access.repaired'";
  await eventually(async () => (await queryOnce(controlUrl, sql)).length > 0, { within: 30_000 });
}

/** As people would call them. */
const nameServers = (controlUrl: string): Promise<unknown> =>
  queryOnce(
    controlUrl,
    `update servers set name = case when id = (select server_id from databases where name = $1) then 'db-paris-1' else 'db-paris-2' end`,
    [mine],
  );
