import pg from "pg";
import { opens, type Secrets } from "../platform/secrets.ts";
import { sessionSettings, settingsOfRights, startupOptions, versionAfter } from "./admin-settings.ts";
import {
  classifyFailure,
  isOfDatabase,
  poolerReason,
  sealedWithAnother,
  silent,
  type ConnectionFailure,
} from "./connection-failure.ts";
import type { ServerRow } from "./grant.ts";
import { endWithin, sessionOf, type Session } from "./admin-session.ts";
import { parseServerUrl, tlsOf, type ServerUrl } from "./server-url.ts";

/** A session with rights to manage a server, on one of its databases. One user at a time. */
export interface AdminConnection extends Session {
  readonly facts: ServerFacts;
  readonly dbname: string;
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
  /** Round trip of one statement. */
  readonly answersMs: number;
}

export type Opened =
  | { readonly ok: true; readonly connection: AdminConnection }
  | ({ readonly ok: false; readonly ofDatabase?: boolean } & ConnectionFailure);

export interface OpenOptions {
  /** Another database of the server than the one in its admin URL. */
  readonly dbname?: string | undefined;
  readonly connectTimeoutMs?: number;
  /** Of the server, where it is known. */
  readonly versionNum?: number;
}

/** Others that every server has, and that let in whoever may log in, until somebody changes that. */
export const otherDatabases = ["postgres", "template1"];

/**
 * Opens a session on a stored server. Another cluster behind the same address is refused, never acted on. The database of the
 * admin URL may be one that people have full access to: when it refuses us, another one of the server serves as well.
 */
export async function openAdminConnection(
  server: Pick<ServerRow, "admin_url_sealed" | "system_identifier" | "version">,
  secrets: Secrets,
  options: OpenOptions = {},
): Promise<Opened> {
  if (!opens(secrets, server.admin_url_sealed)) {
    return { ok: false, silent: false, refused: "url", reason: sealedWithAnother };
  }
  const known = { versionNum: Number.parseInt(server.version, 10) * 10_000, ...options };
  const opened = await connectSomewhere(secrets.open(server.admin_url_sealed), known);
  if (!opened.ok) return opened;
  if (opened.connection.facts.systemIdentifier === server.system_identifier) return opened;
  await opened.connection.close();
  const reason = "another PostgreSQL server answers at its address (its system identifier differs)";
  return { ok: false, silent: false, refused: "wrong_server", reason };
}

/** Where none of the others lets us in either, the first refusal is what is to be mended. */
async function connectSomewhere(url: string, options: OpenOptions): Promise<Opened> {
  const first = await connectByUrl(url, options);
  if (first.ok || options.dbname !== undefined || first.ofDatabase !== true) return first;
  for (const dbname of otherDatabases) {
    const opened = await connectByUrl(url, { ...options, dbname });
    if (opened.ok) return opened;
  }
  return first;
}

/** The same for a URL that is not stored. A pooler is refused everywhere. */
export async function connectByUrl(url: string, options: OpenOptions = {}): Promise<Opened> {
  const parsed = parseServerUrl(url);
  if (typeof parsed === "string") return { ok: false, silent: false, refused: "url", reason: parsed };
  const target = { ...parsed, dbname: options.dbname ?? parsed.dbname };
  const { connectTimeoutMs: timeoutMs = 5000, versionNum = 0 } = options;
  try {
    return await openAs(target, timeoutMs, versionNum);
  } catch (error) {
    return { ok: false, ofDatabase: isOfDatabase(error), ...classifyFailure(error) };
  }
}

/** An unknown version shows itself where it matters: by the setting of its own that ends the session. */
async function openAs(target: ServerUrl, timeoutMs: number, versionNum: number, refused = false): Promise<Opened> {
  try {
    return await openSession(target, timeoutMs, versionNum);
  } catch (error) {
    const version = versionAfter[(error as { code?: string }).code ?? ""];
    if (refused || version === undefined || version === versionNum) throw error;
    return openAs(target, timeoutMs, version, version < versionNum);
  }
}

