import { sql } from "kysely";
import type { Reader } from "../platform/control-database.ts";

/** `open`: the account may use it; `ending`: it no longer may, and its login is being closed. */
export type OwnState = "open" | "ending";

/** The account's databases by id: what it owns, and where it has, or had a moment ago, an access. */
export async function listOwnDatabases(db: Reader, accountId: string): Promise<Map<string, OwnState>> {
  // Open ones last: they win where an access is ending beside a newer one.
  const { rows } = await sql<{ id: string; state: OwnState }>`
    select id, state from (
      select database_id as id, case status when 'accepted' then 'open' else 'ending' end as state
        from collaborators where account_id = ${accountId} and status in ('accepted', 'revoking')
      union all select id, 'open' from databases where owner_account_id = ${accountId} and state <> 'deleted') own
    order by state`.execute(db);
  return new Map(rows.map(({ id, state }) => [id, state]));
}

/** Of these, which were the account's own and are deleted. */
export async function listDeletedOwn(db: Reader, accountId: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .selectFrom("databases")
    .select("id")
    .where("id", "in", [...ids])
    .where("owner_account_id", "=", accountId)
    .where("state", "=", "deleted")
    .execute();
  return new Set(rows.map(({ id }) => id));
}
