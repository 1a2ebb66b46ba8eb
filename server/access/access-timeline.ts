import { endpoints, type AccessPeriod } from "@guestlist/contract";
import { sql } from "kysely";
import { forDatabase } from "../databases/grant.ts";
import type { Reader } from "../platform/control-database.ts";
import { answer } from "../platform/http/journey.ts";

const most = 500;

/** Who had access when: from the acceptance to what the closure proved. */
export const showAccessTimeline = forDatabase(endpoints.showAccessTimeline, async ({ tx, grant }) => {
  const { database } = grant;
  const rows = await listPeriods(tx, database.id);
  const shown = rows.slice(0, most).map(viewPeriod);
  const to = new Date().toISOString();
  return answer(200, { from: database.created_at.toISOString(), to, periods: shown, truncated: rows.length > most });
});

interface PeriodRow {
  readonly email: string;
  readonly access: AccessPeriod["access"];
  readonly status: AccessPeriod["status"];
  readonly began: Date;
  readonly ended: Date | null;
  readonly end_reason: string | null;
  readonly closure_number: number | null;
}

/** Whoever never accepted never had access. The closure's times are the shared server's: the end is put on our clock. */
async function listPeriods(db: Reader, databaseId: string): Promise<PeriodRow[]> {
  const { rows } = await sql<PeriodRow>`
    select * from (
      select a.email, 'full' as access, 'owner' as status, d.created_at as began, null::timestamptz as ended,
             null as end_reason, null::int as closure_number
      from databases d join accounts a on a.id = d.owner_account_id where d.id = ${databaseId}
      union all
      select c.email, c.access, c.status, c.accepted_at,
             case when c.status = 'ended'
               then coalesce(k.last_session_gone_at - coalesce(k.clock_ahead_ms, 0) * interval '1 millisecond', c.ended_at) end,
             c.end_reason, k.number
      from collaborators c left join closures k on k.id = c.closure_id
      where c.database_id = ${databaseId} and c.accepted_at is not null) periods
    order by status <> 'owner', began desc limit ${most + 1}`.execute(db);
  return rows;
}

const viewPeriod = (row: PeriodRow): AccessPeriod => ({
  email: row.email,
  access: row.access,
  status: row.status,
  from: row.began.toISOString(),
  to: row.ended?.toISOString() ?? null,
  end_reason: row.end_reason,
  closure_number: row.closure_number,
});
