import type { Socket } from "node:net";
import { addPerson, type Person } from "../test/journeys/stage.ts";
import { queryOnce } from "../test/support/postgres.ts";
import { exchanged, goClient, basic, type GoClient } from "../test/support/scalingo.ts";
import { compare } from "./compare.ts";
import { againstOwn, benchScalingoWrites } from "./scalingo-writes.ts";
import { ask, openConnection } from "./load.ts";
import { median, type Row } from "./row.ts";
import type { BenchStage } from "./stage.ts";

const databases = 200;
const name = "scalingo-100";
const rounds = 9;
const asked = 40;

/** What Scalingo's clients pay for coming by their own way: each call against its twin, and their longest command. */
export async function benchScalingo(stage: BenchStage): Promise<Row[]> {
  const owner = await addPerson(stage, "scalingo@example.com");
  await queryOnce(stage.databaseUrl, addDatabases, [owner.email, databases]);
  await queryOnce(stage.databaseUrl, addPeople, [name]);
  await queryOnce(stage.databaseUrl, "analyze");
  const { id } = (await owner.api.get<{ database: { id: string } }>(`/v1/databases/${name}`)).body.database;
  const rows = await compareTwins(stage, owner, twinsOf(`ad-${id}`));
  const writes = await benchScalingoWrites(stage, owner, name);
  return [...rows, ...writes, await listAsTheCommandLineDoes(stage, owner)];
}

/** Path of the facade, path of Guestlist's own. What signs in is no call of Guestlist's, and has none. */
const twinsOf = (addon: string): Record<string, [string, string]> => ({
  "who one is": ["/v1/users/self", "/v1/account"],
  "one database": [`/v1/databases/${name}`, `/v1/databases/${name}`],
  "an app": [`/v1/apps/${name}`, `/v1/databases/${name}`],
  "an addon": [`/v1/apps/${name}/addons`, `/v1/databases/${name}`],
  "a state": [`/api/databases/${addon}`, `/v1/databases/${name}`],
  "an addon's token": [`POST /v1/apps/${name}/addons/${addon}/token`, `/v1/databases/${name}`],
  "an endpoint": [`/v1/databases/${name}/endpoints`, `/v1/databases/${name}/connection`],
  variables: [`/v1/apps/${name}/variables?aliases=true`, `/v1/databases/${name}/connection`],
  "API tokens": ["/v1/tokens", "/v1/account/tokens"],
  "database users": [`/api/databases/${addon}/users`, `/v1/databases/${name}/users`],
  "firewall rules": [`/api/databases/${addon}/firewall_rules`, `/v1/databases/${name}/firewall-rules`],
  "everybody's collaborators": ["/v1/collaborators", "/v1/collaborators?limit=500"],
  "200 databases": ["/v1/databases", "/v1/databases?limit=500"],
  "100 collaborators": [`/v1/apps/${name}/collaborators`, `/v1/databases/${name}/collaborators?limit=500`],
  "a timeline": [`/v1/apps/${name}/events?page=1&per_page=30`, `/v1/databases/${name}/events?limit=30&count=true`],
});

async function compareTwins(
  { product }: BenchStage,
  owner: Person,
  twins: Record<string, [string, string]>,
): Promise<Row[]> {
  const base = `${product.url}/scalingo`;
  const { body } = await goClient(base, basic("", owner.token)).post("/v1/tokens/exchange");
  const line = await openConnection(product.port);
  const rows: Row[] = [];
  for (const [what, [theirs, own]] of Object.entries(twins))
    rows.push(
      await compare(
        againstOwn(what, rounds),
        () => timeOf(line, theirs.replace(/^(\w+ )?/, "$1/scalingo"), String(body["token"])),
        () => timeOf(line, own, owner.token),
      ),
    );
  line.destroy();
  return rows;
}

/** Milliseconds of one of several, one after the other. A path of another method than GET says so. */
async function timeOf(line: Socket, path: string, bearer: string): Promise<number> {
  const [method, to] = path.startsWith("/") ? ["GET", path] : path.split(" ");
  const request = `${method} ${to} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${bearer}\r\n\r\n`;
  const times: number[] = [];
  for (let count = 0; count < asked; count++) {
    const started = performance.now();
    await ask(line, request);
    times.push(performance.now() - started);
  }
  return median(times);
}

/** `scalingo databases`: its 1 + 4N requests, one after the other, each on a connection of its own. */
async function listAsTheCommandLineDoes({ product }: BenchStage, owner: Person): Promise<Row> {
  const base = `${product.url}/scalingo`;
  const times: number[] = [];
  for (let round = 0; round < 3; round++) {
    const started = performance.now();
    await listOnce(base, await exchanged(base, owner.token));
    times.push(performance.now() - started);
  }
  const measured = median(times);
  return {
    name: `scalingo databases, ${databases} of them, ${1 + 4 * databases} requests, against 3 s`,
    measured,
    against: 3000,
    unit: "ms",
    ratio: measured / 3000,
    target: 1,
  };
}

async function listOnce(base: string, client: GoClient): Promise<void> {
  const { body } = await client.get("/v1/databases");
  const listed = body["databases"] as { name: string }[];
  if (listed.length !== databases) throw new Error(`${listed.length} databases were listed`);
  for (const each of listed) {
    const addons = await client.get(`/v1/apps/${each.name}/addons`);
    const [addon] = addons.body["addons"] as [{ id: string }];
    await client.get(`/v1/apps/${each.name}`);
    const token = await client.post(`/v1/apps/${each.name}/addons/${addon.id}/token`);
    const bearer = (token.body["addon"] as { token: string }).token;
    const state = await goClient(base, `Bearer ${bearer}`).get(`/api/databases/${addon.id}`);
    if (state.status !== 200) throw new Error(`no state of ${each.name}: ${state.text}`);
  }
}

/** Rows alone: PostgreSQL has none of them, and nobody connects. */
const addDatabases = `
  insert into databases (name, owner_account_id, server_id, dbname, kind, state, ownership, ready_at)
  select 'scalingo-' || n, a.id, s.id, 'scalingo_' || n, 'created', 'ready', 'made', now()
  from generate_series(1, $2::int) n, accounts a, servers s where a.email = $1 and s.bundled`;

const addPeople = `
  with invited as (
    insert into collaborators (database_id, email, email_folded, access, invited_by_account_id, invitation_expires_at, token_hash)
    select d.id, n || '@scalingo.example.com', n || '@scalingo.example.com', 'read-only', d.owner_account_id,
      now() + interval '7 days', sha256(('scalingo' || n)::bytea)
    from databases d cross join generate_series(1, 100) n where d.name = $1 returning *)
  insert into events (type, actor_account_id, actor_email, subject_email, database_id, data)
  select 'collaborator.invited', a.id, a.email, i.email, i.database_id, '{"access":"read-only","until":null}'
  from invited i join accounts a on a.id = i.invited_by_account_id`;
