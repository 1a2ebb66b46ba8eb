import { chmodSync, cpSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { prepareBinaries } from "../../server/platform/bundled-postgres/index.ts";
import { connect, host, reachableFolder, serve, superuser, throwAway, type TestPostgres } from "./postgres.ts";
import { versionPackage } from "./postgres-versions.ts";
import { eventually } from "./signals.ts";

export interface TestStandby extends TestPostgres {
  /** It lets in whom it let in before, whatever happens on the primary. */
  pauseReplay(): Promise<void>;
  resumeReplay(): Promise<void>;
  /** It is a primary from now on. */
  promote(): Promise<void>;
}

/**
 * A streaming standby of a running server, made from a copy of its files: the packages have no pg_basebackup.
 * https://www.postgresql.org/docs/18/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP
 */
export async function startStandby(primary: TestPostgres): Promise<TestStandby> {
  const version = Number.parseInt(readFileSync(path.join(primary.dataDir, "PG_VERSION"), "utf8"), 10);
  const folder = reachableFolder(`standby-${version}`);
  const dataDir = path.join(folder, "data");
  await copyRunning(primary, dataDir, version);
  writeFileSync(path.join(dataDir, "standby.signal"), "");
  const server = await serve({
    binaries: await prepareBinaries(versionPackage(version)),
    folder,
    dataDir,
    settings: { ...throwAway, max_prepared_transactions: "10", primary_conninfo: connectionInfo(primary) },
  });
  await eventually(
    async () => (await primary.query("select from pg_stat_replication where state = 'streaming'")).length > 0,
  );
  const ask = (sql: string) => async (): Promise<void> => void (await server.query(sql));
  return {
    ...server,
    pauseReplay: ask("select pg_wal_replay_pause()"),
    resumeReplay: ask("select pg_wal_replay_resume()"),
    promote: ask("select pg_promote()"),
  };
}

async function copyRunning(primary: TestPostgres, dataDir: string, version: number): Promise<void> {
  const [begin, end] =
    version >= 15
      ? ["pg_backup_start('copy', true)", "pg_backup_stop(false)"]
      : ["pg_start_backup('copy', true, false)", "pg_stop_backup(false, false)"];
  const session = await connect(primary.adminUrl);
  await session.query(`select ${begin}`);
  // What the standby gets by streaming, what belongs to the running process, and what may vanish while it is copied.
  const left = /^(pg_wal\/.+|postmaster\..*|pgsql_tmp.*|pg_stat_tmp\/.+|.*pg_internal\.init.*)$/;
  const filter = (file: string): boolean => !left.test(path.relative(primary.dataDir, file));
  cpSync(primary.dataDir, dataDir, { recursive: true, filter });
  const { rows } = await session.query<{ labelfile: string }>(`select labelfile from ${end}`);
  writeFileSync(path.join(dataDir, "backup_label"), rows[0]?.labelfile ?? "");
  await session.end();
  chmodSync(dataDir, 0o700);
}

const connectionInfo = ({ port }: TestPostgres): string =>
  `host=${host} port=${port} user=${superuser.name} password=${superuser.password} application_name=standby`;
