import { endpoints, type NewUserPasswordAnswer } from "@guestlist/contract";
import { connectionUri } from "../databases/admin-url.ts";
import type { AdminConnection } from "../databases/admin-connection.ts";
import { toMend } from "../databases/connection-failure.ts";
import { errandForDatabase, type DatabaseRow, type ServerRow } from "../databases/grant.ts";
import { readOwnPassword } from "../databases/database-user.ts";
import { permit } from "../databases/permit.ts";
import {
  abandonRotation,
  beginRotation,
  findUser,
  finishRotation,
  type DatabaseUserRow,
  type Rotation,
} from "../databases/user-queries.ts";
import { recordEvent } from "../events/record.ts";
import { scramVerifier } from "../platform/bundled-postgres/index.ts";
import type { Tx } from "../platform/control-database.ts";
import { answer } from "../platform/http/journey.ts";
import type { Platform } from "../platform/platform.ts";
import { Refusal } from "../platform/refusal.ts";
import { newPassword } from "../platform/tokens.ts";
import { withAdmin } from "./admin-connections.ts";
import { applyStep, type Applied } from "./apply.ts";
import { drainOldSessions } from "./drain.ts";
import { secretKey } from "./leftover.ts";
import { databaseUserMarker } from "./names.ts";
import { findServer } from "./queries.ts";
import { quoteIdent, quoteLiteral } from "./quote.ts";
import { recordDecision } from "./record-decision.ts";

/** A new password for an application's login: in this answer and nowhere else. */
export const resetUserPassword = errandForDatabase(
  endpoints.resetUserPassword,
  async ({ platform, actor, grant, params, body }) => {
    const user = await findUser(platform.db, grant.database.id, params.id);
    if (user === null) throw new Refusal("not_found", `${grant.database.name} has no database user ${params.id}.`);
    const keepSessions = body.keep_sessions === true;
    const own = body.password === undefined ? null : readOwnPassword(body.password);
    return answer(201, await resetPassword(platform, { actor, database: grant.database, user, keepSessions, own }));
  },
);

export interface Reset {
  readonly actor: { readonly accountId: string; readonly email: string };
  readonly database: DatabaseRow;
  readonly user: DatabaseUserRow;
  /** Sessions that were opened with the old password go on. */
  readonly keepSessions: boolean;
  /** The password that the asker brings along. */
  readonly own?: string | null;
}

/**
 * Whoever asks is written down as knowing the new password before PostgreSQL has it, and while they may still ask: a
 * revoke of theirs that comes meanwhile names it. @throws Refusal in words
 */
export async function resetPassword(platform: Platform, reset: Reset): Promise<NewUserPasswordAnswer> {
  const { db, secrets } = platform;
  const { database, user, actor } = reset;
  const server = await findServer(db, database.server_id);
  if (server === undefined) throw new Error("a database has no server");
  const rotation = await db.transaction().execute(async (tx) => {
    await permit(tx, actor, "users.manage", database.id);
    return beginRotation(tx, user.id, actor.accountId);
  });
  if (rotation === null)
    throw new Refusal("login_not_ready", `The database user ${user.role_name} is being made, or deleted.`);
  const password = reset.own ?? newPassword();
  const set = await withAdmin(server, secrets, (admin) => setPassword(admin, reset, scramVerifier(password)));
  if (!set.ok) return giveUp(platform, rotation, "server_does_not_answer", notChanged(reset, set.reason));
  if (!set.value.done) return giveUp(platform, rotation, "login_not_ready", set.value.reason);
  const { ended } = set.value;
  const changed = await db.transaction().execute(async (tx) => {
    const finished = await finishRotation(tx, rotation);
    const data = { login_name: user.role_name, sessions_ended: ended };
    await recordEvent(tx, { type: "database_user.password_changed", actor, databaseId: database.id, data });
    // Whoever keeps sessions has not shut anybody out yet.
    if (!reset.keepSessions && finished?.undisputed === true) await recordRotated(tx, platform, reset);
    return finished;
  });
  return shown(server, database, user, password, changed?.changedAt ?? new Date());
}

/** Whoever had access once and knew the old password knows none any more: their receipts say so. */
async function recordRotated(tx: Tx, platform: Platform, { actor, database, user }: Reset): Promise<void> {
  const key = secretKey(user.id);
  await recordDecision(tx, platform, { actor, databaseId: database.id, key, decision: "rotated" });
}

const shown = (
  server: ServerRow,
  database: DatabaseRow,
  { role_name: name }: DatabaseUserRow,
  password: string,
  at: Date,
): NewUserPasswordAnswer => ({
  name,
  password,
  uri: connectionUri(server, { name, password }, database.dbname),
  changed_at: at.toISOString(),
});

async function giveUp(
  { db }: Platform,
  rotation: Rotation,
  code: "server_does_not_answer" | "login_not_ready",
  reason: string,
): Promise<never> {
  await abandonRotation(db, rotation);
  throw new Refusal(code, reason);
}

function notChanged({ database, user }: Reset, reason: string): string {
  const mend = toMend({ state: "silent", reason });
  return mend === null
    ? `${database.name} does not answer (${reason}), so the password of ${user.role_name} was not changed. Try again when it does.`
    : `Guestlist cannot work on ${database.name} (${reason}), so the password of ${user.role_name} was not changed. ${mend}`;
}

type Set = (Applied & { readonly done: false }) | { readonly done: true; readonly ended: number | null };

/** Only of the role that has the marker. Its old sessions end after that: whoever comes back needs the new password. */
async function setPassword(admin: AdminConnection, { user, keepSessions }: Reset, verifier: string): Promise<Set> {
  const [role] = await admin.query<{ oid: number; name: string }>(
    `select r.oid::bigint as oid, r.rolname as name from pg_roles r
     where r.oid in (select objoid from pg_shdescription where classoid = 'pg_authid'::regclass and description = $1)
     order by r.oid = $2::oid desc nulls last limit 1`,
    [databaseUserMarker(user.id), user.role_oid],
  );
  if (role === undefined)
    return { done: false, reason: `The login ${user.role_name} is not on its server any more, or lost its marker.` };
  const applied = await applyStep(admin, {
    kind: "alter-login",
    description: `Set a new password for ${role.name}`,
    on: "server",
    sql: [`ALTER ROLE ${quoteIdent(role.name)} PASSWORD ${quoteLiteral(verifier)}`],
  });
  if (!applied.done) return applied;
  return { done: true, ended: keepSessions ? null : await drainOldSessions(admin, role.oid) };
}
