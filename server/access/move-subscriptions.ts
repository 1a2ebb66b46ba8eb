import type { AdminConnection } from "../databases/admin-connection.ts";
import type { LoginRow } from "./queries.ts";
import { quoteIdent } from "./quote.ts";
import { recordLeftOver } from "./record.ts";
import type { Run } from "./run.ts";
import type { Step } from "./step.ts";

/**
 * A subscription is somebody's replication, and NOLOGIN of its owner stops it: it goes to the admin first, who lets it run
 * on. That its publisher still writes here is said in the receipt: whoever reads it knows the publisher, and Guestlist does
 * not. What cannot be moved at once waits for the clean-up, and the closing does not wait for it.
 */
export async function moveSubscriptions(
  run: Run,
  admin: AdminConnection,
  login: LoginRow,
  roleOid: number,
): Promise<LoginRow> {
  let row = login;
  for (const [database, names] of await listSubscriptions(admin, roleOid)) {
    row = await recordLeftOver(
      run,
      row,
      names.map((name) => goesOn(name, database, admin.facts.adminRole)),
    );
    await moveIn(run, database, names);
  }
  return row;
}

/** Once more in the clean-up, of those that could not be moved before: their owner cannot be dropped with them. */
export async function takeSubscriptions(run: Run, admin: AdminConnection, roleOid: number): Promise<void> {
  for (const [database, names] of await listSubscriptions(admin, roleOid)) await moveIn(run, database, names);
}

/** The names by database. */
async function listSubscriptions(admin: AdminConnection, roleOid: number): Promise<Map<string, string[]>> {
  const rows = await admin.query<{ names: string[]; database: string }>(
    `select d.datname as database, jsonb_agg(s.subname order by s.subname) as names
     from pg_subscription s join pg_database d on d.oid = s.subdbid where s.subowner = $1::oid group by 1 order by 1`,
    [roleOid],
  );
  return new Map(rows.map(({ database, names }) => [database, names]));
}

const goesOn = (name: string, database: string, to: string): string =>
  `the subscription ${name} in ${database} goes on as ${to}: its publisher still writes there`;

async function moveIn(run: Run, dbname: string, names: readonly string[]): Promise<void> {
  await run.inside(dbname, async (inside) => {
    for (const name of names) await run.apply(inside, take(name));
  });
}

const take = (name: string): Step => ({
  kind: "move-subscription",
  description: `Let the admin own the subscription ${name}`,
  on: "database",
  sql: [`ALTER SUBSCRIPTION ${quoteIdent(name)} OWNER TO CURRENT_USER`],
});
