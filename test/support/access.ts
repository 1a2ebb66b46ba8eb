import { randomBytes, randomUUID } from "node:crypto";
import { connectByUrl } from "../../server/databases/admin-connection.ts";
import { insertDatabase } from "../../server/databases/queries.ts";
import { saveAttachedServer, saveConfiguredServer } from "../../server/databases/server-queries.ts";
import { insertProtectedUser, recordShown } from "../../server/databases/user-queries.ts";
import { readConfig } from "../../server/platform/config.ts";
import { openControlDatabase, type Db } from "../../server/platform/control-database.ts";
import { startListen } from "../../server/platform/listen.ts";
import { createLog } from "../../server/platform/log.ts";
import type { Platform } from "../../server/platform/platform.ts";
import { createSecrets } from "../../server/platform/secrets.ts";
import { scramVerifier } from "../../server/platform/bundled-postgres/index.ts";
import { closeAdminConnections } from "../../server/access/admin-connections.ts";
import { createControlDatabase } from "./control-database.ts";
import type { TestPostgres } from "./postgres.ts";

/** The parts that the reconciler needs, on a control database of its own, without HTTP. */
export interface AccessBench {
  readonly platform: Platform;
  readonly db: Db;
  readonly controlUrl: string;
  close(): Promise<void>;
}

export async function openAccessBench(): Promise<AccessBench> {
  const control = await createControlDatabase();
  const log = createLog("silent");
  const opened = openControlDatabase(control.url, log);
  const { db } = opened;
  const listen = await startListen(control.url, log);
  const platform: Platform = {
    config: readConfig({}),
    db,
    secrets: createSecrets(randomBytes(32).toString("hex")),
    log,
    listen,
  };
  return {
    platform,
    db,
    controlUrl: control.url,
    close: async () => {
      await closeAdminConnections();
      await listen.close();
      await opened.close();
      await control.drop();
    },
  };
}

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly username: string;
}

export async function addAccount(db: Db, username: string): Promise<Person> {
  const email = `${username}@example.com`;
  const row = await db
    .insertInto("accounts")
    .values({ email, email_folded: email, username, username_folded: username, password_hash: "x" })
    .returning("id")
    .executeTakeFirstOrThrow();
  return { id: row.id, email, username };
}

/** The row of a server that runs, found as the product finds it. */
export async function addServer(
  { db, platform }: AccessBench,
  postgres: TestPostgres,
  url = postgres.adminUrl,
): Promise<string> {
  const opened = await connectByUrl(url);
  if (!opened.ok) throw new Error(opened.reason);
  const { facts } = opened.connection;
  await opened.connection.close();
  const seen = {
    name: "test",
    host: postgres.host,
    port: postgres.port,
    sslmode: "disable",
    adminUrlSealed: platform.secrets.seal(`${url}?sslmode=disable`),
    facts,
  };
  const save = facts.superuser && url === postgres.adminUrl ? saveConfiguredServer : saveAttachedServer;
  return (await db.transaction().execute((tx) => save(tx, seen))).id;
}

export const appPassword = "only-for-the-application";

/** As the journey "create a database" leaves it: rows, and the reconcile yet to come. */
export async function addCreated(
  bench: AccessBench,
  serverId: string,
  owner: Person,
): Promise<{ id: string; dbname: string }> {
  const dbname = `shop_${randomUUID().slice(0, 8)}`;
  const row = await bench.db.transaction().execute(async (tx) => {
    const database = await insertDatabase(tx, {
      name: dbname.replace("_", "-"),
      ownerAccountId: owner.id,
      serverId,
      dbname,
      kind: "created",
      ownership: "made",
    });
    if (database === null) throw new Error("the name is taken");
    const user = await insertProtectedUser(
      tx,
      database.id,
      `${dbname}_app`,
      bench.platform.secrets.seal(scramVerifier(appPassword)),
    );
    await recordShown(tx, user.id, owner.id);
    return database;
  });
  return { id: row.id, dbname };
}

/** As the journey "attach a database" leaves it. */
export async function addAttached(
  bench: AccessBench,
  serverId: string,
  owner: Person,
  dbname: string,
  ownership: "kept" | "moving",
): Promise<{ id: string; dbname: string }> {
  const row = await bench.db.transaction().execute((tx) =>
    insertDatabase(tx, {
      name: `a-${randomUUID().slice(0, 8)}`,
      ownerAccountId: owner.id,
      serverId,
      dbname,
      kind: "attached",
      ownership,
    }),
  );
  if (row === null) throw new Error("the name is taken");
  return { id: row.id, dbname };
}

type Level = "full" | "read-write" | "read-only";

/** As "accept" leaves it. */
export async function addAccepted(
  db: Db,
  databaseId: string,
  person: Person,
  invitedBy: Person,
  access: Level,
): Promise<string> {
  const row = await db
    .insertInto("collaborators")
    .values({
      database_id: databaseId,
      email: person.email,
      email_folded: person.email,
      access,
      status: "accepted",
      invited_by_account_id: invitedBy.id,
      invitation_expires_at: new Date(Date.now() + 1e9),
      account_id: person.id,
      accepted_at: new Date(),
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return row.id;
}

/** As "revoke" leaves it. */
export async function markRevoked(db: Db, collaboratorId: string, by: Person, reason = "revoked"): Promise<void> {
  await db
    .updateTable("collaborators")
    .set({ status: "revoking", revoking_at: new Date(), end_reason: reason, ended_by_account_id: by.id })
    .where("id", "=", collaboratorId)
    .where("status", "=", "accepted")
    .execute();
}

export const loginOf = (db: Db, collaboratorId: string) =>
  db
    .selectFrom("logins")
    .selectAll()
    .where("collaborator_id", "=", collaboratorId)
    .orderBy("created_at", "desc")
    .executeTakeFirstOrThrow();
