import type { AdminConnection } from "../databases/admin-connection.ts";
import type { LoginRow } from "./queries.ts";
import { quoteIdent } from "./quote.ts";
import { recordLeftOver, takeBackLeftOver } from "./record-closing.ts";
import type { Run } from "./run.ts";
import type { Step } from "./step.ts";

/** In all: the person's own transactions may hold every one of their subscriptions. */
const patienceMs = 500;

/**
 * A subscription is somebody's replication, and NOLOGIN of its owner stops it: it goes to the admin first, who lets it run
 * on. That its publisher still writes here is said in the receipt: whoever reads it knows the publisher, and Guestlist does
 * not. What cannot be moved at once waits for the clean-up, which calls this again, and the closing does not wait for it.
 */
export async function moveSubscriptions(
  run: Run,
  admin: AdminConnection,
  login: LoginRow,
  roleOid: number,
): Promise<LoginRow> {
  let row = login;
  const started = performance.now();
  for (const [database, names] of await listSubscriptions(admin, roleOid))
    await run.inside(database, async (inside) => {
      for (const name of names) {
        if (performance.now() - started > patienceMs) return;
        const said = [goesOn(name, database, admin.facts.adminRole)];
        row = await recordLeftOver(run, row, said);
        const moved = await run.apply(inside, take(name));
        if (!moved.done) row = await takeBackLeftOver(run, row, said);
      }
    });
  return row;
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

/** Only a superuser owns one before 16, which no login of ours is. */
const take = (name: string): Step => ({
  kind: "move-subscription",
  description: `Let the admin own the subscription ${name}`,
  on: "database",
  once: true,
  sql: [
    "SET LOCAL lock_timeout = '100ms'",
    // Else what the publisher sends, and the triggers that it fires, would run with the admin's rights from now on.
    `ALTER SUBSCRIPTION ${quoteIdent(name)} SET (run_as_owner = false)`,
    `ALTER SUBSCRIPTION ${quoteIdent(name)} OWNER TO CURRENT_USER`,
  ],
});
