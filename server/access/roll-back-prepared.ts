import type { AdminConnection } from "../databases/admin-connection.ts";
import { quoteIdent, quoteLiteral } from "./quote.ts";
import type { Run } from "./run.ts";
import type { Step } from "./step.ts";

export interface Prepared {
  readonly gid: string;
  readonly owner: string;
  readonly database: string;
}

/** Those of roles that work as these names. A role that is dropped has none any more: its transactions are nobody's then. */
export const listPrepared = (admin: AdminConnection, roleNames: readonly string[]): Promise<Prepared[]> =>
  admin.query<Prepared>(
    "select gid, owner, database from pg_prepared_xacts where owner = any($1::name[]) order by database, prepared",
    [roleNames],
  );

/**
 * Ends transactions that were prepared and left: no session holds them, so they outlive every session, and so do their
 * locks. Nobody's access hangs on one; whatever stays is found by the proof and said, and tried again by the clean-up.
 */
export async function rollBackPrepared(
  run: Run,
  admin: AdminConnection,
  roles: readonly { readonly roleName: string }[],
): Promise<void> {
  const prepared = await listPrepared(
    admin,
    roles.map(({ roleName }) => roleName),
  );
  await rollBackAll(run, prepared);
}

/**
 * Those of anybody whom the role may work as that have changed a role: one of them may keep its row locked. PostgreSQL names as
 * owner whom the session worked as when it prepared, which the person chooses.
 */
export async function rollBackInTheWay(run: Run, admin: AdminConnection, roleOid: number): Promise<void> {
  await rollBackAll(
    run,
    await admin.query<Prepared>(
      `select gid, owner, database from pg_prepared_xacts x
       where pg_has_role($1::oid, (select oid from pg_roles where rolname = x.owner), 'MEMBER') and exists (
         select from pg_locks own join pg_locks held on held.virtualtransaction = own.virtualtransaction and held.pid is null
         where own.pid is null and own.transactionid = x.transaction and held.relation in ('pg_authid'::regclass, 'pg_db_role_setting'::regclass))
       order by database`,
      [roleOid],
    ),
  );
}

async function rollBackAll(run: Run, prepared: readonly Prepared[]): Promise<void> {
  for (const database of new Set(prepared.map((each) => each.database)))
    await rollBackIn(
      run,
      database,
      prepared.filter((each) => each.database === database),
    );
}

/** Only in the database that it was prepared in. */
async function rollBackIn(run: Run, dbname: string, prepared: readonly Prepared[]): Promise<void> {
  await run.inside(dbname, async (inside) => {
    for (const each of prepared) await rollBackOne(run, inside, each);
  });
}

/** Whatever comes of it, the session is itself again: it is used further, when that owner is gone. */
async function rollBackOne(run: Run, inside: AdminConnection, prepared: Prepared): Promise<void> {
  try {
    await run.apply(inside, rollBack(prepared, inside.facts));
  } finally {
    if (!inside.facts.superuser && inside.alive) await inside.query("RESET ROLE");
  }
}

/** Its owner or a superuser may: to be a member of the owner is not enough, to work as the owner is. */
const rollBack = ({ gid, owner }: Prepared, { superuser, versionNum }: AdminConnection["facts"]): Step => ({
  kind: "roll-back-prepared",
  description: `Roll back the prepared transaction ${gid} of ${owner}`,
  on: "database",
  outside: true,
  sql: superuser
    ? [`ROLLBACK PREPARED ${quoteLiteral(gid)}`]
    : [
        ...(versionNum >= 160000 ? [] : [`GRANT ${quoteIdent(owner)} TO CURRENT_USER`]),
        `SET ROLE ${quoteIdent(owner)}`,
        `ROLLBACK PREPARED ${quoteLiteral(gid)}`,
      ],
});
