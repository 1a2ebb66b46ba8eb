import { sql } from "kysely";
import type { Reader } from "../platform/control-database.ts";
import type { ClosingTarget } from "./closing-sql.ts";

/** Each collaborator's login that PostgreSQL may let in, with what the SQL that ends it has to know. */
export async function listClosingTargets(
  db: Reader,
  databaseId: string,
): Promise<(ClosingTarget & { readonly collaboratorId: string })[]> {
  const rows = await db
    .selectFrom("logins as l")
    .innerJoin("collaborators as c", "c.id", "l.collaborator_id")
    .innerJoin("databases as d", "d.id", "l.database_id")
    .innerJoin("servers as s", "s.id", "d.server_id")
    .select(["l.id", "l.generation", "l.database_id", "l.role_name", "l.role_oid"])
    .select(["c.id as collaboratorId", "c.email", "d.name as databaseName", "s.system_identifier as systemIdentifier"])
    .where("l.database_id", "=", databaseId)
    .where("l.state", "in", ["making", "ready", "closing"])
    .where("l.role_oid", "is not", null)
    .orderBy("c.email_folded")
    .execute();
  return rows.map(({ collaboratorId, email, databaseName, systemIdentifier, ...login }) => ({
    collaboratorId,
    email,
    databaseName,
    systemIdentifier,
    login: { ...login, role_oid: login.role_oid as number },
  }));
}

/** Names that it had before, and that no other database has now. */
export async function listFormerNames(db: Reader, databaseId: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select distinct e.data->>'from' as name from events e
    where e.database_id = ${databaseId} and e.type = 'database.renamed'
      and not exists (select from databases d where d.name = e.data->>'from' and d.state <> 'deleted')`.execute(db);
  return rows.map(({ name }) => name);
}

export async function findDatabaseName(db: Reader, databaseId: string): Promise<string | null> {
  const row = await db.selectFrom("databases").select("name").where("id", "=", databaseId).executeTakeFirst();
  return row?.name ?? null;
}
