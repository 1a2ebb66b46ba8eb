import { queryOnce } from "../support/postgres.ts";
import { eventually } from "../support/signals.ts";
import type { ListedPerson } from "./people.ts";

/** Accounts and collaborators as the journeys leave them, with the times of a list that has grown. Nobody has a login yet. */
export async function addListed(controlUrl: string, people: readonly ListedPerson[]): Promise<void> {
  await queryOnce(controlUrl, addAccounts, [JSON.stringify(people)]);
  await queryOnce(controlUrl, addCollaborators, [JSON.stringify(people)]);
  await queryOnce(controlUrl, askReconciles);
}

const rows = `json_to_recordset($1::json) as p(database text, email text, username text, access text,
  invited numeric, accepted numeric, until numeric, "lastLogin" numeric)`;

const addAccounts = `
  insert into accounts (email, email_folded, username, username_folded, password_hash, email_verified_at)
  select distinct p.email, p.email, p.username, p.username, 'none', now() from ${rows}
  where p.username is not null on conflict do nothing`;

const addCollaborators = `
  insert into collaborators (database_id, email, email_folded, access, status, invited_by_account_id, invited_at,
    invitation_expires_at, account_id, accepted_at, until, token_hash)
  select d.id, p.email, p.email, p.access, case when p.accepted is null then 'pending' else 'accepted' end, d.owner_account_id,
    now() - p.invited * interval '1 day', now() + (7 - p.invited) * interval '1 day', a.id,
    now() - p.accepted * interval '1 day', now() + p.until * interval '1 day',
    case when p.accepted is null then sha256((d.name || p.email)::bytea) end
  from ${rows} join databases d on d.name = p.database left join accounts a on a.email_folded = p.email and p.accepted is not null`;

const askReconciles = `
  select graphile_worker.add_job('reconcile', json_build_object('database_id', id), queue_name => 'server:' || server_id,
    job_key => 'reconcile:' || id) from databases where state = 'ready'`;

/** Until everybody who accepted has a login. */
export const allReady = (controlUrl: string): Promise<unknown> =>
  eventually(
    async () => {
      const sql = `select count(*)::int as left from collaborators c where c.status = 'accepted'
        and not exists (select from logins l where l.collaborator_id = c.id and l.state = 'ready')`;
      const [row] = await queryOnce<{ left: number }>(controlUrl, sql);
      if (row?.left !== 0) throw new Error(`${row?.left} logins are not ready`);
      return true;
    },
    { within: 120_000 },
  );

/** Logins that have been used, at the times of the list; owners made theirs when the database was made. */
export async function agedLogins(controlUrl: string, people: readonly ListedPerson[]): Promise<void> {
  await queryOnce(controlUrl, age, [JSON.stringify(people)]);
  await queryOnce(controlUrl, `update databases set created_at = now() - interval '266 days'`);
}

const age = `
  update logins l set created_at = c.accepted_at, ready_at = c.accepted_at, password_changed_at = c.accepted_at,
    last_login_at = now() - p."lastLogin" * interval '1 day' - interval '4 minutes'
  from collaborators c join databases d on d.id = c.database_id, ${rows}
  where l.collaborator_id = c.id and d.name = p.database and c.email = p.email`;
