import { endpoints, type AccessLevel } from "@guestlist/contract";
import { chooseAccess } from "../collaborators/access-choice.ts";
import { connectionUri } from "../databases/admin-url.ts";
import { readOwnPassword, readUserName, userView } from "../databases/database-user.ts";
import { errandForDatabase, type DatabaseErrand, type DatabaseRow, type ServerRow } from "../databases/grant.ts";
import { usersReaderOf } from "../databases/list-users.ts";
import { permit } from "../databases/permit.ts";
import { requestReconcile } from "../databases/request-reconcile.ts";
import { insertUser, isRoleNameUsed, recordShown } from "../databases/user-queries.ts";
import { waitForUser } from "../databases/wait-for-user.ts";
import { recordEvent } from "../events/record.ts";
import { scramVerifier } from "../platform/bundled-postgres/index.ts";
import { answer } from "../platform/http/journey.ts";
import { Refusal } from "../platform/refusal.ts";
import { newPassword } from "../platform/tokens.ts";
import { withAdmin } from "./admin-connections.ts";
import { findServer } from "./queries.ts";

type Call = DatabaseErrand<typeof endpoints.createDatabaseUser>;

/**
 * A login for an application. Its password is in this answer only: until the login is made a sealed verifier is kept, and
 * after that nothing. On a server that does not answer it is made as soon as that does.
 */
export const createDatabaseUser = errandForDatabase(endpoints.createDatabaseUser, async (call) => {
  const { platform, grant, body } = call;
  const { database } = grant;
  const name = readUserName(body.name);
  const access = chooseAccess(body.access ?? "full", grant);
  const password = body.password === undefined ? newPassword() : readOwnPassword(body.password);
  const server = await findServer(platform.db, database.server_id);
  if (server === undefined) throw new Error("a database has no server");
  if (await isTakenInPostgres(call, server, name)) throw taken(name, database);
  const userId = await insert(call, { name, access, password });
  const of = { databaseId: database.id, serverId: server.id, userId };
  const row = await waitForUser(platform, of, ({ state }) => state === "ready");
  const uri = connectionUri(server, { name, password }, database.dbname);
  return answer(201, { user: userView(row, usersReaderOf(grant)), password, uri });
});

/** Roles belong to the whole server, so one of another database or of nobody here may have the name. */
async function isTakenInPostgres({ platform }: Call, server: ServerRow, name: string): Promise<boolean> {
  const looked = await withAdmin(server, platform.secrets, (admin) =>
    admin.query("select from pg_roles where rolname = $1", [name]),
  );
  return looked.ok && looked.value.length > 0;
}

async function insert(
  { platform, actor, grant }: Call,
  { name, access, password }: { readonly name: string; readonly access: AccessLevel; readonly password: string },
): Promise<string> {
  const databaseId = grant.database.id;
  const verifierSealed = platform.secrets.seal(scramVerifier(password));
  return platform.db.transaction().execute(async (tx) => {
    const { database } = await permit(tx, actor, "users.manage", databaseId);
    if (database.state === "deleting") throw new Refusal("database_not_ready", `${database.name} is being deleted.`);
    // Once more, while the database is held: its ownership may have been asked back.
    chooseAccess(access, { database, standing: grant.standing });
    if (await isRoleNameUsed(tx, database.server_id, name)) throw taken(name, database);
    const user = await insertUser(tx, { databaseId, roleName: name, access, verifierSealed });
    if (user === null) throw taken(name, database);
    await recordShown(tx, user.id, actor.accountId);
    const data = { login_name: name, access };
    await recordEvent(tx, { type: "database_user.created", actor, databaseId, data });
    await requestReconcile(tx, databaseId);
    return user.id;
  });
}

const taken = (name: string, database: DatabaseRow): Refusal =>
  new Refusal(
    "name_taken",
    `A role named ${name} exists on the server of ${database.name} already. Choose another name.`,
    "name",
  );
