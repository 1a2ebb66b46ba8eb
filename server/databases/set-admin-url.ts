import type { Db } from "../platform/control-database.ts";
import type { Secrets } from "../platform/secrets.ts";
import { StartError } from "../platform/start-error.ts";
import { connectByUrl } from "./admin-connection.ts";
import { adminUrlOf, readAdminUrl, serverName, settledSslMode } from "./admin-url.ts";
import { requestReconcile } from "./request-reconcile.ts";
import { listDatabasesOf, renewAttachedServer } from "./server-queries.ts";

/**
 * The admin URL of a server that databases are attached on, anew: its password was changed, or the secret key that sealed
 * it is lost. @throws StartError when it cannot be used, or is of no such server
 */
export async function setAdminUrl(db: Db, secrets: Secrets, url: string): Promise<{ readonly server: string }> {
  const target = readAdminUrl(url);
  if (typeof target === "string") throw new StartError(target);
  const opened = await connectByUrl(url.trim());
  if (!opened.ok) throw new StartError(`That URL cannot be used: ${opened.reason}.`);
  const { facts } = opened.connection;
  await opened.connection.close();
  const seen = {
    name: serverName(target),
    host: target.host,
    port: target.port,
    sslmode: settledSslMode(target, facts),
    adminUrlSealed: secrets.seal(adminUrlOf(target, facts)),
    facts,
  };
  return db.transaction().execute(async (tx) => {
    const server = await renewAttachedServer(tx, seen);
    if (server === null)
      throw new StartError(
        `No database is attached on that server with that address and ${facts.adminRole}. Attach it in the dashboard.`,
      );
    for (const id of await listDatabasesOf(tx, server.id)) await requestReconcile(tx, id);
    return { server: server.name };
  });
}
