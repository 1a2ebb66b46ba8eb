import { endpoints } from "@guestlist/contract";
import { connectionUri } from "../databases/admin-url.ts";
import type { AdminConnection } from "../databases/admin-connection.ts";
import { toMend } from "../databases/connection-failure.ts";
import { errandForDatabase, type Grant, type ServerRow } from "../databases/grant.ts";
import { requestReconcile } from "../databases/request-reconcile.ts";
import { recordEvent } from "../events/record.ts";
import { scramVerifier } from "../platform/bundled-postgres/index.ts";
import { answer } from "../platform/http/journey.ts";
import { Refusal } from "../platform/refusal.ts";
import { newPassword } from "../platform/tokens.ts";
import { withAdmin } from "./admin-connections.ts";
import { applyStep, type Applied } from "./apply.ts";
import { findRole } from "./refuse-new-logins.ts";
import { findCallersLogin, stateOf } from "./connection.ts";
import { findServer, markPasswordChanged, type LoginRow } from "./queries.ts";
import { quoteIdent, quoteLiteral } from "./quote.ts";

/**
 * A new password for the caller's own login, in this answer and nowhere else: PostgreSQL gets a verifier. A revoke that
 * comes meanwhile wins: the answer is then a refusal, and the role cannot log in whatever its password.
 */
export const rotatePassword = errandForDatabase(endpoints.rotatePassword, async ({ platform, actor, grant }) => {
  const { db, secrets } = platform;
  const { server, login } = await findReady(grant, {
    server: await findServer(db, grant.database.server_id),
    login: await findCallersLogin(db, actor.accountId, grant),
  });
  const password = newPassword();
  const set = await withAdmin(server, secrets, (admin) => setPassword(admin, login, scramVerifier(password)));
  if (!set.ok) throw new Refusal("server_does_not_answer", notChanged(grant, set.reason));
  if (!set.value.done) {
    // What was changed outside is repaired now, as the answer says, and not with the next look.
    await requestReconcile(db, grant.database.id);
    throw new Refusal("login_not_ready", set.value.reason);
  }
  const changed = await db.transaction().execute(async (tx) => {
    const row = await markPasswordChanged(tx, login);
    if (row === null) return null;
    const data = { login_name: row.role_name };
    await recordEvent(tx, {
      type: "login.password_changed",
      actor,
      subject: actor.email,
      databaseId: row.database_id,
      data,
    });
    return row;
  });
  if (changed === null) {
    await withAdmin(server, secrets, (admin) => takePassword(admin, login));
    throw new Refusal("login_not_ready", "This access is being closed.");
  }
  return answer(201, {
    password,
    uri: connectionUri(server, { name: login.role_name, password }, grant.database.dbname),
    changed_at: (changed.password_changed_at ?? new Date()).toISOString(),
  });
});

interface Found {
  readonly server: ServerRow | undefined;
  readonly login: LoginRow | null;
}

async function findReady(grant: Grant, { server, login }: Found): Promise<{ server: ServerRow; login: LoginRow }> {
  if (server === undefined) throw new Error("a database has no server");
  const { state, reason } = stateOf(grant, server, login);
  if (state !== "ready" || login === null)
    throw new Refusal("login_not_ready", reason ?? `Your login on ${grant.database.name} is still being made.`);
  return { server, login };
}

function notChanged({ database }: Grant, reason: string): string {
  const mend = toMend({ state: "silent", reason });
  return mend === null
    ? `${database.name} does not answer (${reason}), so the password was not changed. Try again when it does.`
    : `Guestlist cannot work on ${database.name} (${reason}), so the password was not changed. ${mend}`;
}

/** Only of the role whose OID and marker are known. */
async function setPassword(admin: AdminConnection, login: LoginRow, verifier: string): Promise<Applied> {
  const role = await findRole(admin, login);
  if (typeof role === "string") return { done: false, reason: role };
  if (role === null || role.oid !== login.role_oid)
    return {
      done: false,
      reason: "The login was changed outside Guestlist. It is being repaired; try again in a moment.",
    };
  return applyStep(admin, {
    kind: "alter-login",
    description: `Set a new password for ${role.name}`,
    on: "server",
    sql: [`ALTER ROLE ${quoteIdent(role.name)} PASSWORD ${quoteLiteral(verifier)}`],
  });
}

/** The closing may have come before the password: it leaves none. */
async function takePassword(admin: AdminConnection, login: LoginRow): Promise<void> {
  const role = await findRole(admin, login);
  if (role === null || typeof role === "string") return;
  await applyStep(admin, {
    kind: "alter-login",
    description: `Take the password of ${role.name}`,
    on: "server",
    sql: [`ALTER ROLE ${quoteIdent(role.name)} PASSWORD NULL`],
  });
}
