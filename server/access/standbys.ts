import { setTimeout as delay } from "node:timers/promises";
import type { AdminConnection } from "../databases/admin-connection.ts";

interface Standby {
  readonly name: string;
  readonly client: string | null;
  /** It has got as far as the end of new logins. */
  readonly replayed: boolean;
}

const pauseMs = 20;

/**
 * What an ended login may still have on the server's standbys, in words. A standby refuses it once it has replayed as far
 * as `lsn`, which is waited for; its sessions there outlive that, and are seen by nobody on the primary.
 */
export async function lookAtStandbys(
  admin: AdminConnection,
  lsn: string | null,
  patienceMs: number,
): Promise<string[]> {
  const started = performance.now();
  for (;;) {
    const standbys = await admin.query<Standby>(standbysSql, [lsn]);
    const late = standbys.some((standby) => !standby.replayed);
    if (!late || performance.now() - started > patienceMs) return standbys.map(inWords);
    await delay(pauseMs);
  }
}

function inWords({ name, client, replayed }: Standby): string {
  const standby = `the standby ${name}${client === null ? "" : ` at ${client}`}`;
  return replayed
    ? `sessions on ${standby}, which are not seen from here; new logins are refused there too`
    : `${standby} has not replayed the end of this access: logins may still work there`;
}

// A subscriber is no standby: it lets in whom it knows by itself.
const standbysSql = `
  select coalesce(nullif(application_name, ''), 'without a name') as name, host(client_addr) as client,
    coalesce(replay_lsn >= $1::pg_lsn, false) as replayed
  from pg_stat_replication r
  where state is distinct from 'backup'
    and not exists (select from pg_replication_slots s where s.active_pid = r.pid and s.slot_type = 'logical')
  order by 1, 2`;
