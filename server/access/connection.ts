import { isPowerlesslyOwned } from "../databases/ownership.ts";
import { endpoints, type AccessLevel, type Connection } from "@guestlist/contract";
import { connectionUri } from "../databases/admin-url.ts";
import { toMend } from "../databases/connection-failure.ts";
import { forDatabase, type DatabaseRow, type Grant, type ServerRow } from "../databases/grant.ts";
import { mayDo } from "../databases/permissions.ts";
import type { Reader } from "../platform/control-database.ts";
import { answer } from "../platform/http/journey.ts";
import { findServer, type LoginRow } from "./queries.ts";
import { findOwnLogin, listSessionCounts } from "./reading-queries.ts";

/** How the caller connects: their own login, and never a password. */
export const showConnection = forDatabase(endpoints.showConnection, async ({ tx, actor, grant }) => {
  const { database } = grant;
  const [server, login, sessions] = await Promise.all([
    findServer(tx, database.server_id),
    findCallersLogin(tx, actor.accountId, grant),
    listSessionCounts(tx, database.id, seesEverybody(grant) ? null : actor.accountId),
  ]);
  if (server === undefined) throw new Error("a database has no server");
  const connection: Connection = {
    database_id: database.id,
    ...stateOf(grant, server, login),
    host: server.host,
    port: server.port,
    dbname: database.dbname,
    login_name: login?.role_name ?? null,
    access: grant.standing === "owner" ? "full" : ((login?.access as AccessLevel | null) ?? grant.standing),
    sslmode: server.sslmode,
    uri: login === null ? null : connectionUri(server, { name: login.role_name }, database.dbname),
    has_password: login?.password_changed_at != null,
    password_changed_at: login?.password_changed_at?.toISOString() ?? null,
    sessions,
    sessions_seen_at: server.seen_at?.toISOString() ?? null,
  };
  return answer(200, { connection });
});

export const findCallersLogin = (
  db: Reader,
  accountId: string,
  { database, standing }: Grant,
): Promise<LoginRow | null> =>
  findOwnLogin(db, database.id, accountId, standing === "owner" ? "owner" : "collaborator");

export const seesEverybody = ({ database, standing }: Grant): boolean =>
  mayDo(standing, database.collaborators_managed_by as "owner" | "full", "collaborators.manage");

type State = Pick<Connection, "state" | "reason">;

/** Whether the login can be used now, and why not, in words. */
export function stateOf(grant: Grant, server: ServerRow, login: LoginRow | null): State {
  const { database } = grant;
  if (grant.standing === "owner" && ownsByOwnLogins(database)) return { state: "blocked", reason: ownLogins(database) };
  if (database.state === "deleting") return { state: "closing", reason: `${database.name} is being deleted.` };
  if (login?.state === "closing") return { state: "closing", reason: "This access is being closed." };
  if (login?.state === "ready") return { state: "ready", reason: login.blocked };
  const reason = login?.blocked ?? database.blocked;
  if (reason !== null) return { state: "blocked", reason };
  return { state: "making", reason: server.state === "silent" ? silent(database, server) : null };
}

const ownsByOwnLogins = (database: DatabaseRow): boolean => !isPowerlesslyOwned(database);

const ownLogins = ({ ownership }: DatabaseRow): string =>
  ownership === "moving"
    ? "The ownership of this database is being moved. Your own login comes with it."
    : "You attached this database with its own logins. Move its ownership to have a login of your own here.";

function silent(database: DatabaseRow, server: ServerRow): string {
  const mend = toMend(server);
  return mend === null
    ? `${database.name} does not answer (${server.reason ?? "no reason known"}). Your login is made as soon as it does.`
    : `Guestlist cannot work on ${database.name} (${server.reason}). Your login is made once that is mended. ${mend}`;
}
