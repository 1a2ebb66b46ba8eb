import type { AdminConnection } from "../databases/admin-connection.ts";
import { isHeldHere } from "../databases/firewall/firewall-rule.ts";
import { listRuled, markFollowed, setRulesBlocked, type RuledDatabase } from "../databases/firewall/queries.ts";
import { requestReconcile } from "../databases/request-reconcile.ts";
import { recordEvent } from "../events/record.ts";
import {
  clientAuthentication,
  readClientAuthentication,
  readNarrowed,
  replaceClientAuthentication,
  type NarrowedDatabase,
} from "../platform/bundled-postgres/index.ts";
import { notifyChanged } from "../platform/listen.ts";
import { drifted, inColumns, narrowedBy, pendingOf, whyNotRead, type ReadLine } from "./firewall.ts";
import { recordDrift, recordRepaired } from "./record.ts";
import { reloadSettings } from "./reload-settings.ts";
import type { Run } from "./run.ts";

/**
 * Makes the bundled PostgreSQL let in what the firewall rules say. Its pg_hba.conf is one for all databases, so that
 * each of their reconciles looks at the whole file; they run one after another. A rule counts as enforced once PostgreSQL
 * has read the file, and the sessions that come from elsewhere are ended.
 */
export async function followFirewall(run: Run, admin: AdminConnection): Promise<void> {
  const { platform, loaded } = run;
  if (!isHeldHere(platform.config, loaded.server)) return;
  const ruled = await listRuled(platform.db, loaded.server);
  const found = await readClientAuthentication(platform.config.dataDir);
  const own = ruled.find(({ id }) => id === loaded.database.id);
  const pending = own === undefined ? [] : pendingOf(own);
  const narrowed = narrowedBy(ruled);
  // Where nobody wants a firewall, the file is looked at when PostgreSQL starts, and not again.
  if (ruled.length === 0 && readNarrowed(found).length === 0) return;
  if (pending.length === 0 && found === clientAuthentication(narrowed)) return;
  await run.before("record");
  const changed = drifted(found, ruled);
  for (const { id } of changed) await recordDrift(run, fileName, null, driftInWords, id);
  const blocked = await write(run, admin, { found, narrowed });
  if (blocked !== null) return recordRulesBlocked(run, pending, blocked);
  const ended = await endSessionsFromElsewhere(admin, narrowed);
  for (const { id } of changed) await recordRepaired(run, fileName, null, repairInWords, id);
  if (own !== undefined) await recordFollowed(run, own, pending, ended);
}

const fileName = "pg_hba.conf";
const driftInWords = "pg_hba.conf was changed, which holds the firewall";
const repairInWords = "pg_hba.conf says again what the firewall rules say";

/** @returns why PostgreSQL does not follow it, in words; null when it does */
async function write(
  { platform, loaded }: Run,
  admin: AdminConnection,
  { found, narrowed }: { readonly found: string; readonly narrowed: readonly NarrowedDatabase[] },
): Promise<string | null> {
  const { dataDir } = platform.config;
  try {
    await replaceClientAuthentication(dataDir, clientAuthentication(narrowed));
  } catch (error) {
    return `pg_hba.conf cannot be written (${(error as NodeJS.ErrnoException).code ?? (error as Error).message}).`;
  }
  const lines = await admin.query<ReadLine>(
    "select database, address, auth_method, error from pg_hba_file_rules order by rule_number nulls first, line_number",
  );
  const wrong = whyNotRead(lines, narrowed);
  if (wrong === null) return reloadSettings(loaded.server, platform.secrets, admin);
  // With a file that it cannot read PostgreSQL would go on now, and not start again.
  await replaceClientAuthentication(dataDir, found);
  return wrong;
}

/** PostgreSQL asks the file at the start of a session only. Ours are needed, whoever is let in. */
async function endSessionsFromElsewhere(
  admin: AdminConnection,
  narrowed: readonly NarrowedDatabase[],
): Promise<Map<string, number>> {
  const { dbnames, addresses } = inColumns(narrowed);
  const rows = await admin.query<{ datname: string; ended: number }>(
    `select datname, count(pg_terminate_backend(pid, 1000))::int as ended from pg_stat_activity
     where datname = any($1) and client_addr is not null and usename <> current_user
       and not exists (select from unnest($2::text[], $3::inet[]) as a (dbname, address)
                       where a.dbname = datname and a.address = client_addr)
     group by datname`,
    [narrowed.map(({ dbname }) => dbname), dbnames, addresses],
  );
  return new Map(rows.map(({ datname, ended }) => [datname, ended]));
}

async function recordFollowed(
  { platform }: Run,
  own: RuledDatabase,
  pending: readonly string[],
  ended: ReadonlyMap<string, number>,
): Promise<void> {
  const rules = own.rules.filter(({ state }) => state !== "removing").length;
  const data = { rules, sessions_ended: ended.get(own.dbname) ?? 0 };
  await platform.db.transaction().execute(async (tx) => {
    if (await markFollowed(tx, pending)) await recordEvent(tx, { type: "firewall.enforced", databaseId: own.id, data });
  });
}

async function recordRulesBlocked(
  { platform, loaded }: Run,
  pending: readonly string[],
  reason: string,
): Promise<void> {
  const databaseId = loaded.database.id;
  platform.log.error({ database: databaseId, reason }, "the firewall rules are not followed");
  await platform.db.transaction().execute(async (tx) => {
    if (await setRulesBlocked(tx, pending, reason)) await notifyChanged(tx, databaseId);
  });
  await requestReconcile(platform.db, databaseId, { at: new Date(Date.now() + 5000) });
}
