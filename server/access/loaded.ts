import { sql } from "kysely";
import type { DatabaseRow, ServerRow } from "../databases/grant.ts";
import type { Db, Reader } from "../platform/control-database.ts";
import { prepared } from "../platform/prepared.ts";
import { asOfOneMoment } from "../platform/together.ts";
import { endingsOn, type DatabaseUserRow, type LoginRow } from "./queries.ts";

export interface LoadedCollaborator {
  readonly id: string;
  readonly account_id: string;
  readonly email: string;
  readonly username: string;
  readonly access: string;
  readonly until: Date | null;
  readonly status: "accepted" | "revoking";
  readonly had_login: boolean;
  readonly revoking_at: Date | null;
  readonly end_reason: string | null;
  readonly ended_by: string | null;
}

/** All that the control database says of one database's access. */
export interface Loaded {
  readonly database: DatabaseRow;
  readonly server: ServerRow;
  readonly owner: { readonly id: string; readonly email: string; readonly username: string };
  readonly collaborators: readonly LoadedCollaborator[];
  readonly logins: readonly LoginRow[];
  readonly users: readonly DatabaseUserRow[];
  /** Ids of what was to end on its whole server. */
  readonly endings: readonly string[];
  /** The control database's clock when this was read. */
  readonly now: Date;
}

/**
 * In one wait: the person whose access is to be closed waits for it. As of one moment: an owner of before a transfer and
 * the collaborators of after it would leave the new owner out, and end their access.
 */
export async function load(db: Db, databaseId: string): Promise<Loaded | null> {
  const ofDatabase = db.selectFrom("databases as d").where("d.id", "=", databaseId);
  const onServer = endingsOn(sql`(select server_id from databases where id = ${databaseId})`);
  const [[database], [server], [owner], collaborators, logins, users, endings] = await asOfOneMoment(db, [
    ofDatabase.selectAll("d").select(sql<Date>`clock_timestamp()`.as("now")),
    ofDatabase.innerJoin("servers as s", "s.id", "d.server_id").selectAll("s"),
    ofDatabase.innerJoin("accounts as a", "a.id", "d.owner_account_id").select(["a.id", "a.email", "a.username"]),
    selectCollaborators(db, databaseId),
    db.selectFrom("logins").selectAll().where("database_id", "=", databaseId).orderBy("created_at"),
    db.selectFrom("database_users").selectAll().where("database_id", "=", databaseId).orderBy("created_at"),
    { compile: () => onServer.compile(db) },
  ]);
  if (database === undefined || server === undefined || owner === undefined) return null;
  const { now, ...row } = database;
  return { database: row, server, owner, collaborators, logins, users, endings: endings.map(({ id }) => id), now };
}

const selectCollaborators = (db: Reader, databaseId: string) =>
  db
    .selectFrom("collaborators as c")
    .innerJoin("accounts as a", "a.id", "c.account_id")
    .leftJoin("accounts as e", "e.id", "c.ended_by_account_id")
    .modifyFront(prepared)
    .select(["c.id", "c.account_id", "c.email", "a.username", "c.access", "c.until", "c.status", "c.had_login"])
    .select(["c.revoking_at", "c.end_reason", "e.email as ended_by"])
    .where("c.database_id", "=", databaseId)
    .where("c.status", "in", ["accepted", "revoking"])
    .$castTo<LoadedCollaborator>();
