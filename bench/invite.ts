import { randomBytes } from "node:crypto";
import type pg from "pg";
import { migrate } from "../server/platform/migrate.ts";
import { databaseRows } from "../test/support/database-rows.ts";
import { connect, queryOnce } from "../test/support/postgres.ts";
import { compare } from "./compare.ts";
import { requestsPerSecond } from "./load.ts";
import type { Row } from "./row.ts";
import { addDatabase, type BenchStage } from "./stage.ts";

const name = "bench-invite";
const connections = 8;
const milliseconds = 1000;

/** Invitations over HTTP, against the same four rows written by the plain driver, one transaction for each. */
export async function benchInvite(stage: BenchStage): Promise<Row[]> {
  await addDatabase(stage, name);
  const bare = await openBare(stage);
  try {
    const row = await compare(
      { name: "invite", unit: "invitations/s", measures: "rate", target: 2.5, rounds: 9 },
      () => invitePerSecond(stage),
      () => insertPerSecond(bare),
    );
    return [row];
  } finally {
    await Promise.all(bare.clients.map((client) => client.end()));
  }
}

let invited = 0;

function invitePerSecond({ product, owner }: BenchStage): Promise<number> {
  const head = `POST /v1/databases/${name}/collaborators HTTP/1.1\r\nhost: 127.0.0.1:${product.port}\r\nauthorization: Bearer ${owner.token}\r\ncontent-type: application/json\r\n`;
  const request = (): string => {
    const body = JSON.stringify({ email: `${(invited += 1)}@example.com`, access: "read-only" });
    return `${head}content-length: ${body.length}\r\n\r\n${body}`;
  };
  return requestsPerSecond({ port: product.port, connections, milliseconds, request });
}

interface Bare {
  readonly clients: readonly pg.Client[];
  readonly databaseId: string;
  readonly inviterId: string;
}

/** A control database of the yardstick's own, on the same PostgreSQL: nobody sends its mails. */
async function openBare({ adminUrlOf }: BenchStage): Promise<Bare> {
  const url = adminUrlOf("bench_bare");
  await queryOnce(adminUrlOf("postgres"), "create database bench_bare");
  await migrate(url);
  const rows = databaseRows({ query: (sql, values) => queryOnce(url, sql, values) });
  const inviterId = await rows.account("owner@example.com");
  const databaseId = await rows.database(name, inviterId, await rows.server());
  const clients = await Promise.all(Array.from({ length: connections }, () => connect(url)));
  return { clients, databaseId, inviterId };
}

async function insertPerSecond(bare: Bare): Promise<number> {
  const started = performance.now();
  const inserted = await Promise.all(bare.clients.map((client) => insertUntil(started + milliseconds, client, bare)));
  return inserted.reduce((sum, count) => sum + count, 0) / ((performance.now() - started) / 1000);
}

async function insertUntil(end: number, client: pg.Client, bare: Bare): Promise<number> {
  let inserted = 0;
  for (; performance.now() < end; inserted++) await insertInvitation(client, bare);
  return inserted;
}

async function insertInvitation(client: pg.Client, { databaseId, inviterId }: Bare): Promise<void> {
  const email = `${(invited += 1)}@example.com`;
  await client.query("begin");
  const { rows } = await client.query<{ id: string }>(
    `insert into collaborators (database_id, email, email_folded, access, invited_by_account_id, token_hash, invitation_expires_at)
     values ($1, $2, $2, 'read-only', $3, $4, now() + interval '7 days') returning *`,
    [databaseId, email, inviterId, randomBytes(32)],
  );
  await client.query(
    `insert into events (type, actor_account_id, actor_email, subject_email, database_id, data)
     values ('collaborator.invited', $1, 'owner@example.com', $2, $3, '{"access":"read-only","until":null}')`,
    [inviterId, email, databaseId],
  );
  const mail = await client.query<{ id: string }>(
    "insert into mails (kind, cause, recipient, props_sealed) values ('invitation', $1, $2, $3) returning id",
    [`invitation:${rows[0]?.id}:1`, email, randomBytes(400)],
  );
  await client.query("select graphile_worker.add_job('send-mail', $1::json)", [
    JSON.stringify({ mail_id: mail.rows[0]?.id }),
  ]);
  await client.query("commit");
}