async function openSession(target: ServerUrl, timeoutMs: number, versionNum: number): Promise<Opened> {
  const client = await connectClient(target, timeoutMs, versionNum);
  try {
    return await prepareSession(client, target);
  } catch (error) {
    // Of a session that was ended before it was asked anything, only this says why.
    const why = (error as { code?: string }).code === undefined ? endedBy.get(client) : undefined;
    await endWithin(client, 1000);
    throw why ?? error;
  }
}

const endedBy = new WeakMap<pg.Client, unknown>();

/** Connects as libpq would by `sslmode`; the caller ends the client. */
export async function connectClient(target: ServerUrl, timeoutMs: number, versionNum = 0): Promise<pg.Client> {
  const connect = (ssl: ReturnType<typeof tlsOf>) => connectOnce(target, { ssl, timeoutMs, versionNum });
  try {
    return await connect(tlsOf(target.sslmode));
  } catch (error) {
    if (target.sslmode !== "prefer" || !/does not support SSL/i.test((error as Error).message)) throw error;
    return connect(false);
  }
}

interface ConnectOptions {
  readonly ssl: ReturnType<typeof tlsOf>;
  readonly timeoutMs: number;
  readonly versionNum: number;
}

async function connectOnce(target: ServerUrl, { ssl, timeoutMs, versionNum }: ConnectOptions): Promise<pg.Client> {
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
    options: startupOptions(versionNum),
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: { getTypeParser },
  });
  client.on("error", (error) => endedBy.set(client, error));
  try {
    await client.connect();
  } catch (error) {
    await endWithin(client, 1000);
    throw error;
  }
  return client;
}

/** OIDs and counts arrive as numbers. */
const numeric = new Set<number>([pg.types.builtins.INT8, pg.types.builtins.OID]);
const getTypeParser: pg.CustomTypesConfig["getTypeParser"] = (oid, format) =>
  numeric.has(oid) ? Number : pg.types.getTypeParser(oid, format);

// The last statement of one message: what needs to know the server's version or the admin's rights is set on the way.
const prepareAndAsk = `${sessionSettings}
  select current_setting('server_version_num')::int as version_num, current_setting('server_version') as version,
    (select system_identifier from pg_control_system())::text as system_identifier,
    -- Of the WAL that is written now: pg_control_checkpoint() lags behind a promotion until the next checkpoint.
    case when not pg_is_in_recovery()
      then ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::int end as timeline, r.rolname as admin_role,
    pg_backend_pid() as pid, r.rolsuper as superuser, r.rolcreaterole as create_role, pg_is_in_recovery() as standby,
    coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false) as encrypted,
    ${settingsOfRights} as set
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
  const row = (await session.query<FactsRow>(prepareAndAsk))[0] as FactsRow;
  const answersMs = Math.round((performance.now() - before) * 10) / 10;
  const refusal = refusalOf(client, row);
  if (refusal !== null) {
    await endWithin(client, 1000);
    return { ok: false, ...refusal };
  }
  if (row.version_num >= 170000 && !row.superuser) await trySetting(session, "event_triggers", "off");
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
    answersMs,
  };
  return {
    ok: true,
    connection: Object.assign(session, { facts, dbname: target.dbname }),
  };
}

function refusalOf(client: pg.Client, { pid, standby }: FactsRow): ConnectionFailure | null {
  // A pooler hands out a session id of its own making: it is not the process that PostgreSQL serves us with.
  if ((client as unknown as { processID: number | null }).processID !== pid)
    return { silent: false, refused: "pooler", reason: poolerReason };
  return standby ? { ...silent("a standby that cannot be written to answers at its address"), standby: true } : null;
}

/** Some settings are for those who were granted them; without, the recipe's other guards still hold. */
async function trySetting(session: Session, name: string, value: string): Promise<void> {
  await session.query("select set_config($1, $2, false)", [name, value]).catch((error: unknown) => {
    if ((error as { code?: string }).code !== "42501") throw error;
  });
}
