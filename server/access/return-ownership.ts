import type { AdminConnection } from "../databases/admin-connection.ts";
import { markReturned } from "../databases/reconcile-queries.ts";
import { requestReconcile } from "../databases/request-reconcile.ts";
import { recordEvent } from "../events/record.ts";
import { dropRole } from "./clean.ts";
import { desire } from "./desired.ts";
import { moveAll } from "./move-ownership.ts";
import type { Observed, ObservedRole } from "./observe.ts";
import { findOwnerRole } from "./plan.ts";
import { applyAll } from "./prepare.ts";
import { quoteIdent } from "./quote.ts";
import type { Run } from "./run.ts";
import { revokeMembership } from "./steps.ts";
import type { Step } from "./step.ts";
import { guard } from "./take-owned.ts";

/**
 * Undoes the move: the login that owned an attached database owns it again, and the role that did so in between goes. In
 * batches, each with short lock time-outs, so it may stop and go on.
 * @returns why it waits, in words; null when there is nothing to return any more
 */
export async function returnOwnership(
  run: Run,
  admin: AdminConnection,
  inside: AdminConnection,
  observed: Observed,
): Promise<string | null> {
  const { database } = run.loaded;
  const to = database.previous_owner_role;
  if (database.ownership !== "returning" || to === null) return null;
  await run.before("move-ownership");
  const role = findOwnerRole(desire(run.loaded), observed);
  // A move that PostgreSQL refused has moved nothing, and there is nothing to tell of.
  let movedTo = role === null ? database.owner_role : null;
  if (role !== null) {
    if ((await listMemberships(admin, role, to)).length > 0) movedTo = role.name;
    const given = await applyAll(run, admin, [giveDatabaseBack(database.dbname, to)]);
    if (given !== null) return given;
    const moved = await moveAll(run, inside, role.name, to);
    if (moved !== null) return moved;
    const gone = await removeRole(run, admin, inside, { role, to });
    if (gone !== null) return gone;
  }
  return finish(run, movedTo, to);
}

const giveDatabaseBack = (dbname: string, to: string): Step => ({
  kind: "move-ownership",
  description: `Let ${to} own ${dbname} again`,
  on: "server",
  sql: [
    `ALTER DATABASE ${quoteIdent(dbname)} OWNER TO ${quoteIdent(to)}`,
    `ALTER ROLE ${quoteIdent(to)} IN DATABASE ${quoteIdent(dbname)} RESET role`,
  ],
});

/** It owns nothing any more; what is left are grants, and its old owner's membership in it. */
async function removeRole(
  run: Run,
  admin: AdminConnection,
  inside: AdminConnection,
  { role, to }: { readonly role: ObservedRole; readonly to: string },
): Promise<string | null> {
  const { dbname } = run.loaded.database;
  const granted = await applyAll(run, inside, [
    {
      kind: "move-ownership",
      description: `Take back what ${role.name} was granted in ${dbname}`,
      on: "database",
      sql: [guard(role.oid), `DROP OWNED BY ${quoteIdent(role.name)} RESTRICT`],
    },
  ]);
  if (granted !== null) return granted;
  const memberships = await listMemberships(admin, role, to);
  const drop = dropRole("drop-role", role.name);
  // Together: the membership is what a later run knows by that there was a move.
  const ends = memberships.map(({ grantor }) => revokeMembership(role.name, to, grantor, admin.facts.versionNum));
  return applyAll(run, admin, [{ ...drop, sql: [...ends, ...drop.sql] }]);
}

/** It came in the transaction that gave the role the database: without it, nothing has moved. */
const listMemberships = (admin: AdminConnection, role: ObservedRole, member: string): Promise<{ grantor: string }[]> =>
  admin.query(
    `select g.rolname as grantor from pg_auth_members a join pg_roles m on m.oid = a.member
     join pg_roles g on g.oid = a.grantor where a.roleid = $1::oid and m.rolname = $2`,
    [role.oid, member],
  );

async function finish({ platform, loaded }: Run, from: string | null, to: string): Promise<null> {
  const { id: databaseId } = loaded.database;
  await platform.db.transaction().execute(async (tx) => {
    if ((await markReturned(tx, databaseId)) && from !== null)
      await recordEvent(tx, { type: "database.ownership_returned", databaseId, data: { from, to } });
    await requestReconcile(tx, databaseId);
  });
  return null;
}
