import { sql } from "kysely";
import type { Db, Reader } from "../platform/control-database.ts";
import type { Secrets } from "../platform/secrets.ts";
import { connectByUrl, type AdminConnection } from "./admin-connection.ts";
import { adminUrlOf, readAdminUrl, serverName, settledSslMode } from "./admin-url.ts";
import { saveConfiguredServer } from "./server-queries.ts";
import { bundledName } from "./view.ts";

export interface ConfiguredServer {
  readonly adminUrl: string;
  /** False: the server behind DATABASE_URL. */
  readonly bundled: boolean;
  /** Of the control database. */
  readonly databaseUrl: string;
}

/**
 * Keeps the row of the server on which databases are created, and shuts the control database, which is in the same
 * cluster, to everybody's logins there. A server that cannot be used is no reason not to start: creating says why.
 * @returns why it cannot be used, in words without a secret; null when it can
 */
export async function ensureConfiguredServer(
  db: Db,
  secrets: Secrets,
  { adminUrl, bundled }: ConfiguredServer,
): Promise<string | null> {
  const target = readAdminUrl(adminUrl);
  if (typeof target === "string") return target;
  const opened = await connectByUrl(adminUrl);
  if (!opened.ok) return opened.reason;
  const { connection } = opened;
  const { facts } = connection;
  try {
    await shutControlDatabase(db, connection);
    const seen = {
      name: bundled ? bundledName : serverName(target),
      host: target.host,
      port: target.port,
      sslmode: settledSslMode(target, facts),
      adminUrlSealed: secrets.seal(adminUrlOf(target, facts)),
      facts,
    };
    await db.transaction().execute(async (tx) => {
      // Several processes may start at once.
      await sql`select pg_advisory_xact_lock(hashtextextended('guestlist configured server', 0))`.execute(tx);
      await saveConfiguredServer(tx, seen);
    });
    return await whyNoDatabases(db);
  } finally {
    await connection.close();
  }
}

/** A login that a collaborator gets in this cluster could otherwise connect to the control database. */
async function shutControlDatabase(db: Db, admin: AdminConnection): Promise<void> {
  const { rows } = await sql<{ name: string }>`select quote_ident(current_database()) as name`.execute(db);
  const name = rows[0]?.name ?? "";
  // Without the right to it PostgreSQL only warns; `whyNoDatabases` looks at what has come of it.
  await admin.query(`revoke connect, temporary on database ${name} from public`).catch(() => undefined);
}

interface Rights {
  readonly may_create: boolean;
  readonly open_to_all: boolean;
  readonly control: string;
}

/** Why nothing can be created on the configured server, in words; null when it can. It holds the control database. */
export async function whyNoDatabases(db: Reader): Promise<string | null> {
  const { rows } = await sql<Rights & { admin_role: string }>`
    select s.admin_role, coalesce(r.rolsuper or (r.rolcreatedb and r.rolcreaterole), false) as may_create,
      current_database() as control,
      exists (select from pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
        where d.datname = current_database() and a.grantee = 0 and a.privilege_type = 'CONNECT') as open_to_all
    from servers s left join pg_roles r on r.rolname = s.admin_role where s.bundled`.execute(db);
  const [found] = rows;
  if (found === undefined)
    return "Guestlist has no server of its own to create databases on. Attach an existing database by its URL.";
  if (!found.may_create)
    return `The login ${found.admin_role} of DATABASE_URL may not create databases and roles (CREATEDB and CREATEROLE). Give it these rights, or attach an existing database by its URL.`;
  if (found.open_to_all)
    return `Every login of the server behind DATABASE_URL may connect to Guestlist's own database, so none is made there. Its owner has to run: REVOKE CONNECT, TEMPORARY ON DATABASE "${found.control}" FROM PUBLIC.`;
  return null;
}
