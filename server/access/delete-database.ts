import { removeRulesOf } from "../databases/firewall/queries.ts";
import { markDeleted, markUserGone } from "../databases/reconcile-queries.ts";
import type { AdminConnection } from "../databases/admin-connection.ts";
import { recordEvent } from "../events/record.ts";
import { cleanLogin } from "./clean-login.ts";
import { cleanRole, dropRole, keptHeir } from "./clean.ts";
import { desire, type Desired } from "./desired.ts";
import { findOurs, observe, type Observed, type ObservedRole } from "./observe.ts";
import { applyAll, recordDatabaseBlocked } from "./prepare.ts";
import { load } from "./loaded.ts";
import { quoteIdent } from "./quote.ts";
import type { Run } from "./run.ts";
import type { Step } from "./step.ts";

/**
 * Takes a database off Guestlist once every access is closed. Its data is dropped only when that was asked for, it was
 * created here, and it is still the one that was: otherwise data, owner and the application's login stay.
 */
export async function deleteDatabase(run: Run, admin: AdminConnection, accessOpen: boolean): Promise<void> {
  if (accessOpen) return;
  const desired = desire(run.loaded);
  const observed = await observe(admin, desired, run.loaded.logins);
  const blocked =
    desired.deleteData === "drop" && desired.kind === "created"
      ? await dropData(run, admin, desired, observed)
      : await takeOff(run, admin, desired, observed);
  if (blocked !== null) return recordDatabaseBlocked(run, blocked);
  await run.platform.db.transaction().execute(async (tx) => {
    const row = await markDeleted(tx, desired.databaseId);
    if (row === null) return;
    // One that is being deleted goes on being so: its role is dropped by the clean-up.
    await removeRulesOf(tx, row.id);
    for (const user of desired.users) if (user.state !== "deleting") await markUserGone(tx, user.id);
    await recordEvent(tx, { type: "database.deleted", databaseId: row.id, data: { data: row.delete_data } });
  });
}

async function dropData(
  run: Run,
  admin: AdminConnection,
  desired: Desired,
  observed: Observed,
): Promise<string | null> {
  const { database } = observed;
  const owner = findOurs(observed, desired.owner);
  if (database !== null) {
    if (
      owner === null ||
      database.owner_oid !== owner.oid ||
      (desired.owner.oid !== null && owner.oid !== desired.owner.oid)
    )
      return `The database ${desired.dbname} belongs to ${database.owner} by now, so it is not dropped. Delete it with its data kept.`;
    const dropped = await applyAll(run, admin, dropDatabase(desired.dbname));
    if (dropped !== null) return dropped;
  }
  // Before the owner role: a login may still be a dependency of it.
  for (const login of (await load(run.platform.db, desired.databaseId))?.logins ?? [])
    if (login.state === "closed") await cleanLogin(run, admin, login);
  const groups = await takeOff(run, admin, desired, observed);
  if (groups !== null) return groups;
  const ours = [...desired.users, desired.owner].flatMap(
    (known) => findOurs(observed, { oid: null, marker: known.marker }) ?? [],
  );
  return applyAll(
    run,
    admin,
    ours.map((role) => dropRole("drop-role", role.name)),
  );
}

const dropDatabase = (dbname: string): Step[] => [
  {
    kind: "drop-database",
    description: `Let nobody connect to ${dbname} any more`,
    on: "server",
    sql: [`ALTER DATABASE ${quoteIdent(dbname)} ALLOW_CONNECTIONS false`],
  },
  {
    kind: "drop-database",
    description: `Drop the database ${dbname}`,
    on: "server",
    outside: true,
    sql: [`DROP DATABASE ${quoteIdent(dbname)} WITH (FORCE)`],
  },
];

/**
 * The groups go, and with them what they were granted; nothing else in the database is touched. Before 16 a member could
 * work as its group, so that a group may own something: that is kept as what a person left is.
 */
async function takeOff(run: Run, admin: AdminConnection, desired: Desired, observed: Observed): Promise<string | null> {
  for (const group of groupsOf(desired, observed)) {
    const { interrupted, dropped, leftOver } = await cleanRole(run, admin, { ...group, subscribes: false }, keptHeir);
    if (interrupted !== null) throw interrupted;
    if (!dropped) return `The role ${group.name} is not dropped yet: ${leftOver.join("; ")}`;
  }
  return null;
}

const groupsOf = (desired: Desired, observed: Observed): ObservedRole[] =>
  [desired.readOnly, desired.readWrite].flatMap(
    (group) => findOurs(observed, { oid: null, marker: group.marker }) ?? [],
  );
