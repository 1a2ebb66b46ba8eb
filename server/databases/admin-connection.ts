import pg from "pg";
import { opens, type Secrets } from "../platform/secrets.ts";
import { classifyFailure, poolerReason, type ConnectionFailure } from "./connection-failure.ts";
import type { ServerRow } from "./grant.ts";
import { parseServerUrl, tlsOf, type ServerUrl } from "./server-url.ts";

/** A session with rights to manage a server, on one of its databases. One user at a time. */
export interface AdminConnection {
  readonly facts: ServerFacts;
  readonly dbname: string;
  /** False once the session is gone. */
  readonly alive: boolean;
  /** Rows of one statement (with `params`), or of the last of several. Throws pg's DatabaseError. */
  query<Row extends object = Record<string, unknown>>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
  /** Runs `work` between BEGIN and COMMIT. */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  /** What PostgreSQL warned of since the last call: a GRANT that does nothing is a warning (01007), not an error. */
  takeNotices(): readonly Notice[];
  /** While it waits for its next use it must not keep a process from ending. */
  keepsProcessAlive(keeps: boolean): void;
  close(): Promise<void>;
}

export interface Notice {
  readonly sqlstate: string;
  readonly message: string;
}

/** What a server says of itself and of our rights on it. */
export interface ServerFacts {
  readonly versionNum: number;
  /** `17.6` */
  readonly version: string;
  readonly systemIdentifier: string;
  /** Counts up with every failover and every restore from a backup. */
  readonly timeline: number;
  readonly adminRole: string;
  readonly superuser: boolean;
  readonly createRole: boolean;
  readonly encrypted: boolean;
  /** Something between us and PostgreSQL answers for it. */
  readonly pooled: boolean;
  /** Round trip of one statement. */
  readonly answersMs: number;
}

export type Opened =
  | { readonly ok: true; readonly connection: AdminConnection }
  | ({ readonly ok: false } & ConnectionFailure);

export interface OpenOptions {
  /** Another database of the server than the one in its admin URL. */
  readonly dbname?: string | undefined;
  readonly connectTimeoutMs?: number;
}

/** Opens a session on a stored server. Another cluster behind the same address, or a pooler, is refused, never acted on. */
export async function openAdminConnection(
  server: Pick<ServerRow, "admin_url_sealed" | "system_identifier">,
  secrets: Secrets,
  options: OpenOptions = {},
): Promise<Opened> {
  if (!opens(secrets, server.admin_url_sealed)) {
    const reason = "its admin URL was sealed with another secret key, and has to be entered again";
    return { ok: false, silent: false, refused: "url", reason };
  }
  const opened = await connectByUrl(secrets.open(server.admin_url_sealed), options);
  if (!opened.ok) return opened;
  const refusal = refusalOf(opened.connection.facts, server.system_identifier);
  if (refusal === null) return opened;
  await opened.connection.close();
  return { ok: false, silent: false, ...refusal };
}

function refusalOf({ pooled, systemIdentifier }: ServerFacts, known: string) {
  if (pooled) return { refused: "pooler", reason: poolerReason } as const;
  if (systemIdentifier === known) return null;
  const reason = "another PostgreSQL server answers at its address (its system identifier differs)";
  return { refused: "wrong_server", reason } as const;
}

/** The same for a URL that is not stored. */
export async function connectByUrl(url: string, options: OpenOptions = {}): Promise<Opened> {
  const parsed = parseServerUrl(url);
  if (typeof parsed === "string") return { ok: false, silent: false, refused: "url", reason: parsed };
  const target = { ...parsed, dbname: options.dbname ?? parsed.dbname };
  try {
    const client = await connectClient(target, options.connectTimeoutMs ?? 5000);
    return await prepareSession(client, target).catch(async (error: unknown) => {
      await endWithin(client, 1000);
      throw error;
    });
  } catch (error) {
    return { ok: false, ...classifyFailure(error) };
  }
}

/** Connects as libpq would by `sslmode`; the caller ends the client. */
export async function connectClient(target: ServerUrl, connectTimeoutMs: number): Promise<pg.Client> {
  try {
    return await connectOnce(target, tlsOf(target.sslmode), connectTimeoutMs);
  } catch (error) {
    if (target.sslmode !== "prefer" || !/does not support SSL/i.test((error as Error).message)) throw error;
    return connectOnce(target, false, connectTimeoutMs);
  }
}

async function connectOnce(target: ServerUrl, ssl: ReturnType<typeof tlsOf>, timeoutMs: number): Promise<pg.Client> {
  const client = new pg.Client({
    host: target.host,
    port: target.port,
    user: target.user,
    password: target.password,
    database: target.dbname,
    ssl,
    application_name: "guestlist",
    connectionTimeoutMillis: timeoutMs,
    query_timeout: 65_000,
    // From the first statement on: one of a millisecond, set for the role, would end those that set another.
    statement_timeout: 60_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: { getTypeParser },
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (error) {
    await endWithin(client, 1000);
    throw error;
  }
  return client;
}

/** A server that is gone never says goodbye. */
export async function endWithin(client: pg.Client, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, timeoutMs)));
  await Promise.race([client.end().catch(() => undefined), late]);
  clearTimeout(timer);
}

