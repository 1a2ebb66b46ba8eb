import { setTimeout as delay } from "node:timers/promises";
import type { AdminConnection } from "../databases/admin-connection.ts";

interface Standby {
  readonly name: string;
  readonly client: string | null;
  /** It has got as far as the end of new logins. */
  readonly replayed: boolean;
}

const pauseMs = 20;

/** Of the server's standbys, in words. */
export interface Standbys {
  /** They refuse the login; its sessions there outlive that, and are seen by nobody on the primary. */
  readonly following: readonly string[];
  /** They have not replayed as far: the login may still work there. */
  readonly behind: readonly string[];
}

/** Waits for them to replay as far as `lsn`, where the end of new logins is. */
export async function followStandbys(
  admin: AdminConnection,
  lsn: string | null,
  patienceMs: number,
): Promise<Standbys> {
  const started = performance.now();
  for (;;) {
    const standbys = await admin.query<Standby>(standbysSql, [lsn]);
    const behind = standbys.filter(({ replayed }) => !replayed);
    if (behind.length === 0 || performance.now() - started > patienceMs) {
      const following = standbys.filter(({ replayed }) => replayed);
      return { following: following.map(inWords), behind: behind.map(inWords) };
    }
    await delay(pauseMs);
  }
}

/** What is so now. */
export async function lookAtStandbys(admin: AdminConnection, lsn: string | null): Promise<string[]> {
  const { following, behind } = await followStandbys(admin, lsn, 0);
  return [...following, ...behind];
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
