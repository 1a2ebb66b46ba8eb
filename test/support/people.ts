import { queryOnce } from "../test/support/postgres.ts";
import { eventually } from "../test/support/signals.ts";
import type { BenchStage } from "./stage.ts";

export interface BenchPerson {
  readonly id: string;
  readonly role: string;
}

/** Accepted collaborators of a database, each with a login that PostgreSQL has: as the journeys leave them, many at once. */
export async function addPeople(
  { databaseUrl }: BenchStage,
  databaseId: string,
  { prefix, count }: { readonly prefix: string; readonly count: number },
): Promise<BenchPerson[]> {
  await queryOnce(databaseUrl, insertAccepted, [databaseId, prefix, count]);
  await askReconcile(databaseUrl, databaseId);
  const ready = `select c.id, l.role_name as role from logins l join collaborators c on c.id = l.collaborator_id
    where l.state = 'ready' and l.database_id = $1 and c.email like $2 order by c.email`;
  return eventually(
    async () => {
      const rows = await queryOnce<{ id: string; role: string }>(databaseUrl, ready, [databaseId, `${prefix}%`]);
      if (rows.length < count) throw new Error(`${rows.length} of ${count} logins are ready`);
      return rows;
    },
    { within: 60_000 + count * 500, every: 250 },
  );
}

export const askReconcile = (databaseUrl: string, databaseId: string): Promise<unknown> =>
  queryOnce(
    databaseUrl,
    `select graphile_worker.add_job('reconcile', json_build_object('database_id', id), queue_name => 'server:' || server_id,
       job_key => 'reconcile:' || id) from databases where id = $1`,
    [databaseId],
  );

const insertAccepted = `
  with people as (
    insert into accounts (email, email_folded, username, username_folded, password_hash, email_verified_at)
    select $2 || n || '@example.com', $2 || n || '@example.com', $2 || n, $2 || n, 'none', now()
    from generate_series(1, $3::int) n returning *)
  insert into collaborators (database_id, email, email_folded, access, status, invited_by_account_id, invitation_expires_at,
    account_id, accepted_at)
  select d.id, p.email, p.email, 'read-write', 'accepted', d.owner_account_id, now() + interval '7 days', p.id, now()
  from databases d cross join people p where d.id = $1`;
