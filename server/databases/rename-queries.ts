import { sql } from "kysely";
import type { Reader, Tx } from "../platform/control-database.ts";

/** `taken`: another database has the name. `gone`: it is being deleted. The unique index is the judge of a race. */
export async function setName(tx: Tx, databaseId: string, name: string): Promise<"renamed" | "taken" | "gone"> {
  const { rows } = await sql<{ taken: boolean; renamed: boolean }>`
    with taken as (select exists (select from databases where name = ${name} and state <> 'deleted') as it),
    renamed as (update databases set name = ${name}
      where id = ${databaseId} and state in ('making', 'ready') and not (select it from taken) returning id)
    select (select it from taken) as taken, exists (select from renamed) as renamed`.execute(tx);
  const [row] = rows;
  if (row?.renamed === true) return "renamed";
  return row?.taken === true ? "taken" : "gone";
}

/** What a database is called today that had that name once; null unless the account may use it. */
export async function findNewName(db: Reader, accountId: string, oldName: string): Promise<string | null> {
  const { rows } = await sql<{ name: string }>`
    select d.name from events e join databases d on d.id = e.database_id
    where e.type = 'database.renamed' and e.data->>'from' = ${oldName} and d.state <> 'deleted'
      and (d.owner_account_id = ${accountId} or exists (select from collaborators c
        where c.database_id = d.id and c.account_id = ${accountId} and c.status = 'accepted'))
    order by e.id desc limit 1`.execute(db);
  return rows[0]?.name ?? null;
}
