import { sql } from "kysely";
import type { Reader, Tx } from "../platform/control-database.ts";
import { prepared } from "../platform/prepared.ts";
import type { LoginRow } from "./queries.ts";

/** Whether somebody has a login in the database that is not closed. */
export async function hasOpenLogin(tx: Tx, databaseId: string, accountId: string): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`select exists (select from logins where database_id = ${databaseId}
    and account_id = ${accountId} and state in ('making', 'ready', 'closing')) as has`.execute(tx);
  return rows[0]?.has ?? false;
}

/** The login stays the person's, and what they are to the database has changed: its owner, or that collaborator. */
export async function setStandingOfLogin(
  tx: Tx,
  databaseId: string,
  accountId: string,
  collaboratorId: string | null,
): Promise<void> {
  await tx
    .updateTable("logins")
    .set({ collaborator_id: collaboratorId })
    .where("database_id", "=", databaseId)
    .where("account_id", "=", accountId)
    .where("state", "in", ["making", "ready", "closing"])
    .execute();
}

/** Which role of a login a marker names: each time it was dropped by hand it was made again, as another generation. */
export interface Generation {
  readonly loginId: string;
  readonly generation: number;
}

/** A login with a role that nobody should be let in as any more. */
export type EndedRole = Generation &
  Pick<LoginRow, "role_name" | "database_id"> & {
    readonly email: string;
    /** The login has ended; else it is open, with another role. */
    readonly ended: boolean;
  };

/** Those of a server that have ended, among these: with their login, or because it was made again. */
export async function listEndedAmong(db: Reader, serverId: string, among: readonly Generation[]): Promise<EndedRole[]> {
  const { rows } = await sql<EndedRole>`${prepared}
    select l.id as "loginId", g.generation, l.role_name, l.database_id, a.email, l.state in ('closed', 'gone') as ended
    from unnest(${among.map(({ loginId }) => loginId)}::uuid[], ${among.map(({ generation }) => generation)}::int[]) as g(id, generation)
      join logins l on l.id = g.id join databases d on d.id = l.database_id join accounts a on a.id = l.account_id
    where d.server_id = ${serverId} and (l.state in ('closed', 'gone') or l.generation <> g.generation)`.execute(db);
  return rows;
}
