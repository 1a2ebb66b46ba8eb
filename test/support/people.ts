import { queryOnce } from "./postgres.ts";
import { eventually } from "./signals.ts";

/** Who is to be there: `prefix` and a number make each name and address. */
export interface ManyPeople {
  readonly prefix: string;
  readonly count: number;
  readonly access: "full" | "read-write" | "read-only";
}

/** A collaborator with a login that PostgreSQL has. */
export interface AddedPerson {
  readonly id: string;
  readonly email: string;
  readonly role: string;
}

/** Accounts with an accepted collaborator each, as the journeys leave them, many at once. Nobody has a login yet. */
export const insertAccepted = (controlUrl: string, databaseId: string, many: ManyPeople): Promise<unknown> =>
  queryOnce(controlUrl, insert, [databaseId, many.prefix, many.count, many.access]);

const insert = `
  with people as (
    insert into accounts (email, email_folded, username, username_folded, password_hash, email_verified_at)
    select $2 || n || '@example.com', $2 || n || '@example.com', $2 || n, $2 || n, 'none', now()
    from generate_series(1, $3::int) n returning *)
  insert into collaborators (database_id, email, email_folded, access, status, invited_by_account_id, invitation_expires_at,
    account_id, accepted_at)
  select d.id, p.email, p.email, $4, 'accepted', d.owner_account_id, now() + interval '7 days', p.id, now()
  from databases d cross join people p where d.id = $1`;

/** Invitations that wait, many at once, one after the other: `N@pending.example.com`, from 1. */
export const insertPending = (controlUrl: string, databaseId: string, count: number): Promise<unknown> =>
  queryOnce(controlUrl, addPending, [databaseId, count]);

const addPending = `
  insert into collaborators (database_id, email, email_folded, access, invited_by_account_id, invited_at,
    invitation_expires_at, token_hash)
  select d.id, n || '@pending.example.com', n || '@pending.example.com', 'read-only', d.owner_account_id,
    now() - interval '1 day' + n * interval '1 ms', now() + interval '6 days', sha256((d.id || n::text)::bytea)
  from databases d cross join generate_series(1, $2::int) n where d.id = $1`;

/** As `insertAccepted`, and waits until the reconciler has made their logins: `eachMs` for each of them, and a minute. */
export async function addPeople(
  controlUrl: string,
  databaseId: string,
  { eachMs, ...many }: ManyPeople & { readonly eachMs: number },
): Promise<AddedPerson[]> {
  await insertAccepted(controlUrl, databaseId, many);
  await queryOnce(controlUrl, askReconcile, [databaseId]);
  const ready = `select c.id, c.email, l.role_name as role from logins l join collaborators c on c.id = l.collaborator_id
    where l.state = 'ready' and l.database_id = $1 and c.email like $2 order by c.email`;
  return eventually(
    async () => {
      const rows = await queryOnce<AddedPerson>(controlUrl, ready, [databaseId, `${many.prefix}%`]);
      if (rows.length !== many.count) throw new Error(`${rows.length} of ${many.count} logins are ready`);
      return rows;
    },
    { within: 60_000 + many.count * eachMs },
  );
}

const askReconcile = `
  select graphile_worker.add_job('reconcile', json_build_object('database_id', id), queue_name => 'server:' || server_id,
    job_key => 'reconcile:' || id) from databases where id = $1`;