/** OIDs and counts arrive as numbers. */
const numeric = new Set<number>([pg.types.builtins.INT8, pg.types.builtins.OID]);
const getTypeParser: pg.CustomTypesConfig["getTypeParser"] = (oid, format) =>
  numeric.has(oid) ? Number : pg.types.getTypeParser(oid, format);

// A collaborator must not be able to make this session run their code (search_path), work as another role (a setting of
// the database), hang (a missing synchronous standby), be refused (a read-only default) or wait for a lock they hold.
const sessionSettings = `
  set role none; set search_path = pg_catalog, pg_temp; set synchronous_commit = local; set default_transaction_read_only = off;
  set lock_timeout = '2s'; set statement_timeout = '60s'; set idle_in_transaction_session_timeout = '60s';
  set client_encoding = 'UTF8'; set DateStyle = 'ISO'; set IntervalStyle = 'postgres'; set TimeZone = 'UTC';
  set row_security = off; set jit = off; set check_function_bodies = off; set client_min_messages = warning;
  select current_setting('server_version_num')::int as version_num, current_setting('server_version') as version,
    (select system_identifier from pg_control_system())::text as system_identifier,
    -- Of the WAL that is written now: pg_control_checkpoint() lags behind a promotion until the next checkpoint.
    case when not pg_is_in_recovery()
      then ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::int end as timeline, r.rolname as admin_role,
    pg_backend_pid() as pid, r.rolsuper as superuser, r.rolcreaterole as create_role, pg_is_in_recovery() as standby,
    coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false) as encrypted
  from pg_roles r where r.rolname = current_user`;

interface FactsRow {
  version_num: number;
  version: string;
  system_identifier: string;
  timeline: number;
  admin_role: string;
  superuser: boolean;
  create_role: boolean;
  standby: boolean;
  encrypted: boolean;
  pid: number;
}

async function prepareSession(client: pg.Client, target: ServerUrl): Promise<Opened> {
  const session = sessionOf(client);
  const before = performance.now();
  const row = (await session.query<FactsRow>(sessionSettings))[0] as FactsRow;
  const answersMs = Math.round((performance.now() - before) * 10) / 10;
  if (row.standby) {
    await endWithin(client, 1000);
    const reason = "a standby that cannot be written to answers at its address";
    return { ok: false, silent: true, standby: true, reason };
  }
  if (row.version_num >= 170000) await trySetting(session, "event_triggers", "off");
  if (row.version_num >= 160000 && !row.superuser) await trySetting(session, "createrole_self_grant", "set, inherit");
  session.takeNotices();
  const facts = {
    versionNum: row.version_num,
    version: row.version.split(" ")[0] ?? row.version,
    systemIdentifier: row.system_identifier,
    timeline: row.timeline,
    adminRole: row.admin_role,
    superuser: row.superuser,
    createRole: row.create_role,
    encrypted: row.encrypted,
    // A pooler hands out a session id of its own making: it is not the process that PostgreSQL serves us with.
    pooled: (client as unknown as { processID: number | null }).processID !== row.pid,
    answersMs,
  };
  return {
    ok: true,
    connection: {
      ...session,
      facts,
      dbname: target.dbname,
      get alive() {
        return session.isAlive();
      },
    },
  };
}

/** Some settings are for those who were granted them; without, the recipe's other guards still hold. */
async function trySetting(session: Session, name: string, value: string): Promise<void> {
  await session.query("select set_config($1, $2, false)", [name, value]).catch((error: unknown) => {
    if ((error as { code?: string }).code !== "42501") throw error;
  });
}

type Session = Pick<AdminConnection, "query" | "transaction" | "takeNotices" | "keepsProcessAlive" | "close"> & {
  isAlive(): boolean;
};

function sessionOf(client: pg.Client): Session {
  let alive = true;
  let notices: Notice[] = [];
  client.on("end", () => (alive = false));
  client.on("error", () => (alive = false));
  client.on("notice", (notice) => notices.push({ sqlstate: notice.code ?? "", message: notice.message ?? "" }));

  async function query<Row extends object>(sql: string, params?: readonly unknown[]): Promise<Row[]> {
    // Without parameters several statements may stand in one text; the answer is then a list of results.
    const result = (await (params === undefined ? client.query(sql) : client.query(sql, [...params]))) as
      | pg.QueryResult
      | pg.QueryResult[];
    const last = Array.isArray(result) ? result.at(-1) : result;
    return (last?.rows ?? []) as Row[];
  }
  async function transaction<T>(work: () => Promise<T>): Promise<T> {
    await query("begin");
    try {
      const done = await work();
      await query("commit");
      return done;
    } catch (error) {
      await query("rollback").catch(() => undefined);
      throw error;
    }
  }
  return {
    query,
    transaction,
    isAlive: () => alive,
    keepsProcessAlive(keeps) {
      // pg has both; its types know of neither.
      const held = client as pg.Client & { ref(): void; unref(): void };
      if (keeps) held.ref();
      else held.unref();
    },
    takeNotices() {
      const taken = notices;
      notices = [];
      return taken;
    },
    async close() {
      alive = false;
      await endWithin(client, 1000);
    },
  };
}
