import { randomBytes } from "node:crypto";
import type { Socket } from "node:net";
import type pg from "pg";
import { migrate } from "../server/platform/migrate.ts";
import { databaseRows } from "../test/support/database-rows.ts";
import { connect, queryOnce } from "../test/support/postgres.ts";
import { eventually } from "../test/support/signals.ts";
import { compare } from "./compare.ts";
import { ask, openConnection } from "./load.ts";
import { timed } from "./measure.ts";
import type { Row } from "./row.ts";
import { addDatabase, type BenchStage } from "./stage.ts";

const name = "bench-invite";

/** The time until one invitation is answered, against the same four rows written by the plain driver in one transaction. */
export async function benchInvite(stage: BenchStage): Promise<Row[]> {
  await addDatabase(stage, name);
  const [line, bare] = await Promise.all([openConnection(stage.product.port), openBare(stage)]);
  const jobs = await connect(stage.adminUrlOf("guestlist"));
  try {
    const row = await compare(
      { name: "invite", unit: "ms", measures: "time", target: 2.5, rounds: 200 },
      () => timeOfInvite(stage, line, jobs),
      () => timed(() => insertInvitation(bare)),
    );
    return [row];
  } finally {
    line.destroy();
    await Promise.all([bare.client.end(), jobs.end()]);
  }
}

let invited = 0;

async function timeOfInvite({ product, owner }: BenchStage, line: Socket, jobs: pg.Client): Promise<number> {
  const body = JSON.stringify({ email: `${(invited += 1)}@example.com`, access: "read-only" });
  const head = [
    `POST /v1/databases/${name}/collaborators HTTP/1.1`,
    `host: 127.0.0.1:${product.port}`,
    `authorization: Bearer ${owner.token}`,
    "content-type: application/json",
    `content-length: ${body.length}`,
  ];
  const time = await timed(() => ask(line, `${head.join("\r\n")}\r\n\r\n${body}`));
  await mailSent(jobs);
  return time;
}

/** The mail goes out after the answer, and is not to be in the way of the next measurement. */
async function mailSent(jobs: pg.Client): Promise<void> {
  const due = "select from graphile_worker._private_jobs where run_at <= now() limit 1";
  await eventually(async () => (await jobs.query(due)).rowCount === 0, { within: 60_000, every: 5 });
}

interface Bare {
  readonly client: pg.Client;
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
  return { client: await connect(url), databaseId, inviterId };
}

async function insertInvitation({ client, databaseId, inviterId }: Bare): Promise<void> {
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
